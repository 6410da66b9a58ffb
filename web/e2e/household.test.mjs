// A household: registered on a phone, corrected by two at once, decided at a desk; a head who dies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, fold, openDoor, PHONE } from "./people.mjs";

const people = openDoor();

/** Says what for, and sees names and numbers in full. */
async function reveal(person, purpose) {
  const form = await fold(person, "查看姓名和电话");
  await form.getByLabel("理由（会记录）").selectOption({ label: purpose });
  await form.getByRole("button", { name: "查看并留下记录" }).click();
  await person.page.getByText(`您看了这一户的姓名和电话（${purpose}）`).waitFor();
}

/** Registers a couple on the phone and gives the page's path. */
async function register(worker, dwelling) {
  const { page } = worker;
  await worker.goto("/households");
  await worker.look("households");
  await page.getByRole("link", { name: "登记住户" }).first().click();
  await worker.look("household-new");
  await page.getByLabel("楼栋").selectOption({ index: 1 });
  await page.getByLabel("房号").fill(dwelling);
  const head = page.locator("fieldset", { has: page.locator("#name-0") });
  await head.getByLabel("姓名").fill("古丽米热·艾比布力");
  await head.getByText("女", { exact: true }).click();
  await head.getByLabel("出生日期").fill("1958-05-04");
  const other = page.locator(".xg-fold", { has: page.locator("#name-1") });
  await other.locator("summary").click();
  await other.getByLabel("姓名").fill("王𠮷祥");
  await other.getByLabel("与户主关系").selectOption("spouse");
  await other.getByText("男", { exact: true }).click();
  await page.getByLabel("电话").first().fill("1540000111");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await page.getByText("有 1 处需要修改").waitFor();
  assert.equal(await page.locator("#name-1").inputValue(), "王𠮷祥", "what was typed stays");
  await worker.look("household-errors");
  await page.getByLabel("电话").first().fill("15400001111");
  await page.getByLabel("本人同意留电话").first().check();
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await page.getByText("已登记这一户").waitFor();
  await worker.look("household");
  return new URL(page.url()).pathname;
}

test("registered on a phone, two say different things, the community decides at the desk", async () => {
  const worker = await people.meet(PHONE, "grid-worker-01");
  const path = await register(worker, "3单元501");
  const clerk = await people.meet(DESK, "clerk-1a");
  // Both have the form open.
  for (const person of [worker, clerk]) await person.goto(`${path}/edit`);
  await worker.look("household-edit");
  for (const [person, number] of [[worker, "15400002222"], [clerk, "15400003333"]]) {
    await person.page.locator("#phone-0").fill(number);
    await person.page.getByRole("button", { name: "保存更正" }).click();
    await person.page.waitForURL((url) => url.pathname === path);
  }
  await clerk.page.getByText("有一项与别人刚登记的不一致").waitFor();
  await clerk.look("household-conflict");
  const conflict = clerk.page.locator("section", { hasText: "有两种说法" });
  assert.match(await conflict.innerText(), /154\*{4}2222[^]*154\*{4}3333/, "masked unless asked");
  assert.equal(await conflict.getByRole("button", { name: "裁定" }).count(), 0, "not decided unseen");
  await reveal(clerk, "核实不同说法");
  await clerk.look("household-revealed");
  for (const number of ["15400002222", "15400003333"]) assert.ok((await conflict.innerText()).includes(number));
  await conflict.getByText("采用后到的：15400003333").click();
  await conflict.getByRole("button", { name: "裁定" }).click();
  await clerk.page.getByText("已裁定。").waitFor();
  assert.equal(await clerk.page.locator("section", { hasText: "有两种说法" }).count(), 0);
  assert.ok((await clerk.page.locator("main table").innerText()).includes("154****3333"));
  await clerk.look("household-decided");

  // The head dies; the phone confirms the proposal.
  await worker.goto(path);
  const row = worker.page.locator("tbody tr", { hasText: "古" });
  await row.locator("summary").click();
  await row.getByText("去世").click();
  await worker.look("household-end");
  await row.getByRole("button", { name: "登记离开" }).click();
  await worker.page.locator(".xg-note--warn", { hasText: "建议由" }).waitFor();
  await worker.look("household-headless");
  await worker.page.getByRole("button", { name: "确认户主" }).click();
  await worker.page.getByText("户主已更新").waitFor();
  assert.ok((await worker.page.locator("main table").innerText()).includes("户主"));
  await (await fold(worker, "已离开的人（1）")).getByText("去世").waitFor();
  await worker.close();

  await clerk.goto("/households?view=pending");
  await clerk.look("households-pending");
  await clerk.goto("/field-uploads");
  await clerk.page.getByText("没有要处理的").waitFor();
  await clerk.look("field-uploads-empty");
  await clerk.close();
});

test("what a phone sent too early is seen at both sizes", async () => {
  const worker = await people.meet(PHONE, "grid-worker-01");
  const sent = await worker.page.evaluate(async () => {
    const write = { n: 2, client_id: crypto.randomUUID(), phone_at: "2026-03-05T09:00:00+08:00", elapsed_ms: 0, kind: "household", body: { household: crypto.randomUUID(), action: "settle", number: 1, side: "kept" } };
    const broken = { ...write, n: 1, client_id: crypto.randomUUID(), body: {} };
    const send = async (device, writes) => (await fetch("/api/v1/field-uploads", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ device, writes }) })).json();
    return [await send(crypto.randomUUID(), [write]), await send(crypto.randomUUID(), [broken])];
  });
  assert.deepEqual(sent.map((reply) => reply.answers[0].state), ["waiting", "refused"]);
  const clerk = await people.meet(DESK, "clerk-1a");
  for (const person of [worker, clerk]) {
    await person.goto("/field-uploads");
    await person.look("field-uploads");
  }
  await worker.close();
  await clerk.page.getByText("作废", { exact: true }).click();
  await clerk.page.getByLabel("理由（上传的人会看到）").fill("内容是空的");
  await clerk.page.getByRole("button", { name: "作废这一条" }).click();
  await clerk.page.getByText("已作废，理由已记下").waitFor();
  await clerk.close();
});
