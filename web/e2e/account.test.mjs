// Beside every due time: how it was counted, for staff in full and for the reporter about the promise.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, report, send, SIZES } from "./people.mjs";

const people = openDoor();

for (const size of SIZES) {
  test(`a due time tells how it was counted, on both sides of the counter (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { code, number } = await report(resident, "小区门口生活垃圾堆成山，几天没人清，气味很大。");
    const clerk = await people.meet(size, "clerk-1a");
    await openCase(clerk, number);
    const filing = await fold(clerk, "立案");
    await send(clerk, filing, "立案");
    await send(clerk, await fold(clerk, "派遣"), "派遣");
    const shown = await clerk.page.locator("section", { has: clerk.page.locator("#c-clocks") }).innerText();

    await clerk.page.getByRole("link", { name: "怎么算的" }).click();
    await clerk.page.getByRole("heading", { name: `时限怎么算的 ${number}` }).waitFor();
    const promise = clerk.page.locator(".xg-account", { has: clerk.page.locator("h2", { hasText: "承诺" }) });
    const due = /\d\d-\d\d/.exec(await promise.locator("h2").innerText())[0];
    assert.ok(shown.includes(due), `${due} is the due time beside the link: ${shown}`);
    const others = clerk.page.locator(".xg-fold summary", { hasText: "等环节的时限" });
    await clerk.look("account-staff");
    await others.click();
    await clerk.page.getByRole("heading", { name: "受理：", exact: false }).first().waitFor();
    await clerk.look("account-stages");
    await clerk.page.getByRole("link", { name: "返回事项" }).click();
    await clerk.page.locator("#c-clocks").waitFor();

    await resident.goto(`/receipts/${code}`);
    await resident.page.getByRole("link", { name: "怎么算的" }).click();
    await resident.page.getByRole("heading", { name: `时限怎么算的 ${number}` }).waitFor();
    assert.equal(await resident.page.locator(".xg-account").count(), 1, "the reporter sees the promise and no clock between units");
    assert.ok((await resident.page.locator(".xg-account h2").innerText()).includes(due));
    await resident.look("account-promise");

    await resident.close();
    await clerk.close();
  });
}
