// Two people act on one matter at once: the second is told what happened and loses no word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, fold, openCase, openDoor, report, send, SIZES } from "./people.mjs";

const people = openDoor();

for (const size of SIZES) {
  test(`the second of two sees what the first did, and the words are still there (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { number } = await report(resident, "楼下烧烤摊油烟大，半夜还很吵。");
    await resident.close();
    const first = await people.meet(DESK, "clerk-1a");
    const second = await people.meet(size, "clerk-1b");
    await openCase(first, number);
    await openCase(second, number);

    const ask = await fold(second, "派人核实");
    await ask.getByRole("textbox").fill("请晚上十点以后去看，量一下声音。");
    await send(first, await fold(first, "补充说明").then(async (form) => {
      await form.getByRole("textbox").fill("来电人又打来一次。");
      return form;
    }), "补充说明");
    await ask.getByRole("button", { name: "派人核实" }).click();
    const refusal = second.page.locator(".xg-note--bad[role=alert]");
    await refusal.waitFor();
    assert.match(await refusal.innerText(), /没有保存/);
    assert.match(await refusal.innerText(), /补充说明/);
    await second.look("conflict");
    const again = await fold(second, "派人核实");
    assert.equal(await again.getByRole("textbox").inputValue(), "请晚上十点以后去看，量一下声音。");
    await send(second, again, "派人核实");
    await first.close();
    await second.close();
  });

  test(`what the first did has made the second's step impossible: the words are still there (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { number } = await report(resident, "楼道里堆满纸箱，消防通道走不过去。");
    await resident.close();
    const first = await people.meet(DESK, "clerk-1a");
    const second = await people.meet(size, "clerk-1b");
    await openCase(first, number);
    await openCase(second, number);
    const decline = await fold(second, "不予受理");
    await decline.getByLabel("理由").selectOption({ label: "同一事项已有答复" });
    await decline.getByRole("textbox").fill("上周已答复过，请看受理编号末四位 0123 的那件。");
    await send(first, await fold(first, "立案"), "立案");
    await decline.getByRole("button", { name: "不予受理" }).click();
    const refusal = second.page.locator(".xg-note--bad[role=alert]");
    await refusal.waitFor();
    assert.match(await refusal.innerText(), /立案/);
    await second.look("conflict-gone");
    const seen = await second.page.locator("main").evaluate((main) => main.innerText + [...main.querySelectorAll("textarea")].map((t) => t.value).join());
    assert.ok(seen.includes("上周已答复过"), "the words are on the page");
    await first.close();
    await second.close();
  });
}

test("a report sent twice is one matter", async () => {
  const resident = await people.meet(SIZES[1]);
  const { page } = resident;
  await resident.goto("/reports/new");
  await page.getByLabel("地点说明").fill("红星路 5 号");
  await page.getByLabel("什么事").fill("自来水管漏水重复提交");
  const sent = await page.evaluate(async () => {
    const form = document.querySelector("form[action='/reports']");
    const post = () => fetch(form.action, { method: "POST", body: new FormData(form) }).then((reply) => reply.url);
    return [await post(), await post()];
  });
  assert.equal(sent[0], sent[1]);
  await resident.close();
  const dispatcher = await people.meet(DESK, "dispatcher-1");
  await dispatcher.goto(`/cases?view=all&q=${encodeURIComponent("重复提交")}`);
  assert.equal(await dispatcher.page.locator("tbody tr").count(), 1);
  await dispatcher.close();
});
