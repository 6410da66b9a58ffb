// Acts as a person would on the samples and checks what the browser modules do: `node behave.mjs`.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { serve } from "./serve.mjs";

const { origin, posts, close } = await serve();
const browser = await open();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: "reduce", locale: "zh-CN" };
const DESK = { viewport: { width: 1366, height: 768 }, reducedMotion: "reduce", locale: "zh-CN" };
let failed = 0;

async function story(name, options, act) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const visit = async (sample) => {
    await page.goto(`${origin}/samples/${sample}.html`);
    if (await page.locator(".xg-map").count()) await page.waitForSelector(".xg-map[data-ready]");
  };
  posts.length = 0;
  try {
    await act(page, visit, context);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`BAD  ${name}\n     ${error.stack}`);
  }
  await context.close();
}

const pin = async (page) => [Number(await page.inputValue("#lng")), Number(await page.inputValue("#lat"))];
const near = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 0.0002;

await story("a double tap sends one report", PHONE, async (page, visit) => {
  await visit("report");
  await page.fill("#words", "路灯不亮");
  await page.evaluate(() => {
    const button = document.querySelector("button.btn-lg");
    setTimeout(() => button.click(), 0);
    setTimeout(() => button.click(), 150);
  });
  await page.waitForURL(/receipt/);
  assert.equal(posts.length, 1);
});

await story("what was typed comes back with its client id, without the phone number, until it is sent", PHONE, async (page, visit) => {
  await visit("report");
  await page.fill("#words", "楼道灯坏了");
  await page.fill("#phone", "13800000412");
  await page.waitForTimeout(600);
  const kept = await page.evaluate(() => localStorage.getItem("xg-draft:report"));
  assert.ok(!kept.includes("13800000412"));
  assert.ok(kept.includes("client_id"));
  await visit("report");
  assert.equal(await page.inputValue("#words"), "楼道灯坏了");
  assert.ok(await page.isVisible(".xg-draft"));
  await page.click("button.btn-lg");
  await page.waitForURL(/receipt/);
  assert.equal(await page.evaluate(() => localStorage.getItem("xg-draft:report")), null);
});

await story("logging out leaves no draft behind", DESK, async (page, visit) => {
  await visit("phone");
  await page.fill("#p-words", "井盖");
  await page.waitForTimeout(600);
  assert.notEqual(await page.evaluate(() => localStorage.getItem("xg-draft:call")), null);
  await page.click(".xg-menu summary");
  await page.click("form[data-logout] button");
  await page.waitForURL(/receipt/);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

await story("a large photo is scaled to 1600 px, a broken one is sent as it is, one can be taken out", PHONE, async (page, visit) => {
  await visit("report");
  const large = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
    const pen = canvas.getContext("2d");
    for (let i = 0; i < 400; i += 1) {
      pen.fillStyle = `hsl(${i * 7} 60% 50%)`;
      pen.fillRect((i * 37) % 4000, (i * 91) % 3000, 300, 200);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  });
  await page.setInputFiles("input[data-photo]", [
    { name: "大图.jpeg", mimeType: "image/jpeg", buffer: Buffer.from(large, "base64") },
    { name: "坏图.heic", mimeType: "image/heic", buffer: Buffer.from("not a picture") },
  ]);
  await page.waitForSelector(".xg-thumbs li:nth-child(2)");
  const files = () => page.evaluate(() => Promise.all([...document.querySelector("input[data-photo]").files].map(async (f) => {
    const map = await createImageBitmap(f).catch(() => null);
    return [f.name, map ? Math.max(map.width, map.height) : 0];
  })));
  assert.deepEqual(await files(), [["大图.jpg", 1600], ["坏图.heic", 0]]);
  await page.click(".xg-thumbs li:nth-child(2) button");
  assert.deepEqual(await files(), [["大图.jpg", 1600]]);
});

await story("a tap sets the pin and names its grid; Enter sets it at the centre", PHONE, async (page, visit) => {
  await visit("report");
  await page.locator("#map").scrollIntoViewIfNeeded();
  await page.locator("#map canvas").first().click({ position: { x: 100, y: 120 } });
  await page.waitForFunction(() => document.querySelector("#lng").value !== "");
  const first = await pin(page);
  await page.waitForFunction(() => document.querySelector("[data-map-twin]").textContent.includes("七里棚社区"));
  await page.focus("#map .ol-viewport");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.ok(!near(await pin(page), first));
});

await story("the device's position sets the pin, and asks for it again only on request", { ...PHONE, geolocation: { longitude: 114.08, latitude: 32.13, accuracy: 30 }, permissions: ["geolocation"] }, async (page, visit, context) => {
  await visit("report");
  await page.click("[data-map-here]");
  await page.waitForFunction(() => document.querySelector("#lng").value !== "");
  assert.ok(near(await pin(page), [114.08, 32.13]));
  assert.equal(await page.inputValue("#accuracy"), "30");
  await context.setGeolocation({ longitude: 114.06, latitude: 32.12, accuracy: 10 });
  await page.waitForTimeout(300);
  assert.ok(near(await pin(page), [114.08, 32.13]));
});

await story("a pin set by hand stays when a late position arrives (trap G10)", PHONE, async (page, visit) => {
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = (done) => setTimeout(() => done({ coords: { longitude: 114.05, latitude: 32.11, accuracy: 50 } }), 1200);
  });
  await visit("report");
  await page.click("[data-map-here]");
  await page.locator("#map canvas").first().click({ position: { x: 100, y: 120 } });
  await page.waitForFunction(() => document.querySelector("#lng").value !== "");
  const byHand = await pin(page);
  await page.waitForTimeout(1300);
  assert.deepEqual(await pin(page), byHand);
});

await story("a serious step asks first, and is sent once with its button", DESK, async (page, visit) => {
  await visit("case");
  await page.click("#act-return summary");
  await page.selectOption("#r-reason", "wrong_unit");
  await page.fill("#r-text", "职责清单第 12 条");
  await page.click("#act-return button");
  await page.click("dialog button:has-text('取消')");
  assert.equal(posts.length, 0);
  await page.click("#act-return button");
  await page.click("dialog button:has-text('退单')");
  await page.waitForURL(/receipt/);
  assert.equal(posts.length, 1);
  assert.match(posts[0].body.toString(), /action=return/);
});

await story("the intake desk works by keyboard", DESK, async (page, visit) => {
  await visit("phone");
  await page.keyboard.press("Alt+KeyW");
  assert.equal(await page.evaluate(() => document.activeElement.id), "p-words");
  await page.keyboard.press("Alt+Digit2");
  assert.equal(await page.inputValue("input[name=category]:checked"), "C0102");
  await page.keyboard.press("Alt+KeyS");
  await page.waitForURL(/receipt/);
  assert.match(posts[0].body.toString(), /then=file/);
});

await story("rows are walked with j and k and opened with Enter", DESK, async (page, visit) => {
  await visit("office");
  for (const key of ["j", "j", "k", "j"]) await page.keyboard.press(key);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /占用消防通道/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/case/);
});

await story("the error summary has the focus", PHONE, async (page, visit) => {
  await visit("errors");
  assert.equal(await page.evaluate(() => document.activeElement.className), "xg-errors");
});

await story("without scripts the pages still work", { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${origin}/samples/report.html`);
  await page.fill("#words", "路灯不亮");
  await page.click("button.btn-lg");
  await page.waitForURL(/receipt/);
  await page.goto(`${origin}/samples/office.html`);
  await page.click("a[href='#nav']");
  assert.ok(await page.isVisible("#nav"));
});

await browser.close();
close();
process.exitCode = failed ? 1 : 0;
