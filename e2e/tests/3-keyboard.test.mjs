// From a one-time link to a correction in the history, with keys only.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { isAccessible, isQuiet } from "../house/checks.mjs";
import { follow, seesFocus, tabTo, type } from "../house/keyboard.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, context, page;

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  context = await openContext(browser, zone.site);
  page = await context.newPage();
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const password = "correct horse 潮白河";

test("a one-time link sets a password and signs in", async () => {
  await page.goto(zone.links.sample_member_tongzhou);
  await type(page, "#password", password);
  await type(page, "#password_again", "something else");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".govuk-error-summary");
  await seesFocus(page);
  await type(page, "#password", password);
  await type(page, "#password_again", password);
  await Promise.all([page.waitForURL("**/work"), page.keyboard.press("Enter")]);
  await isAccessible(page, "the workbench");
});

test("the link works once, the password from now on", async () => {
  const other = await openContext(browser, zone.site);
  const fresh = await other.newPage();
  await fresh.goto(zone.links.sample_member_tongzhou);
  assert.equal(await fresh.locator("#password_again").count(), 0);
  await fresh.goto("/sign-in");
  await type(fresh, "#login", "sample_member_tongzhou");
  await type(fresh, "#password", "wrong wrong wrong");
  await fresh.keyboard.press("Enter");
  await fresh.waitForSelector(".govuk-error-summary");
  await seesFocus(fresh);
  assert.equal(await fresh.inputValue("#password"), "", "a password is never sent back");
  assert.equal(await fresh.inputValue("#login"), "sample_member_tongzhou");
  await type(fresh, "#password", password);
  await Promise.all([fresh.waitForURL("**/work"), fresh.keyboard.press("Enter")]);
  isQuiet(other, "signing in");
  await other.close();
});

test("the first stop on a page leads past the navigation", async () => {
  await page.goto("/work");
  await tabTo(page, ".govuk-skip-link", { stops: 1 });
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("a form with two mistakes comes back with both, and each line leads to its field", async () => {
  await page.goto("/work");
  await follow(page, "main a[href='/work/lists/roads']");
  await follow(page, "main a[href='/work/lists/roads/new']");
  await isAccessible(page, "the form");
  await type(page, "#field-connection", "运河东大街东延");
  await type(page, "#field-length_beijing_km", "约两公里");
  await tabTo(page, "#field-lead_beijing");
  await page.keyboard.press("ArrowDown");
  await type(page, "#field-source", "施工图 2026-03");
  await type(page, "#field-source_date", "2026.3.1");
  await follow(page, "main form.cb-form button[type=submit]");

  const summary = await page.evaluate(() => document.activeElement.matches(".govuk-error-summary"));
  assert.ok(summary, "the error summary has the focus");
  await seesFocus(page);
  assert.match(await page.title(), /^错误/);
  const lines = await page.locator(".govuk-error-summary a").evaluateAll((all) => all.map((a) => a.hash));
  assert.deepEqual(lines, ["#field-name", "#field-length_beijing_km"]);
  await isAccessible(page, "the form with mistakes");
  for (const hash of lines) {
    await page.evaluate(() => document.querySelector(".govuk-error-summary").focus());
    await tabTo(page, `.govuk-error-summary a[href="${hash}"]`);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => `#${document.activeElement.id}`), hash);
    await seesFocus(page);
  }
  assert.equal(await page.inputValue("#field-connection"), "运河东大街东延", "what was typed stays");
});

test("the mistakes are put right and the record is saved", async () => {
  await page.evaluate(() => document.querySelector("main").focus());
  await type(page, "#field-name", "运河东大街东延");
  await type(page, "#field-length_beijing_km", "２.１");
  await type(page, "#note", "依据施工图登记");
  await follow(page, "main form.cb-form button[type=submit]");
  assert.match(page.url(), /\/work\/lists\/roads\/[0-9a-f-]{36}/);
  assert.equal(await page.locator("h1").innerText(), "运河东大街东延");
  assert.match(await page.locator(".cb-notice").innerText(), /已完成/);
  await isAccessible(page, "the record");
});

test("it is amended, and the history shows the old beside the new", async () => {
  await follow(page, "main .cb-actions a[href$='/amend']");
  await type(page, "#field-length_beijing_km", "2.35");
  await type(page, "#note", "按竣工测量更正");
  await follow(page, "main form.cb-form button[type=submit]");
  const event = page.locator(".cb-timeline__event").first();
  assert.match(await event.innerText(), /按竣工测量更正/);
  assert.match(await event.innerText(), /示例乙/);
  assert.match(await event.locator(".cb-changes del").innerText(), /2\.1\b/);
  assert.match(await event.locator(".cb-changes ins").innerText(), /2\.35\b/);
});

test("the public page of the record has the same content and no name of a person", async () => {
  const path = new URL(page.url()).pathname.replace("/work", "");
  const other = await openContext(browser, zone.site);
  const reader = await other.newPage();
  const answer = await reader.goto(path);
  assert.equal(answer.status(), 200);
  assert.match(await reader.locator("main").innerText(), /2\.35/);
  assert.doesNotMatch(await reader.locator("main").innerText(), /示例乙/);
  await other.close();
});

test("two who amend the same record: the second is shown what the first changed, and loses nothing", async () => {
  const path = new URL(page.url()).pathname;
  await page.goto(`${path}/amend`);
  const second = await context.newPage();
  await second.goto(`${path}/amend`);
  await type(page, "#field-lanes", "6");
  await follow(page, "main form.cb-form button[type=submit]");
  await type(second, "#field-speed_kmh", "60");
  await follow(second, "main form.cb-form button[type=submit]");
  await seesFocus(second);
  assert.equal(await second.inputValue("#field-speed_kmh"), "60");
  assert.equal(await second.inputValue("#field-lanes"), "6");
  await isAccessible(second, "the form after somebody else");
  await follow(second, "main form.cb-form button[type=submit]");
  assert.match(await second.locator("#fields ~ dl").innerText(), /60/);
  await second.close();
});

test("the panel of the account opens, closes with Escape, and signs out", async () => {
  await page.goto("/work");
  await tabTo(page, ".cb-account__summary");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator(".cb-account__panel").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator(".cb-account__panel").isVisible()));
  await seesFocus(page);
  await page.keyboard.press("Enter");
  await follow(page, ".cb-account__panel button");
  await page.goto("/work");
  assert.match(page.url(), /\/sign-in/);
});

test("nothing was complained about on the way", () => isQuiet(context, "the walk"));
