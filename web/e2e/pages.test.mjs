// Everybody walks through every page of their navigation, at both sizes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, report, SIZES } from "./people.mjs";

const people = openDoor();

const WALKS = { "clerk-1a": 6, "dispatcher-1": 6, "leader-1": 4, "grid-worker-01": 6, "supervisor-01": 3, "volunteer-01": 1, sysadmin: 3, secadmin: 1, auditor: 1 };

for (const size of SIZES) {
  for (const [login, least] of Object.entries(WALKS)) {
    test(`${login} walks through the navigation (${size.name})`, async () => {
      const person = await people.meet(size, login);
      const paths = await person.page.locator(".xg-nav li a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
      assert.ok(paths.length >= least, paths.join());
      for (const path of paths) {
        await person.goto(path);
        assert.equal(await person.page.locator(".xg-nav [aria-current=page]").getAttribute("href"), path);
        await person.look(`${login}${path.replaceAll("/", "-")}`);
      }
      await person.close();
    });
  }

  test(`the wall screen renews itself and owns up when it cannot (${size.name})`, async () => {
    const leader = await people.meet(size, "leader-1");
    await leader.page.clock.install();
    await leader.goto("/board");
    await leader.page.getByRole("link", { name: "大屏" }).click();
    await leader.page.waitForSelector(".xg-map[data-ready]");
    await leader.look("wall");
    const figures = leader.page.locator("#w-figures");
    const before = await figures.innerText();
    const resident = await people.meet(size);
    await report(resident, "小区门口生活垃圾堆成山，几天没人清。");
    await resident.close();
    await leader.page.clock.runFor(61_000);
    await leader.page.waitForFunction((old) => document.querySelector("#w-figures").innerText !== old, before);
    const stale = leader.page.locator("[data-stale]");
    assert.ok(await stale.isHidden());
    await leader.page.route("**/wall", (route) => route.abort());
    for (let times = 0; times < 4; times += 1) {
      await leader.page.clock.runFor(61_000);
      await leader.page.waitForTimeout(100);
    }
    await stale.waitFor();
    await leader.page.unroute("**/wall");
    await leader.page.clock.runFor(61_000);
    await stale.waitFor({ state: "hidden" });
    leader.troubles.length = 0;
    await leader.close();
  });

  test(`due dates in one's own calendar (${size.name})`, async () => {
    const person = await people.meet(size, "dispatcher-1");
    await person.goto("/today");
    await person.page.getByRole("link", { name: "订阅到日历" }).click();
    await person.page.getByRole("heading", { name: "还没有订阅" }).waitFor();
    await person.look("feed-none");
    await person.page.getByRole("button", { name: "生成订阅地址" }).click();
    const address = await person.page.locator(".xg-wrap").innerText();
    await person.look("feed-made");
    const answer = await fetch(address);
    assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\n[^]*SUMMARY:待/);
    await person.page.getByRole("button", { name: "停用" }).click();
    await person.page.getByRole("dialog").getByRole("button", { name: "停用" }).click();
    await person.page.locator(".xg-note--ok", { hasText: "已停用" }).waitFor();
    assert.equal((await fetch(address)).status, 404);
    await person.close();
  });

  test(`pages of anybody (${size.name})`, async () => {
    const person = await people.meet(size);
    await person.goto("/login");
    await person.look("login");
    await person.goto("/api");
    await person.look("api", { chinese: false });
    assert.equal((await person.page.goto(`${people.origin}/nowhere`)).status(), 404);
    await person.look("nowhere");
    await person.close();
  });
}
