// The way to the program breaks: what was typed stays until the program has confirmed it (trap O11).
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, report, send, SIZES } from "./people.mjs";

const people = openDoor();

const draft = (page, key) => page.evaluate((name) => JSON.parse(localStorage.getItem(`xg-draft:${name}`)), key);
const WORDS = "菜市场东门的井盖没有了，晚上看不见。";

for (const size of SIZES) {
  for (const [name, breaks] of [
    ["ends with 500", (route) => route.fulfill({ status: 500, contentType: "text/html", body: "<h1>程序出错了</h1>" })],
    ["breaks off", (route) => route.abort("connectionreset")],
  ]) {
    test(`o11: a report stays on the phone when the upload ${name} (${size.name})`, async () => {
      const resident = await people.meet(size);
      const { page } = resident;
      await page.route("**/reports", breaks);
      await resident.goto("/reports/new");
      await page.getByLabel("地点说明").fill("菜市场东门");
      await page.getByLabel("电话").fill("15400001234");
      await page.getByLabel("什么事").fill(WORDS);
      const client = await page.locator("form[data-draft] input[name=_client]").inputValue();
      // At once: before the words would have been kept by themselves.
      await page.getByRole("button", { name: "提交", exact: true }).click();
      await page.waitForTimeout(600);
      resident.troubles.splice(0);

      // Looking at another receipt meanwhile takes nothing away.
      await page.unroute("**/reports");
      const other = await people.meet(size);
      const { code } = await report(other, "楼道灯不亮");
      await other.close();
      await resident.goto(`/receipts/${code}`);
      const kept = await draft(page, "report");
      assert.equal(kept.values.words[0], WORDS);
      assert.ok(!JSON.stringify(kept).includes("15400001234"), "the phone number is not kept");

      await resident.goto("/reports/new");
      await page.locator(".xg-draft").waitFor();
      await resident.look("report-restored");
      assert.equal(await page.getByLabel("什么事").inputValue(), WORDS);
      assert.equal(await page.locator("form[data-draft] input[name=_client]").inputValue(), client, "a repeat is known as one");
      await page.getByRole("button", { name: "提交", exact: true }).click();
      await page.waitForURL(/\/receipts\//);
      await page.locator("main", { hasText: WORDS }).waitFor();
      assert.equal(await draft(page, "report"), null, "confirmed, so it is gone");
      await resident.goto("/reports/new");
      assert.notEqual(await page.locator("form[data-draft] input[name=_client]").inputValue(), client);
      assert.equal(await page.getByLabel("什么事").inputValue(), "");
      await resident.close();
    });
  }

  test(`o11: what was confirmed does not come back, and other words of the page are sent as their own (${size.name})`, async () => {
    const worker = await people.meet(size, "grid-worker-01");
    for (const words of ["第一处护栏断了", "第二处护栏断了"]) {
      await worker.goto("/cases/new");
      assert.equal(await worker.page.locator(".xg-draft").count(), 0);
      await worker.page.getByLabel("什么事").fill(words);
      await worker.page.locator("#place").fill("和平路");
      await worker.page.getByRole("button", { name: "上报" }).last().click();
      await worker.page.locator("[role=status]", { hasText: "已上报" }).waitFor();
    }
    await worker.close();

    const resident = await people.meet(size);
    const { number } = await report(resident, "小区门口生活垃圾没人清");
    await resident.close();
    const clerk = await people.meet(size, "clerk-1a");
    const { page } = clerk;
    await openCase(clerk, number);
    const note = await fold(clerk, "补充说明");
    await note.getByLabel("补充说明").fill("写到一半的说明");
    const filing = await fold(clerk, "立案");
    await send(clerk, filing, "立案");
    // The half-written note is still there, and is stored as a step of its own.
    const again = await fold(clerk, "补充说明");
    assert.equal(await again.getByLabel("补充说明").inputValue(), "写到一半的说明");
    await again.getByRole("button", { name: "补充说明" }).click();
    await page.locator("main", { hasText: "您的操作没有生效" }).waitFor();
    clerk.troubles.splice(0);
    await send(clerk, await fold(clerk, "补充说明"), "补充说明");
    assert.ok((await page.locator(".xg-timeline").innerText()).includes("写到一半的说明"));
    await clerk.close();
  });
}
