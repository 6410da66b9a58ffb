// The pictures of the README, taken from a fresh demo office: `XINGGE_BIN=… node web/e2e/pictures.mjs`, with ImageMagick.
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { promisify } from "node:util";
import { openOffice } from "./office.mjs";
import { DESK, fold, openBrowser, openCase, PHONE, report, send, tapMap } from "./people.mjs";

const FOLDER = new URL("../../docs/images/", import.meta.url).pathname;
mkdirSync(FOLDER, { recursive: true });
const office = await openOffice(3000);
const people = await openBrowser(office.origin);

async function keep(person, name) {
  const { page } = person;
  if (await page.locator(".xg-map:visible").count()) await page.waitForSelector(".xg-map[data-ready]");
  await page.evaluate(() => document.activeElement?.blur());
  await page.waitForTimeout(700);
  const file = `${FOLDER}${name}.png`;
  await page.screenshot({ path: file });
  await promisify(execFile)("convert", [file, "-strip", "-colors", "256", "-define", "png:compression-level=9", file]);
}

/** A drawn pavement with an open manhole: no real place and nobody's photo. */
async function scene(page) {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 900 });
    const pen = canvas.getContext("2d");
    const fill = (colour, draw) => { pen.fillStyle = colour; pen.beginPath(); draw(); pen.fill(); };
    fill("#b9c4c6", () => pen.rect(0, 0, 1200, 260));
    fill("#8f7f6c", () => pen.rect(0, 150, 1200, 120));
    for (let y = 0; y < 9; y += 1) {
      for (let x = 0; x < 14; x += 1) fill(`hsl(35 8% ${56 + ((x * 7 + y * 5) % 9)}%)`, () => pen.rect(x * 90 - (y % 2) * 45, 270 + y * 72, 86, 68));
    }
    fill("#6d6a63", () => pen.ellipse(600, 600, 210, 120, 0, 0, 7));
    fill("#15171a", () => pen.ellipse(600, 606, 178, 96, 0, 0, 7));
    fill("#d9622b", () => { pen.moveTo(905, 640); pen.lineTo(960, 430); pen.lineTo(1015, 640); });
    fill("#f3efe6", () => pen.rect(931, 530, 58, 28));
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
  });
  return { name: "现场.jpg", mimeType: "image/jpeg", buffer: Buffer.from(data, "base64") };
}

const WORDS = "文昌街口的井盖没有了，晚上看不见，有老人差点掉下去。";

try {
  const resident = await people.meet(PHONE);
  await resident.goto("/reports/new");
  await tapMap(resident);
  await resident.page.locator("[data-map-twin]", { hasText: "网格" }).waitFor();
  await resident.page.evaluate(() => window.scrollTo(0, 0));
  await keep(resident, "report-phone");
  const { code, number } = await report(resident, WORDS, { place: "河南路文昌街口", photos: [await scene(resident.page)] });
  const { number: other } = await report(resident, "河南路文昌街口的路面破了个坑，骑车危险。", { place: "河南路文昌街口" });

  const clerk = await people.meet(DESK);
  await clerk.goto("/login");
  await keep(clerk, "login");
  await clerk.enter("clerk-1a");
  await openCase(clerk, number);
  await send(clerk, await fold(clerk, "立案"), "立案");
  const form = await fold(clerk, "派遣");
  const unit = (await form.getByLabel("主办").inputValue()).replace(/[:_]/g, "-");
  await send(clerk, form, "派遣");

  const leader = await people.meet(DESK, "leader-1");
  await leader.goto(`/cases?q=${number}`);
  await leader.page.locator("tbody a").click();
  const order = await fold(leader, "督办");
  await order.getByLabel("理由").selectOption({ label: "事关重大" });
  await order.getByLabel("限什么时候前回复").fill(new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 16));
  await order.getByLabel("督办要求").fill("先围挡警示，今天之内装好。");
  await send(leader, order, "督办");
  await leader.goto("/board");
  await keep(leader, "board");

  const handler = await people.meet(DESK, unit);
  await handler.goto("/today");
  await keep(handler, "today");
  await openCase(handler, number);
  await send(handler, await fold(handler, "签收"), "签收");
  await handler.page.reload();
  await keep(handler, "case");

  await resident.goto(`/receipts/${code}`);
  await keep(resident, "receipt-phone");

  const dispatcher = await people.meet(DESK, "dispatcher-1");
  await dispatcher.goto("/calls/new");
  await dispatcher.page.keyboard.type("15400005678");
  await dispatcher.page.keyboard.press("Alt+KeyW");
  await dispatcher.page.keyboard.insertText("文昌街口的路面塌了一块，电动车摔了好几个。");
  await dispatcher.page.keyboard.press("Alt+KeyA");
  await dispatcher.page.keyboard.insertText("河南路文昌街口");
  await tapMap(dispatcher);
  await dispatcher.page.locator(`input[name=parent][value='${other}']`).waitFor();
  await keep(dispatcher, "call");

  const worker = await people.meet(PHONE, "grid-worker-01");
  await worker.goto("/self-resolutions/new");
  await worker.page.locator(".xg-choice", { hasText: "非机动车乱停放" }).click();
  await worker.page.getByLabel("在哪里").fill("河南路 18 号院门口");
  await worker.page.getByLabel("怎么解决的").fill("扶起并挪到划线区，已提醒车主。");
  await keep(worker, "solve-phone");
} finally {
  await people.close();
  await office.close();
}
