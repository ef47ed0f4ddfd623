// A workbook on its way in, in a browser: the template out, a table with problems in, put right, written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser, WIDTHS } from "../house/browser.mjs";
import { isAccessible, isQuiet } from "../house/checks.mjs";
import { signIn } from "../house/people.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, context, page;
const IMPORT = "/work/lists/roads/import";

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  context = await openContext(browser, zone.site);
  page = await signIn(context, zone, "sample_office");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const press = async (name) => {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).first().click()]);
  await page.waitForFunction(() => !document.querySelector("progress"), undefined, { timeout: 20_000 });
};

test("the template comes back unchanged and changes nothing", async () => {
  await page.goto("/work/lists/roads");
  const template = await page.request.get("/work/lists/roads/template.xlsx");
  assert.equal(template.status(), 200);
  await page.goto(IMPORT);
  await isAccessible(page, "the form for a workbook");
  await page.locator("input[type=file]").setInputFiles({ name: "模板.xlsx", mimeType: "application/octet-stream", buffer: await template.body() });
  await press("上传并检查");
  assert.match(await page.locator("main").innerText(), /没有内容发生变化/);
  await isAccessible(page, "a draft without changes");
});

test("rows with problems come back as a workbook, are put right in place, and the good ones are written", async () => {
  // The rows of an export, as somebody sends them: the program's own file with its own columns.
  const own = await page.request.get("/lists/roads/export.xlsx?head=official");
  assert.equal(own.status(), 200);
  await page.goto(IMPORT);
  await page.locator("input[type=file]").setInputFiles({ name: "导出.xlsx", mimeType: "application/octet-stream", buffer: await own.body() });
  await press("上传并检查");
  const text = await page.locator("main").innerText();
  assert.match(text, /条目编号 ✓/, "an exported list is known again by its ids");
  assert.match(text, /说明行/, "its last line is no row");
  await isAccessible(page, "a draft");
});

test("a draft looks right on a telephone", async () => {
  const phone = await openContext(browser, zone.site, { viewport: WIDTHS.phone, storageState: await context.storageState() });
  const small = await phone.newPage();
  await small.goto(IMPORT);
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await isAccessible(small, "the form on a telephone");
  await phone.close();
});

test("nothing was complained about on the way", () => isQuiet(context, "workbooks"));
