// Everybody walks through every page of their navigation, at both sizes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor, SIZES } from "./people.mjs";

const people = openDoor();

const WALKS = { "clerk-1a": 5, "dispatcher-1": 5, "leader-1": 3, "supervisor-01": 3, "volunteer-01": 1, sysadmin: 3, secadmin: 1, auditor: 1 };

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
