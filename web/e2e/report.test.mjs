// A resident reports, is told what is wrong, gets a receipt, and follows it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, photo, report, SIZES, tapMap } from "./people.mjs";

const people = openDoor();

for (const size of SIZES) {
  test(`a resident reports with a photo and a tap on the map, and follows the receipt (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { page } = resident;
    await resident.goto("/");
    await resident.look("home");
    await resident.goto("/reports/new");
    await resident.look("report");
    await page.setInputFiles("input[type=file]", [await photo(page)]);
    await page.waitForSelector(".xg-thumbs li");
    await tapMap(resident);
    await page.getByText("当前位置：河南路社区第六网格").waitFor();
    await page.getByLabel("什么事").fill("菜市场东门的井盖没有了，晚上看不见，有老人差点掉下去。");
    await page.getByLabel("称呼").fill("王女士");
    await page.getByLabel("电话").fill("15400001234");
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.waitForURL(/\/receipts\//);
    await page.locator(".xg-photos img").first().waitFor();
    await resident.look("receipt");
    const code = await page.locator(".xg-receipt-code").innerText();
    assert.match(code, /^[0-9A-Z]{5}-?[0-9A-Z]{5}$/);
    assert.match(await page.locator(".xg-timeline li").first().innerText(), /上报|反映/);
    assert.ok(await page.locator(".xg-photos img").first().evaluate((img) => img.complete && img.naturalWidth > 0), "the photo is shown");

    await resident.goto("/receipts");
    await resident.look("receipt-find");
    await page.getByLabel("查询码").fill(code.toLowerCase().replace("-", ""));
    await page.getByRole("button", { name: "查看" }).click();
    await page.getByRole("heading", { name: /井盖/ }).waitFor();
    await page.getByText("补充一句").click();
    await page.getByLabel("补充说明").fill("现在用木板盖着。");
    await page.locator(".xg-fold", { hasText: "补充一句" }).getByRole("button", { name: "提交" }).click();
    await page.locator(".xg-timeline", { hasText: "现在用木板盖着" }).waitFor();
    await resident.look("receipt-noted");
    await resident.close();
  });

  test(`what is wrong is said beside the field and the words stay (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { page } = resident;
    await resident.goto("/reports/new");
    await page.getByLabel("什么事").fill("楼道灯坏了");
    await page.getByLabel("电话").fill("1540000");
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.locator(".xg-errors").waitFor();
    await resident.look("report-errors");
    assert.equal(await page.evaluate(() => document.activeElement.className), "xg-errors");
    assert.equal(await page.locator(".xg-errors li").count(), 2);
    assert.equal(await page.getByLabel("什么事").inputValue(), "楼道灯坏了");
    assert.equal(await page.getByLabel("电话").inputValue(), "1540000");
    await page.locator(".xg-errors a", { hasText: "电话" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "phone");
    await page.getByLabel("电话").fill("");
    await page.getByLabel("地点说明").fill("春晖小区 6 号楼");
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.waitForURL(/\/receipts\//);
    await resident.look("receipt-plain");
    // A mistyped code says so and does not open another's receipt.
    await resident.goto("/receipts");
    await page.getByLabel("查询码").fill("AAAAA-AAAAA");
    await page.getByRole("button", { name: "查看" }).click();
    await page.locator(".xg-errors, main h1").first().waitFor();
    await resident.look("receipt-wrong");
    assert.equal(await page.locator(".xg-timeline").count(), 0);
    await resident.close();
  });
}

test("a report about the program itself gets a receipt too", async () => {
  const resident = await people.meet(SIZES[1]);
  const { page } = resident;
  await resident.goto("/");
  await page.getByRole("link", { name: "对本系统提意见" }).click();
  await resident.look("report-software");
  await page.getByLabel("什么事").fill("字太小了");
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.waitForURL(/\/receipts\//);
  assert.ok((await page.locator("main").innerText()).includes("字太小了"));
  const { code } = await report(resident, "路面有个坑");
  assert.ok(code);
  await resident.close();
});
