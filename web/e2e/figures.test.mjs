// The leader asks how last year was, opens numbers, and takes a table along.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

/** Opens the first number above zero in a column and counts the matters behind it. */
async function opens(leader, column) {
  const { page } = leader;
  const links = page.locator(`.xg-table--figures td[data-label="${column}"] a`);
  const numbers = await links.allInnerTexts();
  const index = numbers.findIndex((number) => Number(number) > 0);
  assert.ok(index >= 0, column);
  await links.nth(index).click();
  let rows = 0;
  for (;;) {
    await page.locator("table[data-rows]").waitFor();
    rows += await page.locator("table[data-rows] tbody tr").count();
    const next = page.locator("a[rel=next]");
    if (!(await next.count())) break;
    await next.click();
    await page.waitForLoadState();
  }
  assert.equal(rows, Number(numbers[index]), column);
}

for (const size of SIZES) {
  test(`the leader asks for figures and opens them (${size.name})`, async () => {
    const leader = await people.meet(size, "leader-1");
    const { page } = leader;
    await leader.nav("统计");
    await page.getByRole("link", { name: "去年" }).click();
    await page.locator(".xg-table--figures").waitFor();
    await leader.look("figures-year");
    await opens(leader, "结案");
    await page.goBack();
    await leader.goto("/figures?part=handle");
    await page.getByRole("link", { name: "去年" }).click();
    await page.getByLabel("按什么分").selectOption({ label: "主办单位" });
    await page.getByRole("button", { name: "看" }).click();
    await page.getByRole("heading", { name: "按主办单位" }).waitFor();
    await leader.look("figures-units");
    await opens(leader, "按期处置率");
    await leader.look("figures-list");
    await page.getByText("导出这张列表").click();
    await page.getByLabel("用来做什么").fill("年度总结");
    const [list] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出表格" }).click()]);
    assert.match(list.suggestedFilename(), /^事项-\d{8}-\d{4}\.xlsx$/);
    await leader.nav("统计");
    await page.getByRole("link", { name: "去年" }).click();
    const [sheet] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "导出表格" }).click()]);
    assert.match(sheet.suggestedFilename(), /^20\d\d 年-社区\.csv$/);
    await page.getByLabel("按什么分").selectOption({ label: "主办单位" });
    await page.getByRole("button", { name: "看" }).click();
    await page.getByRole("link", { name: "单位指数" }).click();
    await leader.look("figures-index");
    await page.getByLabel("按什么分").selectOption({ label: "网格" });
    await page.getByRole("button", { name: "看" }).click();
    await page.getByText("不打分").waitFor();
    await leader.look("figures-grids");
    await leader.close();
  });

  test(`the leader takes the bulletin of last month along (${size.name})`, async () => {
    const leader = await people.meet(size, "leader-1");
    const { page } = leader;
    await leader.goto("/board");
    await page.getByRole("link", { name: "月报", exact: true }).click();
    await page.getByText("未完").waitFor();
    await leader.look("bulletins");
    const takes = async (label, ending) => {
      const link = page.getByRole("link", { name: new RegExp(`^${label}：`) }).nth(1);
      const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
      assert.match(file.suggestedFilename(), new RegExp(`^月报-20\\d\\d-\\d\\d\\.${ending}$`));
    };
    await takes("打印版", "pdf");
    await takes("表格", "xlsx");
    await leader.close();
  });
}
