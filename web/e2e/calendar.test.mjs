// The system administrator looks at the calendar, closes a day and adopts a notice; others look.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

/** The next year, its first of January, and that day's weekday. */
const year = new Date().getFullYear() + 1;
const weekday = "日一二三四五六"[new Date(year, 0, 1).getDay()];

for (const [turn, size] of SIZES.entries()) {
  test(`a day is closed and a notice adopted (${size.name})`, async () => {
    const system = await people.meet(size, "sysadmin");
    const { page } = system;
    await system.nav("工作日历");
    await system.look("calendar");

    // The next Tuesday or Wednesday at least a week ahead, another for each size.
    const day = new Date(Date.now() + 7 * 86_400_000);
    while (day.getDay() !== 2 + turn) day.setDate(day.getDate() + 1);
    const text = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
    const close = page.locator("form[action='/calendar/closures/preview']");
    await close.getByLabel("哪一天").fill(text);
    await close.getByRole("button", { name: "先看变化" }).click();
    await page.getByRole("alert").getByText("请写明原因").waitFor();
    await system.look("calendar-refused");
    assert.equal(await close.getByLabel("哪一天").inputValue(), text);
    await close.getByLabel("原因").fill("暴雪停工");
    await close.getByRole("button", { name: "先看变化" }).click();
    await page.getByRole("heading", { name: "会移动的在办事项" }).waitFor();
    await system.look("calendar-closure");
    await page.getByRole("button", { name: "采用" }).click();
    await page.getByRole("status").getByText("已采用").waitFor();
    await page.getByText("（暴雪停工）").first().waitFor();
    await system.look("calendar-moving");

    const notice = page.locator("form[action='/calendar/notices/preview']");
    const last = 4 + turn;
    await notice.getByLabel("通知全文").fill(`${year}年元旦：1月1日（周${weekday}）至${last}日放假，共9天。`);
    await notice.getByRole("button", { name: "先看变化" }).click();
    await page.getByText("写的是共9天").waitFor();
    await system.look("calendar-notice");
    await page.getByLabel("已对照原文核对").check();
    await page.getByRole("button", { name: "采用" }).click();
    await page.getByRole("status").getByText("已采用").waitFor();
    await page.getByRole("link", { name: `${year} 年` }).click();
    await page.getByText("现行").first().waitFor();
    await system.look("calendar-next");
    await system.close();
  });
}
