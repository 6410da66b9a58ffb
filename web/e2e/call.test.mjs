// The phone at the desk: a call taken with the keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

/** Tabs until the focus is on what is looked for. */
async function tabTo(page, selector, most = 120) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab`);
}

for (const size of SIZES) {
  test(`a call is taken without a mouse (${size.name})`, async () => {
    const clerk = await people.meet(size);
    const { page } = clerk;
    const keys = page.keyboard;
    await clerk.goto("/login");
    await clerk.look("login");
    await tabTo(page, "button[value=dispatcher-1]");
    await keys.press("Enter");
    await page.waitForURL((url) => url.pathname !== "/login");
    await tabTo(page, "a[href='/calls/new']");
    await keys.press("Enter");
    await page.waitForURL(/\/calls\/new/);
    await page.waitForSelector("#map[data-ready]");
    assert.equal(await page.evaluate(() => document.activeElement.id), "phone");
    await keys.type("15400005678");
    await keys.press("Alt+KeyW");
    await keys.insertText("宝石桥菜市场旁边下水道堵了，污水漫到路上。");
    await keys.press("Alt+KeyA");
    await keys.insertText("宝石桥菜市场南门");
    await keys.press("Tab");
    await keys.press("ArrowDown");
    await keys.press("ArrowDown");
    assert.equal(await page.locator("#area option:checked").innerText(), "宝石桥社区");
    await page.waitForFunction(() => document.querySelectorAll("input[name=standard]").length > 1);
    await keys.press("Alt+Digit2");
    await keys.press("Alt+Digit1");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.hotkey), "Alt+1");
    await clerk.look("call");
    await keys.press("Alt+KeyS");
    const note = page.locator(".xg-note--ok", { hasText: "请读给来电人" });
    await note.waitFor();
    await clerk.look("call-done");
    assert.match(await note.innerText(), /查询码 [0-9A-Z]{5}-?[0-9A-Z]{5}/);
    assert.match(await note.innerText(), /已转宝石桥社区受理/);
    assert.equal(await page.inputValue("#words"), "", "the form is ready for the next call");
    const [code] = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(await note.innerText());
    await clerk.goto(`/receipts/${code}`);
    await page.locator(".xg-words", { hasText: "下水道堵了" }).waitFor();
    await clerk.close();
  });

  test(`a call that cannot be kept stays on the screen, and is filed once put right (${size.name})`, async () => {
    const clerk = await people.meet(size, "clerk-1a");
    const { page } = clerk;
    await clerk.nav("接听登记");
    await page.waitForSelector("#phone:focus");
    await page.keyboard.type("123");
    await page.keyboard.press("Alt+KeyW");
    await page.keyboard.insertText("电话里听不清");
    await page.keyboard.press("Alt+KeyQ");
    await page.locator(".xg-errors").waitFor();
    await clerk.look("call-errors");
    assert.equal(await page.inputValue("#words"), "电话里听不清");
    assert.equal(await page.inputValue("#phone"), "123");
    await page.getByLabel("来电号码").fill("");
    await page.getByLabel("什么事").fill("河南路上路面塌陷，有个大洞。");
    await page.locator("#area").selectOption({ label: "河南路社区" });
    await page.waitForFunction(() => document.querySelector("input[name=standard]:checked"));
    await page.keyboard.press("Alt+KeyS");
    await page.locator(".xg-note--ok", { hasText: "已立案，等待派遣" }).waitFor();
    await clerk.close();
  });
}
