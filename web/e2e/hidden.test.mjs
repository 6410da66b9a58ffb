// An ID number in somebody's words: the community hides it, and nobody reads it any more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, openCase, openDoor, photo, report, send, SIZES } from "./people.mjs";

const NUMBER = "41150219900307002X";

const people = openDoor();

for (const size of SIZES) {
  test(`words and a photo are hidden, with the reason in their place (${size.name})`, async () => {
    const resident = await people.meet(size);
    const { code, number } = await report(resident, `我的身份证 ${NUMBER} 丢在小区门口的垃圾堆里了`, { photos: [await photo(resident.page)] });
    const clerk = await people.meet(size, "clerk-1a");
    const { page } = clerk;
    await openCase(clerk, number);
    assert.ok((await page.locator("main").innerText()).includes(NUMBER));

    let hiding = await fold(clerk, "隐藏内容");
    await hiding.getByText("在系统里找不回来").waitFor();
    await hiding.getByLabel("隐藏哪一条").selectOption("words:1");
    await hiding.getByLabel("理由").selectOption({ label: "含身份证号等证件号码" });
    await hiding.getByLabel("为什么必须隐藏").fill("居民把证件号码写进了反映内容。");
    await clerk.look("hide-form");
    await send(clerk, hiding, "隐藏内容");
    hiding = await fold(clerk, "隐藏内容");
    const picture = await hiding.getByLabel("隐藏哪一条").locator("option", { hasText: "照片" }).getAttribute("value");
    await hiding.getByLabel("隐藏哪一条").selectOption(picture);
    await hiding.getByLabel("理由").selectOption({ label: "含个人隐私" });
    await hiding.getByLabel("为什么必须隐藏").fill("照片上看得清证件。");
    await send(clerk, hiding, "隐藏内容");
    const seen = await page.locator("main").innerText();
    assert.ok(!seen.includes(NUMBER));
    assert.match(seen, /【内容已隐藏】：理由 含身份证号等证件号码，\S*社区工作人员，\d{4}-\d\d-\d\d \d\d:\d\d/);
    assert.match(seen, /照片【内容已隐藏】：理由 含个人隐私/);
    assert.equal(await page.locator(".xg-photos img").count(), 0);
    await clerk.look("case-hidden");

    await clerk.goto(`/cases?view=all&q=${number}`);
    assert.ok((await page.locator("tbody").innerText()).includes("【内容已隐藏】"));
    await clerk.look("list-hidden");
    await resident.goto(`/receipts/${code}`);
    const shown = await resident.page.locator("main").innerText();
    assert.ok(!shown.includes(NUMBER) && shown.includes("【内容已隐藏】") && shown.includes("部分内容已隐藏"));
    await resident.look("receipt-hidden");
    await resident.close();
    await clerk.close();
  });

  test(`the list is taken away as a table for a stated purpose (${size.name})`, async () => {
    const clerk = await people.meet(size, "clerk-1a");
    const { page } = clerk;
    await clerk.goto("/cases?view=all");
    await page.getByText("导出这张列表").click();
    await page.getByLabel("用来做什么").fill("周例会材料");
    await clerk.look("export");
    for (let times = 0; times < 2; times += 1) {
      const coming = page.waitForEvent("download");
      await page.getByRole("button", { name: "导出表格" }).click();
      assert.match((await coming).suggestedFilename(), /^事项-\d{8}-\d{4}\.xlsx$/);
    }
    await clerk.close();
  });
}
