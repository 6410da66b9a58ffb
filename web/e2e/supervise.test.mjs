// What a grid cannot solve climbs; the leader presses and the unit answers; the leader's numbers hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, report, send, SIZES } from "./people.mjs";

const people = openDoor();

const FIRST_GRID = [114.0638261, 32.1071197];
const local = (hours) => new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 16);

/** The rows of a list over all its pages. */
async function rowsOf(person, href) {
  let rows = 0;
  await person.goto(href);
  for (;;) {
    rows += await person.page.locator("tbody tr").count();
    const next = person.page.locator("a[rel=next]");
    if (!(await next.count())) return rows;
    await next.click();
    await person.page.waitForLoadState();
  }
}

for (const size of SIZES) {
  test(`a matter climbs with a reason and is pressed by the leader (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { number } = await report(resident, "小区里有人占道经营，天天吵，摊子摆到路中间。", { at: FIRST_GRID });
    await resident.close();

    const clerk = await people.meet(size, "clerk-1b");
    await openCase(clerk, number);
    await send(clerk, await fold(clerk, "立案"), "立案");
    const toGrid = await fold(clerk, "派遣");
    const lead = toGrid.getByLabel("主办");
    await lead.selectOption({ label: await lead.locator("optgroup[label='网格和社区'] option").first().innerText() });
    await toGrid.getByRole("textbox").fill("网格先去劝导，不行再报。");
    await send(clerk, toGrid, "派遣");
    await clerk.close();

    const worker = await people.meet(size, "grid-worker-01");
    await openCase(worker, number);
    await send(worker, await fold(worker, "签收"), "签收");
    const climb = await fold(worker, "上报上级");
    await climb.getByLabel("理由").selectOption({ label: "需要执法权或审批权" });
    await climb.getByLabel("本级为什么解决不了").fill("劝导三次仍不撤摊，需要执法。");
    await worker.look("case-escalate");
    await climb.getByRole("button", { name: "上报上级" }).click();
    await worker.page.locator(".xg-note--ok", { hasText: "上报上级，已记录" }).waitFor();
    await worker.close();

    const above = await people.meet(size, "clerk-1a");
    await above.goto("/today");
    if (await above.page.locator("tbody tr", { hasText: number }).count()) {
      // The community first, and from there to the street.
      await openCase(above, number);
      const further = await fold(above, "上报上级");
      await further.getByLabel("理由").selectOption({ label: "需要执法权或审批权" });
      await further.getByLabel("本级为什么解决不了").fill("社区没有执法权。");
      await send(above, further, "上报上级");
    }
    await above.close();

    const dispatcher = await people.meet(size, "dispatcher-1");
    await dispatcher.look("today-dispatcher");
    await openCase(dispatcher, number);
    await dispatcher.page.locator(".xg-timeline", { hasText: "劝导三次仍不撤摊" }).waitFor();
    await dispatcher.look("case-climbed");
    const onward = await fold(dispatcher, "派遣");
    const chosen = onward.getByLabel("主办");
    const key = (await chosen.inputValue()).replace(/[:_]/g, "-");
    assert.match(key, /^unit-/);
    await send(dispatcher, onward, "派遣");
    await dispatcher.close();

    const leader = await people.meet(size, "leader-1");
    await leader.goto(`/cases?q=${number}`);
    await leader.look("cases-leader");
    await leader.page.locator("tbody tr").getByRole("link").click();
    const order = await fold(leader, "督办");
    await order.getByLabel("理由").selectOption({ label: "事关重大" });
    await order.getByLabel("限什么时候前回复").fill(local(24));
    await order.getByLabel("督办要求").fill("明天之前撤走，并说明如何防止回潮。");
    await leader.look("case-supervise");
    await send(leader, order, "督办");
    await leader.close();

    const unit = await people.meet(size, key);
    const row = unit.page.locator("tbody tr", { hasText: number });
    await row.filter({ hasText: "督办" }).first().waitFor();
    await unit.nav("提醒");
    await unit.page.locator(".xg-card", { hasText: number }).first().waitFor();
    await unit.look("notices-unit");
    await unit.page.locator(".xg-card", { hasText: number }).getByRole("link").first().click();
    await unit.page.getByText("领导督办").waitFor();
    await unit.look("case-supervised");
    await send(unit, await fold(unit, "签收"), "签收");
    const reply = await fold(unit, "回复督办");
    await reply.getByRole("textbox").fill("今天下午联合执法，固定岗值守一周。");
    await send(unit, reply, "回复督办");
    await unit.page.getByText("领导督办 · 已回复").waitFor();
    await unit.close();
  });

  test(`every number of the board opens a list of as many (${size.name})`, async () => {
    const leader = await people.meet(size, "leader-1");
    const { page } = leader;
    await leader.nav("街道一页");
    await page.getByRole("heading", { name: "街道一页" }).waitFor();
    await leader.look("board");
    const figures = await page.locator(".xg-figures a").evaluateAll((links) => links.map((a) => [a.querySelector("span").innerText, Number.parseInt(a.querySelector("b").innerText, 10), a.getAttribute("href")]));
    const bars = await page.locator(".xg-bars > a").evaluateAll((links) => links.map((a) => [a.innerText, Number.parseInt(a.nextElementSibling.nextElementSibling.innerText, 10), a.getAttribute("href")]));
    assert.ok(figures.length >= 5 && bars.length === 8);
    for (const [name, count, href] of [...figures, ...bars]) assert.equal(await rowsOf(leader, href), count, name);
    await leader.close();
  });
}
