// A grid worker on the street: solves on the spot, reports upward, goes to look where the community asks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, fold, openCase, openDoor, photo, report, send, SIZES, tapMap } from "./people.mjs";

const FIRST_GRID = [114.0638261, 32.1071197];
const people = openDoor();

for (const size of SIZES) {
  test(`solved on the spot in at most five fields (${size.name})`, async () => {
    const worker = await people.meet(size, "grid-worker-01");
    const { page } = worker;
    await worker.look("today-grid");
    await page.getByRole("link", { name: "当场解决了" }).click();
    await page.getByRole("heading", { name: "当场解决了" }).waitFor();
    await worker.look("solve");
    const fields = page.locator("form[action='/self-resolutions'] > .xg-field:visible");
    assert.ok((await fields.count()) <= 5, `${await fields.count()} fields`);
    await page.locator(".xg-choice", { hasText: "暴露生活垃圾" }).click();
    await page.getByLabel("在哪里").fill("河南路 18 号院门口");
    await page.getByLabel("怎么解决的").fill("联系保洁员当场清走。");
    await page.setInputFiles("input[type=file]", [await photo(page)]);
    await page.waitForSelector(".xg-thumbs li");
    await page.getByRole("button", { name: "保存" }).click();
    await page.locator(".xg-note--ok", { hasText: "已登记自处置" }).waitFor();
    const [number] = /\d{4}-\d{6}/.exec(await page.locator(".xg-note--ok").innerText());
    await worker.look("today-solved");
    await worker.goto("/cases?view=all");
    await page.getByRole("link", { name: /暴露生活垃圾/ }).first().click();
    await page.locator(".xg-note", { hasText: "结案方式：自处置" }).waitFor();
    assert.ok((await page.locator("main").innerText()).includes(number));
    await worker.look("case-solved");
    await worker.close();
  });

  test(`what was left out of a solved matter is said, and the rest stays (${size.name})`, async () => {
    const worker = await people.meet(size, "grid-worker-02");
    const { page } = worker;
    await worker.nav("自处置");
    await page.getByLabel("在哪里").fill("东方红大道公交站");
    await page.getByLabel("怎么解决的").fill("扶起并锁好。");
    await page.getByRole("button", { name: "保存" }).click();
    await page.locator(".xg-errors", { hasText: "请选择是什么事" }).waitFor();
    await worker.look("solve-errors");
    assert.equal(await page.getByLabel("怎么解决的").inputValue(), "扶起并锁好。");
    assert.equal(await page.getByLabel("在哪里").inputValue(), "东方红大道公交站");
    await worker.close();
  });

  test(`reported upward, then asked to look and finds it true (${size.name})`, async () => {
    const worker = await people.meet(size, "grid-worker-01");
    const { page } = worker;
    await worker.nav("上报");
    await worker.look("patrol");
    await page.getByLabel("什么事").fill(`河南路中段路面塌陷，约半米宽（${size.name === "phone" ? "路东" : "路西"}）。`);
    await page.getByLabel("在哪里").fill("河南路 30 号对面");
    await tapMap(worker, FIRST_GRID);
    await page.getByText("当前位置：河南路社区第一网格").waitFor();
    await page.getByRole("button", { name: "上报", exact: true }).click();
    await page.locator(".xg-note--ok", { hasText: "已上报" }).waitFor();
    const [number] = /\d{4}-\d{6}/.exec(await page.locator(".xg-note--ok").innerText());

    const clerk = await people.meet(DESK, "clerk-1a");
    await openCase(clerk, number);
    assert.ok((await clerk.page.locator(".xg-facts").first().innerText()).includes("工作人员发现"));
    const form = await fold(clerk, "派人核实");
    await form.getByRole("textbox").fill("请量一下大小，看有没有危险。");
    await send(clerk, form, "派人核实");
    await clerk.close();

    await openCase(worker, number);
    await worker.look("case-verify");
    const found = await fold(worker, "核实属实");
    await found.getByRole("textbox").fill("属实，深约二十厘米，已放锥桶。");
    await send(worker, found, "核实属实");
    await worker.close();
  });
}

test("a resident's report of the grid is seen by its own worker and not by another grid's", async () => {
  const resident = await people.meet(DESK);
  const { number } = await report(resident, "楼前路灯整夜不亮", { at: FIRST_GRID });
  await resident.close();
  const own = await people.meet(DESK, "grid-worker-01");
  const other = await people.meet(DESK, "grid-worker-02");
  await own.goto(`/cases?view=all&q=${number}`);
  await other.goto(`/cases?view=all&q=${number}`);
  assert.equal(await own.page.locator("tbody tr").count(), 1);
  assert.equal(await other.page.locator("tbody tr").count(), 0);
  const href = await own.page.locator("tbody a").getAttribute("href");
  const reply = await other.page.goto(people.origin + href);
  assert.equal(reply.status(), 404);
  await other.look("not-found");
  await own.close();
  await other.close();
});
