// A draft on its way to the council: confirmed by both sides, consulted, held; versions side by side; a topic
// proposed from its page. One of the two sides works without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isInEnglish, isQuiet } from "../house/checks.mjs";
import { signIn } from "../house/people.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

let zone, browser, draft, work;
const people = {};

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING, samples: true }), startBrowser()]);
  for (const [login, options] of [
    ["office", {}],
    ["member_tongzhou", {}],
    ["member_sanhe", { javaScriptEnabled: false }],
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

async function look(page, name) {
  await hasOneHeading(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
  // axe is a script of its own.
  if (page !== people.member_sanhe) await isAccessible(page, name);
}

test("the office opens a draft with checkboxes for the units, without guessing any", async () => {
  const page = people.office;
  await page.goto("/work/lists/drafts/new");
  const units = page.locator('input[type="checkbox"][name="field-consulted"]');
  assert.ok((await units.count()) >= 10, "every unit is a box of its own");
  assert.equal(await page.locator('input[name="field-consulted"]:checked').count(), 0);
  await look(page, "a new draft");
  await page.locator('[name="field-kind"]').first().selectOption("rules").catch(() => page.locator('input[name="field-kind"][value="rules"]').check());
  await page.locator('[name="field-name"]').fill("示例管理办法");
  await page.locator('[name="field-year"]').fill("2026");
  await page.locator('[name="field-body"]').selectOption("council");
  await page.locator('input[name="field-joint"][value="true"]').check();
  await page.locator('[name="field-lead_beijing"]').selectOption("tongzhou");
  await page.locator('[name="field-lead_hebei"]').selectOption("sanhe");
  await page.locator('input[name="field-consulted"][value="langfang"]').check();
  await page.locator('input[name="field-consulted"][value="xianghe"]').check();
  await page.locator('[name="field-text"]').fill("第一条 本办法适用于示范区。\n第二条 自发布之日起施行。");
  await page.locator('input[name="field-sample"][value="true"]').check();
  await press(page, "main form button[type=submit]");
  work = new URL(page.url()).pathname;
  draft = work.split("/").at(-1);
  assert.match(await main(page), /示例管理办法/);
  assert.match(await main(page), /廊坊市、香河县|香河县、廊坊市/);
  await look(page, "a draft");
});

test("versions stand side by side, prose character by character, on screen, in English and on paper", async () => {
  const page = people.member_tongzhou;
  await page.goto(`${work}/amend`);
  await page.locator('[name="field-text"]').fill("第一条 本办法适用于示范区全域。\n第二条 自发布之日起施行。");
  await press(page, "main form button[type=submit]");
  await press(page, 'a[href*="/difference?"]');
  const row = page.locator(".cb-table--difference tbody tr", { hasText: "正文" });
  assert.deepEqual(await row.locator("ins").allInnerTexts(), ["全域"]);
  assert.equal(await row.locator("del").count(), 0, "only what changed is marked");
  await look(page, "versions side by side");
  await page.goto(`/en${work}/difference?from=1&to=2`);
  await isInEnglish(page, "versions side by side, in English", "示例管理办法");
  await page.goto(`${work}/difference?from=1&to=1`);
  assert.match(await main(page), /相同/);
  const none = await page.goto(`${work}/difference?from=1&to=9`);
  assert.equal(none.status(), 422);
  const stranger = await openContext(browser, zone.site);
  const seen = await (await stranger.newPage()).goto(`/lists/drafts/${draft}/difference`);
  assert.equal(seen.status(), 404, "what is not public has no versions for the public");
  await stranger.close();
  isQuiet(page.context(), "difference");
});

test("both sides confirm, each by a person of its own, one of them without script", async () => {
  const east = people.member_tongzhou;
  await east.goto(work);
  await press(east, 'a[href*="/open/drafting"]');
  await press(east, "main form button[type=submit]");
  const home = new URL(east.url()).pathname;
  await press(east, 'a[href$="/act/hand_over"]');
  assert.equal(await east.locator('input[name="field-consulted"]:checked').count(), 2, "what stands is filled in");
  await look(east, "hand over");
  await press(east, "main form button[type=submit]");
  await east.goto(`${work}/amend`);
  assert.equal(await east.locator('[name="field-text"]').count(), 0, "the text lies before others");
  assert.match(await main(east), /正文/);
  await east.goto(`${home}/act/confirm`);
  await press(east, "main form button[type=submit]");
  const west = people.member_sanhe;
  await west.goto(home);
  assert.match(await main(west), /等待答复/);
  await press(west, 'a[href$="/act/confirm"]');
  await press(west, "main form button[type=submit]");
  assert.match(await main(west), /征求意见/);
  await look(west, "a case in consultation");
  await look(people.member_tongzhou, "the form of a confirmation");
});

test("a topic is proposed from the page of a draft", async () => {
  const page = people.member_sanhe;
  await page.goto(work);
  await press(page, 'a[href*="/work/lists/topics/new"]');
  assert.equal(await page.locator('[name="field-name"]').inputValue(), "示例管理办法");
  assert.equal(await page.locator('[name="field-proposer"]').inputValue(), "sanhe");
  assert.equal(await page.locator('[name="field-draft"]').inputValue(), draft);
  await look(page, "a topic from a draft");
  await page.locator('[name="field-body"]').selectOption("council");
  await press(page, "main form button[type=submit]");
  assert.match(await main(page), /示例管理办法/);
  await page.goto("/work/lists/topics");
  await look(page, "topics");
});
