// Whoever manages the office hands a grid's open matters over and sets its last day.
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

for (const [turn, size] of SIZES.entries()) {
  test(`a grid ends (${size.name})`, async () => {
    const manager = await people.meet(size, "sysadmin");
    const { page } = manager;
    await manager.nav("区划与单位");
    await manager.look("areas");
    // The first grid of another community for each size, of one with open matters.
    const grids = page.locator("section").nth(turn + 1).locator("tbody th a");
    const [name, heir] = [await grids.nth(0).innerText(), await grids.nth(1).innerText()];
    await grids.nth(0).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await manager.look("area");
    await page.getByLabel("接手的网格").selectOption({ label: heir });
    await page.getByRole("button", { name: "选定" }).click();
    await page.getByRole("heading", { name: "到期停用" }).waitFor();
    await manager.look("area-heir");

    // Open matters hold it back.
    if (await page.getByText("先移交未办结事项").count()) {
      await page.getByLabel("原因").fill("两格合并");
      await page.getByRole("button", { name: /^移交 \d+ 件/ }).click();
      await page.getByRole("status").filter({ hasText: "已移交" }).waitFor();
      await manager.look("area-handed");
    }
    for (const choice of await page.locator("#holders select").all()) await choice.selectOption("none");
    await page.getByRole("button", { name: "到期停用" }).click();
    await page.locator("dialog").getByRole("button", { name: "确定" }).click();
    await page.getByRole("status").filter({ hasText: "之后停用" }).waitFor();
    await manager.look("areas-ending");
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByText(`之后由${heir}接手`).waitFor();
    await manager.look("area-ending");
    await manager.close();
  });
}
