// Opens every sample in Chromium on a desktop and a phone, in the plain and the elder view; fails on serious axe findings, sideways scrolling,
// too small targets or console errors. `node check.mjs [--shots DIR] [name…]`.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { open } from "./browser.mjs";
import { samples, serve } from "./serve.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { shots: { type: "string" } } });
const SIZES = [["desktop", { width: 1366, height: 768 }], ["phone", { width: 390, height: 844 }]];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const names = positionals.length ? positionals.map((name) => `${name}.html`) : samples;
if (options.shots) mkdirSync(options.shots, { recursive: true });

/** Controls under a finger that are smaller than GB/T 37668 and the elder rules ask; links inside a sentence are exempt. */
function small(least) {
  const own = "button, summary, select, textarea, .btn, .xg-choice, .xg-tabs a, .xg-nav a, .xg-views a, .xg-pages a, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])";
  return [...document.querySelectorAll(own)]
    .filter((e) => e.getClientRects().length && !e.closest(".ol-zoom, .xg-clock, .xg-thumbs"))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.height < least - 0.5)
    .map(([e, box]) => `${e.tagName}.${e.className} ${Math.round(box.height)}px`);
}

const { origin, close } = await serve();
const browser = await open();
let bad = 0;
for (const name of names) {
  for (const [size, viewport] of SIZES) {
    for (const view of ["plain", "elder"]) {
      const page = await browser.newPage({ viewport, hasTouch: size === "phone", reducedMotion: "reduce", locale: "zh-CN" });
      const problems = [];
      page.on("console", (m) => m.type() === "error" && problems.push(`console: ${m.text()}`));
      page.on("pageerror", (e) => problems.push(`error: ${e.message}`));
      await page.goto(`${origin}/samples/${name}${view === "elder" ? "?elder" : ""}`);
      if (await page.locator(".xg-map").count()) await page.waitForSelector(".xg-map[data-ready]", { timeout: 8000 });
      await page.waitForTimeout(200);
      if (options.shots) await page.screenshot({ path: join(options.shots, `${name.slice(0, -5)}-${size}-${view}.png`), fullPage: size === "phone" || view === "elder" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`page is ${wide} px too wide`);
      const least = view === "elder" ? 60 : size === "phone" ? 44 : 0;
      problems.push(...(await page.evaluate(small, least)).map((e) => `target under ${least} px: ${e}`));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const v of violations) {
        const line = `${v.impact}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`;
        if (v.impact === "serious" || v.impact === "critical") problems.push(line);
        else console.log(`note ${name} ${size} ${view} ${line}`);
      }
      bad += problems.length;
      console.log(`${problems.length ? "BAD " : "ok  "} ${name} ${size} ${view}`);
      problems.forEach((p) => console.log(`     ${p}`));
      await page.close();
    }
  }
}
await browser.close();
close();
process.exitCode = bad ? 1 : 0;
