// The portal with JavaScript switched off: everything a reader does is an address or a form.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, context, page;

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  context = await openContext(browser, zone.site, { javaScriptEnabled: false, acceptDownloads: true });
  page = await context.newPage();
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const sentence = () => page.locator(".cb-sentence").innerText();
const names = () => page.locator("main tbody th[scope=row]").allInnerTexts();

test("a figure is asked for another day", async () => {
  await page.goto("/figures/T12");
  const latest = await sentence();
  assert.match(latest, /12/);
  await page.fill("#as_of", "2023.12.29");
  await page.click(".cb-as-of button");
  assert.match(page.url(), /as_of=2023/);
  assert.match(await sentence(), /10/);
  await page.click(".cb-as-of a");
  assert.equal(await sentence(), latest);
});

test("a day that is none is refused at the field, and what was typed stays", async () => {
  await page.goto("/figures/T12?as_of=2023-02-30");
  assert.match(await page.locator("#as_of-error").innerText(), /\S/);
  assert.equal(await page.inputValue("#as_of"), "2023-02-30");
});

test("a list is filtered by a field, the condition is a chip, and the chip takes it away", async () => {
  await page.goto("/lists/roads");
  const all = await names();
  await page.click(".cb-filter__summary");
  await page.selectOption("[name='f.class']", "expressway");
  await page.click(".cb-filter__form > button");
  const some = await names();
  assert.ok(some.length > 0 && some.length < all.length, `${some.length} of ${all.length}`);
  assert.equal(await page.locator(".cb-chip").count(), 1);
  await page.click(".cb-chip__remove");
  assert.deepEqual(await names(), all);
});

test("a filter nothing matches says why the list is empty and leads back", async () => {
  await page.goto("/lists/roads?f.name=" + encodeURIComponent("没有这条路"));
  assert.match(await page.locator(".cb-empty").innerText(), /\S/);
  assert.ok((await page.locator(".cb-empty a, .cb-chips a").count()) > 0);
});

test("a list is sorted by a column, both ways", async () => {
  await page.goto("/lists/roads");
  const sort = page.locator("thead a.cb-sort").first();
  await sort.click();
  const up = await names();
  assert.match(page.url(), /sort=/);
  await page.locator("thead a.cb-sort").first().click();
  const down = await names();
  assert.notDeepEqual(up, down);
  assert.deepEqual(new Set(up), new Set(down));
  const directions = await page.$$eval("thead th[aria-sort]", (all) => all.map((e) => e.getAttribute("aria-sort")));
  assert.ok(directions.includes("descending"), String(directions));
});

test("a list seen as of an earlier day is another list", async () => {
  await page.goto("/lists/roads?as_of=2023-12-29");
  assert.equal(await page.inputValue("#as_of"), "2023-12-29");
  const then = await names();
  assert.equal(then.some((name) => name.includes("石小路")), false, "it opened two years later");
  await page.goto("/lists/roads");
  assert.equal((await names()).some((name) => name.includes("石小路")), true);
});

test("the next page of a long list begins where the first ended", async () => {
  await page.goto("/journal");
  const first = await page.locator("#entries ~ .cb-scroll tbody tr").count();
  assert.ok(first > 0);
  const seen = new Set(await page.locator("main tbody tr").allInnerTexts());
  await page.click("main a[rel=next]");
  const next = await page.locator("main tbody tr").allInnerTexts();
  assert.ok(next.length > 0);
  assert.deepEqual(next.filter((row) => seen.has(row)), []);
});

test("a record is opened, with its history and its entries in the journal", async () => {
  await page.goto("/lists/roads");
  const link = page.locator("main tbody th a").first();
  const name = await link.innerText();
  await link.click();
  assert.equal(await page.locator("h1").innerText(), name);
  assert.ok((await page.locator(".cb-timeline__event").count()) > 0);
  assert.ok((await page.locator("#fields ~ dl dt").count()) > 2);
});

test("a list is downloaded as csv with the rows of the page", async () => {
  await page.goto("/lists/roads");
  const rows = await names();
  await page.click(".cb-more__summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[download][href*='.csv'], a[download][href*='csv']")]);
  assert.match(download.suggestedFilename(), /\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  assert.equal(text.charCodeAt(0), 0xfeff, "spreadsheets need the mark to read it as UTF-8");
  for (const name of rows) assert.ok(text.includes(name.split("\n")[0].trim()), name);
});

test("nothing on the way needed a script", () => assert.deepEqual(context.complaints, []));
