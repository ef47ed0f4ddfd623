// A comment at a field names another unit; that unit is told, answers without script; the office settles it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isQuiet } from "../house/checks.mjs";
import { follow, tabTo, type } from "../house/keyboard.mjs";
import { signIn } from "../house/people.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

let zone, browser, matter;
const people = {};

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING, samples: true }), startBrowser()]);
  for (const [login, options] of [
    ["office", {}],
    ["member_tongzhou", {}],
    ["member_sanhe", { javaScriptEnabled: false }],
    ["system_admin", {}],
  ]) {
    people[login] = await signIn(await openContext(browser, zone.site, options), zone, `sample_${login}`);
  }
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const press = (page, selector) => Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
const main = (page) => page.locator("main").innerText();

/** No Chinese in what a reader steers by; the account's own name, in the header, is a name. */
async function inEnglish(page, name) {
  const words = await page.locator("main h1, main h2, main th, main dt, main button, main .cb-lead, main caption").allTextContents();
  assert.deepEqual(words.filter((text) => /[\u2e80-\u9fff]/u.test(text)), [], name);
}

async function look(page, name) {
  await hasOneHeading(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
  // axe is a script of its own.
  if (page !== people.member_sanhe) await isAccessible(page, name);
}

test("a clerk comments on a field with keys only and chooses a unit to tell", async () => {
  const page = people.member_tongzhou;
  await page.goto("/work/lists/work_points");
  matter = await page.locator('main tbody a[href^="/work/lists/work_points/"]').first().getAttribute("href");
  await page.goto(`${matter}?field=progress`);
  assert.equal(await page.locator("#comment-field").inputValue(), "progress", "an address may name the field");
  await page.goto(matter);
  await type(page, "#comment-text", "上月口径含征拆吗？请三河核对。");
  await tabTo(page, "#comment-field");
  await page.keyboard.insertText("");
  await page.locator("#comment-field").selectOption("progress");
  await tabTo(page, "#comment-unit");
  await page.locator("#comment-unit").selectOption("sanhe");
  await follow(page, ".cb-comment-form button");
  assert.equal(new URL(page.url()).hash, "#comments");
  const said = page.locator(".cb-said__item").first();
  assert.match(await said.innerText(), /上月口径含征拆吗/);
  assert.match(await said.innerText(), /待办/);
  assert.match(await said.innerText(), /第 \d+ 版/);
  assert.match(await said.innerText(), /已提醒：三河市/);
  await look(page, "a record with a comment");
  await page.goto(`/en${matter}`);
  await look(page, "a record with a comment, in English");
  await page.goto(matter);
});

test("the field itself says that a comment on it is open, and leads there", async () => {
  const page = people.member_tongzhou;
  const mark = page.locator("#fields ~ .cb-summary a", { hasText: "意见待办 1 条" });
  assert.equal(await mark.count(), 1);
  await mark.click();
  assert.equal(await page.locator(".cb-said__item:target").count(), 1);
});

test("an empty comment and one about nothing are told, and what was typed stays", async () => {
  const page = people.member_tongzhou;
  await page.locator("#comment-text").evaluate((text) => text.removeAttribute("required"));
  await page.locator("#comment-text").fill(" ");
  await press(page, ".cb-comment-form button");
  assert.equal(await page.locator(".govuk-error-summary a").count(), 1);
  await look(page, "a comment that was refused");
});

test("the unit that was named is told, opens the record and answers without script", async () => {
  const page = people.member_sanhe;
  await page.goto("/work");
  assert.match(await page.locator("body").innerText(), /1 条未读通知/);
  await page.goto("/work/notices");
  const notice = page.locator(".cb-said__item").first();
  assert.match(await notice.innerText(), /未读/);
  assert.match(await notice.innerText(), /通州区.*意见/);
  await look(page, "notices");
  await press(page, ".cb-said__item a");
  assert.equal(new URL(page.url()).pathname, matter);
  await page.locator("#comment-text").fill("不含征拆，见统计表。@通州区");
  await page.locator("#comment-field").selectOption("progress");
  await press(page, ".cb-comment-form button");
  assert.equal(await page.locator(".cb-said__item").count(), 2);
  await page.goto("/work/notices");
  await press(page, ".cb-said__item button");
  assert.match(await page.locator(".cb-said__item").first().innerText(), /已读/);
  assert.equal(await page.locator(".cb-said__item button").count(), 0);
});

test("unread notices come first, one press marks them all", async () => {
  const page = people.member_tongzhou;
  await page.goto("/work/notices");
  assert.match(await page.locator(".cb-said__item").first().innerText(), /未读[\s\S]*三河市/);
  await press(page, "form.cb-actions button");
  assert.match(await main(page), /未读 0 条/);
  await page.goto("/en/work/notices");
  await inEnglish(page, "notices");
});

test("the office settles the question; who asked is told; it is settled once", async () => {
  const { office, member_tongzhou: clerk } = people;
  await office.goto(matter);
  const question = office.locator(".cb-said__item", { hasText: "上月口径含征拆吗" });
  await Promise.all([office.waitForEvent("load"), question.locator("button").click()]);
  assert.match(await question.innerText(), /已办结/);
  assert.match(await question.innerText(), /执委会办公室|执委会/);
  assert.equal(await question.locator("button").count(), 0);
  await look(office, "a record with a settled comment");
  await clerk.goto("/work/notices");
  assert.match(await clerk.locator(".cb-said__item").first().innerText(), /已办结你单位/);
});

test("comments are not public", async () => {
  const open = await openContext(browser, zone.site);
  const page = await open.newPage();
  await page.goto(matter.replace("/work", ""));
  assert.doesNotMatch(await page.content(), /口径含征拆/);
  assert.equal((await page.goto(matter)).status(), 401);
  await open.close();
});

test("the system administrator sees channels and deliveries, not what is said", async () => {
  const page = people.system_admin;
  await page.goto("/admin/deliveries");
  assert.match(await main(page), /未设置/);
  assert.doesNotMatch(await page.content(), /口径含征拆/);
  await look(page, "deliveries");
  await page.goto("/en/admin/deliveries");
  await inEnglish(page, "deliveries");
});
