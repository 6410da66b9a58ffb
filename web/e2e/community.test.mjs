// One matter from a resident's report to its end, through everybody's hands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, photo, report, send, SIZES } from "./people.mjs";

const people = openDoor();

const STATE = ".xg-head .xg-state";

for (const size of SIZES) {
  test(`reported, filed, dispatched, handled, inspected, confirmed, closed (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { code, number } = await report(resident, "小区门口生活垃圾堆成山，几天没人清，气味很大。", { photos: [await photo(resident.page)] });

    const clerk = await people.meet(size, "clerk-1a");
    await clerk.look("today-clerk");
    await openCase(clerk, number);
    await clerk.look("case-reported");
    const filing = await fold(clerk, "立案");
    await filing.getByText("按反映内容里的").waitFor();
    const category = filing.getByLabel("类别和立案条件");
    assert.match(await category.locator("option:checked").innerText(), /^暴露生活垃圾/);
    await send(clerk, filing, "立案");
    assert.equal(await clerk.page.locator(STATE).innerText(), "待派遣");
    await clerk.look("case-filed");
    const dispatching = await fold(clerk, "派遣");
    await dispatching.getByText("按职责清单").waitFor();
    const unit = await dispatching.getByLabel("主办").locator("option:checked").innerText();
    const key = (await dispatching.getByLabel("主办").inputValue()).replace(/^unit:/, "unit-").replace(/[:_]/g, "-");
    assert.match(key, /^unit-[a-z-]+$/, `${unit} is suggested`);
    await send(clerk, dispatching, "派遣");
    await clerk.look("case-dispatched");

    const handler = await people.meet(size, key);
    await handler.look("today-unit");
    await openCase(handler, number);
    await handler.look("case-unit");
    assert.ok(!(await handler.page.locator("main").innerText()).includes("15400"), "the unit does not see the phone number");
    await send(handler, await fold(handler, "签收"), "签收");
    assert.equal(await handler.page.locator(STATE).innerText(), "处置中");
    const result = await fold(handler, "提交结果");
    await result.getByLabel("做了什么、结果如何").fill("垃圾已清运，增设两只收集桶，每天两次清扫。");
    await handler.page.setInputFiles("#submit-photo", [await photo(handler.page, "处置后.jpg")]);
    await handler.page.waitForSelector(".xg-thumbs li");
    await handler.look("case-handling");
    await send(handler, result, "提交结果");
    await handler.close();

    await resident.goto(`/receipts/${code}`);
    assert.equal(await resident.page.locator(".xg-photos img").count(), 1, "the picture of the work waits for the inspection");

    const inspector = await people.meet(size, "inspector-1");
    await inspector.look("today-inspector");
    await openCase(inspector, number);
    await send(inspector, await fold(inspector, "开始核查"), "开始核查");
    await inspector.look("case-inspecting");
    await send(inspector, await fold(inspector, "核查通过"), "核查通过");
    await inspector.close();

    await resident.goto(`/receipts/${code}`);
    await resident.page.getByText("垃圾已清运").first().waitFor();
    await resident.look("receipt-confirm");
    await resident.page.getByRole("button", { name: "解决了", exact: true }).click();
    await resident.page.getByText("已收到您的答复").waitFor();
    await resident.look("receipt-closed");
    assert.equal(await resident.page.locator(".xg-state--badge").innerText(), "结案");
    await resident.close();

    await clerk.page.reload();
    assert.equal(await clerk.page.locator(STATE).innerText(), "结案");
    await clerk.page.locator(".xg-note", { hasText: "结案方式：当事人确认" }).waitFor();
    const line = await clerk.page.locator(".xg-timeline").innerText();
    for (const step of ["立案", "派遣", "签收", "提交结果", "开始核查", "核查通过", "确认已解决"]) assert.ok(line.includes(step), `${step} is in the history`);
    await clerk.look("case-closed");
    await clerk.close();
  });
}
