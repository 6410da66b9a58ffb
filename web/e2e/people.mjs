// People before a browser: they sign in with a click, and every page they see is looked at.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";
import { open } from "../browser.mjs";
import { openOffice } from "./office.mjs";

export const DESK = { name: "desk", viewport: { width: 1366, height: 768 } };
export const PHONE = { name: "phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const SIZES = [DESK, PHONE];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The person's page; `look` checks what is shown, `close` leaves. */
class Person {
  /** @param {import("playwright-core").Page} page */
  constructor(page, origin, size) {
    Object.assign(this, { page, origin, size });
    this.troubles = [];
    page.on("pageerror", (error) => this.troubles.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      // A refused form answers 409 or 422, which Chromium writes to the console by itself.
      if (message.type() === "error" && !/status of (404|409|422)/.test(message.text())) this.troubles.push(`console: ${message.text()}`);
    });
  }

  async goto(path) {
    await this.page.goto(this.origin + path);
  }

  /** Signs in through the login page, as anybody of the demo. */
  async enter(login) {
    await this.goto("/login");
    const offered = this.page.locator(`button[name=login][value="${login}"]`);
    // The page offers some of each role; the others are behind the same button.
    if (!(await offered.count())) await this.page.locator("button[name=login]").first().evaluate((button, value) => { button.value = value; }, login);
    await offered.first().click();
    await this.page.waitForURL((url) => url.pathname !== "/login");
  }

  /** Goes by a link of the navigation. */
  async nav(label) {
    const tab = this.page.locator(".xg-tabs a", { hasText: label });
    const link = (await tab.isVisible().catch(() => false)) ? tab : this.page.locator(".xg-nav a", { hasText: label });
    if (!(await link.isVisible())) await this.page.locator(".xg-tabs a", { hasText: "更多" }).click();
    await link.click();
  }

  /** Checks the page that is shown; `name` is the name of its picture. Only the guide of the interface is not `chinese`. */
  async look(name, { chinese = true } = {}) {
    const { page } = this;
    if (await page.locator(".xg-map:visible").count()) await page.waitForSelector(".xg-map[data-ready]", { timeout: 8000 });
    if (process.env.XINGGE_SHOTS) {
      mkdirSync(process.env.XINGGE_SHOTS, { recursive: true });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(process.env.XINGGE_SHOTS, `${name}-${this.size.name}.png`), fullPage: true });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const english = chinese ? await page.evaluate(foreignWords) : [];
    await page.evaluate(axe);
    // Bars that stay at the foot of a phone cover half a button at one scroll position or another; axe would take it for a small one.
    const stand = (position) => page.evaluate((to) => document.querySelectorAll(".xg-tabs, .xg-sticky, .xg-desk-bar").forEach((e) => { e.style.position = to; }), position);
    await stand("static");
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    await stand("");
    const grave = found.violations
      .filter((v) => v.impact === "serious" || v.impact === "critical")
      .map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`);
    if (wide > 0) grave.push(`${wide} px too wide`);
    if (english.length) grave.push(`not Chinese: ${english.join(" | ")}`);
    grave.push(...this.troubles.splice(0));
    assert.deepEqual(grave, [], `${name} on the ${this.size.name}, ${new URL(page.url()).pathname}`);
  }

  async close() {
    await this.page.context().close();
    assert.deepEqual(this.troubles, []);
  }
}

/** Latin words that a reader sees or hears, besides codes, paths, keys, units and file names. Runs in the page. */
function foreignWords() {
  const texts = [document.title, document.body.innerText];
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(e.getAttribute(name) ?? "");
  }
  for (const e of document.querySelectorAll(".xg-code, .xg-receipt-code, .xg-kbd")) texts[1] = texts[1].split(e.innerText).join(" ");
  const clean = texts.join("\n").replace(/(^|\s)\/[\w/{}.-]+/g, " ").replace(/\b(Alt\+\w+|MB|km|jpg)\b/g, " ");
  return [...new Set(clean.match(/[A-Za-z]{2,}/g))];
}

/** Opens one browser; `meet` brings a person, signed in when a login is given. */
export async function openBrowser(origin) {
  const browser = await open();
  return {
    async meet(size, login, options = {}) {
      const { name, ...view } = size;
      const context = await browser.newContext({ ...view, locale: "zh-CN", timezoneId: "Asia/Shanghai", reducedMotion: "reduce", ...options });
      context.setDefaultTimeout(20_000);
      const person = new Person(await context.newPage(), origin, size);
      if (login) await person.enter(login);
      return person;
    },
    close: () => browser.close(),
  };
}

/** An office and a browser for all tests of a file: opened before the first, closed after the last. */
export function openDoor() {
  let office, browser;
  before(async () => {
    office = await openOffice();
    browser = await openBrowser(office.origin);
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });
  return {
    get origin() { return office.origin; },
    meet: (...who) => browser.meet(...who),
  };
}

/** A photo of 1280 × 960 px, drawn in the browser. */
export async function photo(page, name = "现场.jpg") {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 960 });
    const pen = canvas.getContext("2d");
    for (let i = 0; i < 300; i += 1) {
      pen.fillStyle = `hsl(${(i * 47) % 360} 25% ${35 + (i % 40)}%)`;
      pen.fillRect((i * 137) % 1280, (i * 91) % 960, 220, 160);
    }
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
  });
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(data, "base64") };
}

/** Taps the map of a form at a place, as seen at its first zoom (14, around 114.07, 32.10). */
export async function tapMap(person, [lng, lat] = [114.0694764, 32.1051458]) {
  const map = person.page.locator("#map");
  await map.scrollIntoViewIfNeeded();
  await person.page.waitForSelector("#map[data-ready]");
  const box = await map.boundingBox();
  const mercator = (degrees) => (6378137 * Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)));
  const resolution = (2 * Math.PI * 6378137) / 256 / 2 ** 14;
  const x = box.width / 2 + ((lng - 114.07) * Math.PI * 6378137) / 180 / resolution;
  const y = box.height / 2 - (mercator(lat) - mercator(32.1)) / resolution;
  await map.locator("canvas").first().click({ position: { x, y } });
  await person.page.waitForFunction(() => document.querySelector("#lng").value !== "");
}

/** Reports as a resident would, and gives the receipt's code and number. */
export async function report(person, words, { place = "河南路菜市场东门", photos = [], at } = {}) {
  const { page } = person;
  await person.goto("/reports/new");
  await tapMap(person, at);
  await page.getByLabel("地点说明").fill(place);
  await page.getByLabel("什么事").fill(words);
  if (photos.length) {
    await page.setInputFiles("input[type=file]", photos);
    await page.waitForSelector(`.xg-thumbs li:nth-child(${photos.length})`);
  }
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.waitForURL(/\/receipts\//);
  return { code: await page.locator(".xg-receipt-code").innerText(), number: /\d{4}-\d{6}/.exec(await page.locator(".xg-receipt").innerText())[0] };
}

/** Opens a matter from the to-do list or the list of all, by its number. */
export async function openCase(person, number) {
  const { page } = person;
  await person.goto("/today");
  const row = page.locator("tbody tr", { hasText: number });
  assert.ok(await row.count(), `${number} is on the to-do list`);
  // An order from above is a row of its own.
  await row.first().getByRole("link").click();
  await page.waitForURL(/\/cases\//);
}

/** The folded form of an action, opened. */
export async function fold(person, label) {
  const form = person.page.locator(".xg-fold", { has: person.page.locator("summary", { hasText: new RegExp(`^${label}$`) }) });
  if ((await form.getAttribute("open")) === null) await form.locator("summary").first().click();
  return form;
}

/** Presses the form's own button and waits for the page that says it is done. */
export async function send(person, form, label, answer = `${label}，已记录`) {
  await form.getByRole("button", { name: label }).click();
  await person.page.locator(".xg-note--ok", { hasText: answer }).waitFor();
}
