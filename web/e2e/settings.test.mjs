// The system administrator sets hours and keeps the catalogue.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

for (const size of SIZES) {
  test(`hours and limits, refused and then saved (${size.name})`, async () => {
    const system = await people.meet(size, "sysadmin");
    const { page } = system;
    await system.nav("机构设置");
    // What the hours mean is told before they are saved.
    await page.getByLabel("下午下班", { exact: true }).fill("20:00");
    await page.getByText("例如今天 16:00 起 4 个工作时 → 今天 20:00").waitFor();
    await page.getByLabel("下午下班", { exact: true }).fill("17:30");
    await page.getByLabel("受理（分钟）").fill("0");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("alert").getByText("受理时限应为 1 到 2400 的整数").waitFor();
    await system.look("settings-refused");
    assert.equal(await page.getByLabel("下午下班", { exact: true }).inputValue(), "17:30");
    await page.getByLabel("受理（分钟）").fill(size.name === "desk" ? "90" : "100");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("status").getByText("已保存").waitFor();
    await page.getByText("角色名称").click();
    await system.look("settings");
    await system.close();
  });

  test(`a category is made, renamed and ended (${size.name})`, async () => {
    const system = await people.meet(size, "sysadmin");
    const { page } = system;
    const code = size.name === "desk" ? "E01-70" : "E01-71";
    await system.nav("事项类别");
    await page.getByRole("link", { name: "新设类别" }).click();
    await page.getByLabel("编码").fill(code);
    await page.getByLabel("名称").fill(`绿地晾衣${size.name === "desk" ? "甲" : "乙"}`);
    await page.getByLabel("大类").fill("市容环境");
    await page.getByLabel("履职依据").selectOption("basic");
    await page.getByLabel("立案条件").fill("在绿地里拉绳晾晒");
    await page.locator("#limit-new").fill("1");
    await page.locator("#unit-new").selectOption("wd");
    await page.getByRole("button", { name: "设立" }).click();
    await page.getByRole("alert").getByText("没有责任单位的类别不能启用").waitFor();
    await system.look("category-refused");
    await page.getByLabel("责任单位").selectOption("municipal");
    await page.getByRole("button", { name: "设立" }).click();
    await page.getByRole("status").getByText("现在起可以选").waitFor();
    await page.locator(`a[href$="${code}"]`).click();
    await page.getByLabel("常用说法").fill("拉绳晾晒");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("status").getByText("已保存").waitFor();
    await system.look("category");
    await page.getByRole("button", { name: "停用" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "停用" }).click();
    await page.getByRole("button", { name: "恢复使用" }).waitFor();
    await system.look("category-ended");
    await system.close();
  });
}
