// Somebody goes on leave: a colleague sits at the desk for them, and history says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, report, send, SIZES } from "./people.mjs";

const FIRST_GRID = [114.0638261, 32.1071197];
const people = openDoor();

const day = (later) => new Date(Date.now() + (8 + 24 * later) * 3_600_000).toISOString().slice(0, 10);

for (const size of SIZES) {
  test(`a worker on leave, the deputy acts for them, back early (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { number } = await report(resident, "小区门口有一台废弃的售货机。", { at: FIRST_GRID });
    await resident.close();

    const worker = await people.meet(size, "grid-worker-01");
    await worker.nav("请假与代理");
    await worker.page.getByRole("heading", { name: "没有请假，也没有代理" }).waitFor();
    await worker.look("absences-none");
    // Himself as his deputy: refused, and what was typed is still there.
    await worker.page.getByLabel("从哪一天").fill(day(0));
    await worker.page.getByLabel("到哪一天").fill(day(2));
    await worker.page.getByRole("combobox", { name: "代理人" }).fill("grid-worker-01");
    await worker.page.getByRole("button", { name: "登记请假" }).click();
    await worker.page.locator(".xg-note--bad", { hasText: "代理人不能是请假的本人" }).waitFor();
    await worker.look("absences-refused");
    assert.equal(await worker.page.getByLabel("到哪一天").inputValue(), day(2));
    await worker.page.getByRole("combobox", { name: "代理人" }).fill("grid-worker-02");
    await worker.page.getByRole("button", { name: "登记请假" }).click();
    await worker.page.locator(".xg-note--ok", { hasText: "已登记请假" }).waitFor();
    const row = worker.page.locator("tbody tr");
    assert.match(await row.innerText(), /请假中/);
    await worker.look("absences-one");
    const name = await row.locator("th").innerText();

    const clerk = await people.meet(size, "clerk-1a");
    await openCase(clerk, number);
    const ask = await fold(clerk, "派人核实");
    if (await ask.getByRole("textbox").count()) await ask.getByRole("textbox").first().fill("请去看一下。");
    await send(clerk, ask, "派人核实");
    await clerk.close();

    const deputy = await people.meet(size, "grid-worker-02");
    const line = deputy.page.locator("tbody tr", { hasText: number });
    assert.match(await line.innerText(), new RegExp(`代 ${name}`));
    await deputy.look("today-deputy");
    await openCase(deputy, number);
    await send(deputy, await fold(deputy, "核实属实"), "核实属实");
    await deputy.page.locator(".xg-timeline", { hasText: `（代 ${name}）` }).waitFor();
    await deputy.look("case-deputy");

    await worker.goto("/absences");
    await worker.page.getByRole("button", { name: "提前销假" }).click();
    await worker.page.getByRole("dialog").getByRole("button", { name: "提前销假" }).click();
    await worker.page.locator(".xg-note--ok", { hasText: "已销假" }).waitFor();
    await worker.close();
    await deputy.goto("/today");
    assert.equal(await deputy.page.getByText(`代 ${name}`).count(), 0);
    await deputy.close();
  });

  test(`a leave for anybody, by the security administrator (${size.name})`, async () => {
    const security = await people.meet(size, "secadmin");
    await security.nav("请假与代理");
    await security.page.getByLabel("谁请假").fill("没有此人");
    await security.page.getByLabel("从哪一天").fill(day(1));
    await security.page.getByRole("button", { name: "登记请假" }).click();
    await security.page.locator(".xg-errors", { hasText: "没有找到请假的人" }).waitFor();
    await security.look("absences-errors");
    const who = size.name === "desk" ? "mediator-02" : "mediator-03";
    await security.page.getByLabel("谁请假").fill(who);
    await security.page.getByRole("button", { name: "登记请假" }).click();
    await security.page.locator(".xg-note--ok", { hasText: "已登记请假" }).waitFor();
    assert.ok((await security.page.locator("tbody tr", { hasText: "未开始" }).count()) > 0);
    await security.look("absences-all");
    await security.close();
  });
}
