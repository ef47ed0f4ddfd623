// A supervised matter (J6): 立项登记 → 交办 → 签收 → 分解 → 反馈 → 核查 (sent back) → 核查 → 办结 → 销号 → 归档, with a note
// printed. The matter is made up for this test in a zone that is thrown away.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { WIDTHS, openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isInEnglish, isQuiet } from "../house/checks.mjs";
import { sendForm, signIn } from "../house/people.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

let zone, browser, path;
const people = {};
const pictures = process.env.CHAOBAI_PICTURES;

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING }), startBrowser()]);
  for (const login of ["office", "member_tongzhou", "member_sanhe"]) {
    // The unit of the other side works without script.
    const options = login === "member_sanhe" ? { javaScriptEnabled: false } : {};
    const context = await openContext(browser, zone.site, options);
    people[login] = await signIn(context, zone, `sample_${login}`);
  }
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

async function look(page, name) {
  await hasOneHeading(page, name);
  await isAccessible(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  for (const size of Object.values(WIDTHS)) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${pictures}/${name.replaceAll(/[^a-z]+/g, "-")}-${size.width}.png`, fullPage: true });
  }
  await page.setViewportSize(WIDTHS.desk);
}

/** Presses an action on the page of the case and fills its form. */
async function act(login, action, values = {}) {
  const page = people[login];
  await page.goto(path);
  await Promise.all([page.waitForEvent("load"), page.click(`a[href="${path}/act/${action}"]`)]);
  await sendForm(page, values);
  assert.equal(new URL(page.url()).pathname, path, `${action}: ${await page.locator("main").innerText()}`);
  assert.match(await page.locator(".cb-notice--done").innerText(), /已办理/, action);
  return page;
}
const stands = (page) => page.locator(".cb-lead").first().innerText();

test("the office registers the matter and opens the case from its page", async () => {
  const { office } = people;
  await office.goto("/work/lists/supervised_matters/new");
  await sendForm(office, {
    "field-code": "D-1",
    "field-name": "示例：两岸公交换乘标识统一",
    "field-basis": "示例：执委会会议 2026-11-20",
    "field-lead_beijing": "tongzhou",
    "field-lead_hebei": "sanhe",
    "field-first": "beijing",
  });
  await Promise.all([office.waitForEvent("load"), office.click('main a[href$="/open/supervision"]')]);
  await look(office, "the form that opens a case");
  await sendForm(office, {});
  path = new URL(office.url()).pathname;
  assert.match(path, /^\/work\/cases\//);
  assert.match(await stands(office), /立项登记/);
  await look(office, "a case just opened");
});

test("it is approved and assigned; a form without what must be said comes back with everything typed", async () => {
  await act("office", "approve");
  const { office } = people;
  await office.goto(`${path}/act/assign`);
  await sendForm(office, { "field-task": "统一四座枢纽的换乘标识" });
  assert.match(await office.locator(".govuk-error-summary").innerText(), /完成时限/);
  assert.equal(await office.inputValue("[name=field-task]"), "统一四座枢纽的换乘标识");
  await look(office, "the form of an action with a mistake");
  await sendForm(office, { "field-deadline": "2026-12-18" });
  assert.match(await stands(office), /签收/);
});

test("both leads acknowledge and break it down, each for itself, one without script", async () => {
  const east = people.member_tongzhou;
  await east.goto("/work");
  assert.match(await east.locator('main a[href="/work/cases"]').innerText(), /承办 1 件/);
  await east.goto("/work/cases");
  await look(east, "my cases");
  await act("member_tongzhou", "sign");
  assert.match(await east.locator("main").innerText(), /等待答复\s*\S*三河/);
  assert.equal(await east.locator(`a[href="${path}/act/sign"]`).count(), 0, "answered once");
  await act("member_sanhe", "sign", { "field-contact": "示例承办人" });
  await act("member_sanhe", "plan", { "field-plan": "标识设计、安装" });
  await act("member_tongzhou", "plan", { "field-plan": "标识设计、安装、验收" });
  assert.match(await stands(east), /反馈.*12月18日/s);
});

test("progress is reported, the result is sent back with a yellow note, which prints on one page", async () => {
  await act("member_tongzhou", "report", { "field-progress": "60", "field-account": "两座枢纽已完成" });
  await act("member_tongzhou", "finish", { "field-result": "全部完成" });
  const office = await act("office", "return", { "field-reason": "缺两座枢纽的照片", "field-deadline": "2026-12-25" });
  assert.match(await stands(office), /反馈.*12月25日/s);
  await look(office, "a case sent back");
  await Promise.all([office.waitForEvent("load"), office.click('.cb-timeline a[href*="/slips/"]')]);
  const slip = await office.locator(".cb-slip").innerText();
  for (const word of ["黄色督办单", "缺两座枢纽的照片", "通州", "三河", "三个工作日"]) assert.ok(slip.includes(word), word);
  await look(office, "a note to print");
  await office.emulateMedia({ media: "print" });
  assert.equal(await office.locator(".cb-header").isVisible(), false);
  const pdf = (await office.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g)?.length, 1, "one sheet of paper");
  await office.emulateMedia({ media: null });
  // The same note as an official document; a machine without typefaces says so and makes the Word file.
  const fetched = async (ending) => {
    const href = await office.locator(`a[href$="slip.${ending}"]`).getAttribute("href");
    return office.request.get(new URL(href, office.url()).href);
  };
  const [paper, word] = [await fetched("pdf"), await fetched("docx")];
  assert.ok([200, 503].includes(paper.status()), `slip.pdf: ${paper.status()}`);
  if (paper.ok()) assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
  assert.equal(word.status(), 200);
  assert.equal((await word.body()).subarray(0, 2).toString(), "PK");
});

test("it passes, is concluded, struck off and filed; every step says rule, mandate, facts and actor", async () => {
  await act("member_sanhe", "finish", { "field-result": "全部完成，附照片" });
  await act("office", "pass", { "field-finding": "属实" });
  await act("office", "conclude", { "field-conclusion": "如期办结" });
  await act("office", "strike_off");
  const office = await act("office", "file", { "field-file_number": "示例-2026-1" });
  assert.match(await stands(office), /已归档.*已结束/s);
  const steps = office.locator(".cb-timeline__event");
  assert.equal(await steps.count(), 15);
  for (const step of await steps.all()) {
    const said = await step.innerText();
    for (const word of ["规则", "权限", "经办"]) assert.ok(said.includes(word), `${word}: ${said}`);
  }
  await look(office, "a case that has ended");
  await office.goto("/work/lists/supervised_matters");
  assert.match(await office.locator("main").innerText(), /两岸公交换乘标识统一/);
});

test("the drawing is public, and the same in English", async () => {
  const context = await openContext(browser, zone.site);
  const page = await context.newPage();
  await page.goto("/procedures/supervision");
  assert.match(await page.locator("main").innerText(), /立项登记 → 交办|核查/);
  await look(page, "how supervision works");
  await page.goto("/en/procedures/supervision");
  await isInEnglish(page, "the procedure in English");
  await people.office.goto(`/en${path}`);
  await look(people.office, "the case in English");
  await context.close();
});
