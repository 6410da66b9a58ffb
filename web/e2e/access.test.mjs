// Large type for the elderly, and the office by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

/** Text under 18 px and targets under 60 px (MIIT 2021); a link inside a sentence is exempt. */
function tooSmall() {
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden" && !e.closest(".visually-hidden, .ol-viewport, .xg-skip");
  const texts = [...document.querySelectorAll("body *")]
    .filter((e) => shown(e) && !e.closest("svg") && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((e) => Number.parseFloat(getComputedStyle(e).fontSize) < 18)
    .map((e) => `${e.tagName}.${e.className} ${getComputedStyle(e).fontSize}: ${e.textContent.trim().slice(0, 20)}`);
  const targets = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]), .xg-choice, .xg-photo-add")]
    .filter((e) => shown(e) && !(e.tagName === "A" && e.parentElement.tagName === "P"))
    .filter((e) => e.getBoundingClientRect().height < 59.5)
    .map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().height)} px: ${e.textContent.trim().slice(0, 20)}`);
  return { texts, targets };
}

for (const size of SIZES) {
  test(`the large view of the report page (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { page } = resident;
    await resident.goto("/reports/new");
    await page.getByRole("button", { name: "大字版" }).click();
    await page.getByRole("button", { name: "标准版" }).waitFor();
    await page.getByRole("heading", { name: "反映身边的问题" }).waitFor();
    await resident.look("report-elder");
    assert.deepEqual(await page.evaluate(tooSmall), { texts: [], targets: [] });
    await resident.goto("/receipts");
    await resident.look("receipt-find-elder");
    assert.deepEqual(await page.evaluate(tooSmall), { texts: [], targets: [] });
    await page.getByRole("button", { name: "标准版" }).click();
    await page.getByRole("button", { name: "大字版" }).waitFor();
    await resident.close();
  });
}

test("the skip link comes first and leads to the text", async () => {
  const clerk = await people.meet(SIZES[0], "clerk-1a");
  const { page } = clerk;
  await clerk.goto("/cases");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "跳到正文");
  assert.ok((await page.locator(".xg-skip").boundingBox()).y >= 0, "it is seen when it has the focus");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("#main").contains(document.activeElement)));
  await clerk.close();
});

test("rows by j and k, opened with Enter, and the search by /", async () => {
  const clerk = await people.meet(SIZES[0], "clerk-1a");
  const { page } = clerk;
  await clerk.goto("/cases?view=all");
  const links = await page.locator("tbody th a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href"));
  await page.keyboard.press("j");
  assert.equal(await focused(), links[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await focused(), links[1]);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === links[1]);
  const number = await page.locator(".xg-head .xg-code").innerText();
  await page.keyboard.press("/");
  await page.keyboard.insertText(number);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cases\?q=/);
  assert.deepEqual(await page.locator("tbody tr td:first-child").allInnerTexts(), [number]);
  await clerk.close();
});
