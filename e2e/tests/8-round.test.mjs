// The monthly round (J1): three units of two provinces, six matters each, one row returned. Lamps, the overview
// and the figure follow. Matters are made up for this test in a zone that is thrown away.
import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { WIDTHS, openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isInEnglish, isQuiet } from "../house/checks.mjs";
import { tabTo } from "../house/keyboard.mjs";
import { sendForm, signIn } from "../house/people.mjs";
import { cell, choose, paste, place } from "../house/sheet.mjs";
import { startZone } from "../house/zone.mjs";

// 09:00 on Sunday 25 October 2026 where the zone is.
const OCTOBER = "2026-10-25T01:00:00Z";
const UNITS = ["tongzhou", "langfang", "sanhe"];
const REPORT = "/work/rounds/2026-10/work_points";

let zone, browser;
const people = {};

/** The made-up records as real ones: eighteen facts that a figure counts. */
async function asFacts(folder) {
  await rename(path.join(folder, "samples/work_points.csv"), path.join(folder, "facts/work_points.csv"));
}

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: OCTOBER, alter: asFacts }), startBrowser()]);
  for (const login of ["office", "council", ...UNITS.map((unit) => `member_${unit}`)]) {
    // One of the units has no script at all.
    const context = await openContext(browser, zone.site, { javaScriptEnabled: login !== "member_tongzhou" });
    people[login] = await signIn(context, zone, `sample_${login}`);
  }
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const clerk = (unit) => people[`member_${unit}`];
const rows = (page) => page.locator("table[data-sheet] tbody tr");
const lamps = async (page) => (await page.locator("main section .cb-lamps").first().innerText()).replaceAll(/\s+/g, " ").trim();
const press = (page, selector) => Promise.all([page.waitForEvent("load"), page.click(selector)]);
/** Types in a cell of the grid. */
const put = async (page, row, field, text) => {
  await choose(page, row, field);
  await page.keyboard.insertText(text);
  await page.keyboard.press("Enter");
};
/** Rows of the sheet, the first is 0, by the number in the name of their matter. */
async function places(page) {
  const names = await rows(page).allInnerTexts();
  return Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [n, names.findIndex((name) => name.includes(`示例${n}）`))]));
}
/** A range as a spreadsheet puts it on the clipboard: the cells of each matter, in the order of the rows. */
const range = (at, cells) => Object.entries(at).sort((a, b) => a[1] - b[1]).map(([n]) => cells[n - 1].join("\t")).join("\r\n");
const judged = (page) => page.waitForResponse((answer) => answer.url().includes("/check") && answer.request().method() === "POST");

/** Where there is no room for a grid the sheet is the form it is made of. */
async function onTelephone(page, name) {
  const phone = await page.context().newPage();
  await phone.setViewportSize(WIDTHS.phone);
  await phone.goto(page.url());
  assert.equal(await phone.locator("table.sheet--grid").count(), 0);
  await isAccessible(phone, `${name}, on a telephone`);
  await fits(phone, [390], `${name}, on a telephone`);
  if (process.env.CHAOBAI_PICTURES) {
    await phone.screenshot({ path: path.join(process.env.CHAOBAI_PICTURES, `${name.replaceAll(/[^a-z]+/g, "-")}-telephone.png`), fullPage: true });
  }
  await phone.close();
}

async function look(page, name) {
  await hasOneHeading(page, name);
  await isAccessible(page, name);
  const grid = (await page.locator("table.sheet--grid").count()) > 0;
  if (!grid) await fits(page, [390, 1366], name);
  else await onTelephone(page, name);
  isQuiet(page.context(), name);
  if (process.env.CHAOBAI_PICTURES) {
    const before = page.viewportSize();
    for (const [size, viewport] of Object.entries(WIDTHS)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: path.join(process.env.CHAOBAI_PICTURES, `${name.replaceAll(/[^a-z]+/g, "-")}-${size}.png`), fullPage: true });
    }
    await page.setViewportSize(before);
  }
}

test("the office opens the round of the month", async () => {
  const { office } = people;
  await office.goto("/work/rounds");
  await look(office, "the rounds, none yet");
  await office.goto("/work/rounds/new");
  for (const list of ["cooperation_matters", "key_projects", "reform_items", "resolution_tasks"]) {
    await office.uncheck(`[name=lists][value=${list}]`, { force: true });
  }
  await sendForm(office, { month: "2026-10", due: "2026-10-28" });
  assert.match(office.url(), /\/work\/rounds\/2026-10/);
  assert.match(await office.locator("main").innerText(), /已发起/);
  await look(office, "the round, just opened");
});

test("each clerk's home says how many matters wait", async () => {
  for (const unit of UNITS) {
    const page = clerk(unit);
    await page.goto("/work");
    assert.match(await page.locator(".cb-todo__card").first().innerText(), /待填报\s*6/, unit);
    assert.match(await page.locator("main").innerText(), /本单位 6 项未报/, unit);
  }
  await look(clerk("sanhe"), "a clerk's home");
});

test("the clerk sees six rows with the last values, saves a draft nobody else sees", async () => {
  const page = clerk("sanhe");
  await press(page, ".cb-todo__card");
  assert.equal(new URL(page.url()).pathname, REPORT);
  assert.equal(await rows(page).count(), 6);
  const at = await places(page);
  assert.match(await (await place(page, at[1], "progress")).locator(".sheet-before").innerText(), /85/);
  await look(page, "the sheet of a report");
  await put(page, at[1], "progress", "８７%");
  await put(page, at[1], "latest", "护栏安装完成");
  await press(page, "button[value=save]");
  assert.match(await page.locator(".cb-notice--done").innerText(), /草稿已保存/);
  assert.equal(await cell(page, at[1], "progress"), "87", "what was typed is kept as it is understood");
  const other = clerk("langfang");
  await other.goto(REPORT);
  assert.equal(await rows(other).count(), 6);
  assert.doesNotMatch(await other.content(), /护栏安装完成/);
  await people.office.goto("/work/rounds/2026-10/work_points/review?unit=sanhe");
  assert.match(await people.office.locator("main").innerText(), /没有待审核/);
});

test("a range from a spreadsheet is pasted, judged and mended; nothing typed is lost", async () => {
  const page = clerk("sanhe");
  await page.goto(REPORT);
  const at = await places(page);
  const cells = ["87", "55", "1,2500", "71", "９２%", "84"].map((progress, n) => [progress, `十月进展第 ${n + 1} 项`]);
  // One row too many from the second row on: refused as a whole, and nothing is touched.
  await choose(page, 1, "progress");
  await paste(page, range(at, cells));
  assert.match(await page.locator(".sheet-panel").innerText(), /没有粘贴：粘贴的有 6 行，从这里往下只有 5 行/);
  assert.notEqual(await cell(page, 1, "latest"), cells[0][1]);
  await choose(page, 0, "progress");
  await Promise.all([judged(page), paste(page, range(at, cells))]);
  await page.waitForSelector(".sheet-panel__doubt");
  const panel = await page.locator(".sheet-panel").innerText();
  assert.match(panel, /已识别 6 行 12 格：填入 11 格，需确认 1 格/);
  assert.match(panel, /1,2500/);
  assert.equal(await cell(page, at[5], "progress"), "92");
  // Rows behind the plan by five points or more: 55 % and 71 % where about 83 % were to be done.
  for (const n of [2, 4]) assert.equal(await (await place(page, at[n], "lag_reason")).getAttribute("aria-invalid"), "true");
  for (const n of [1, 5, 6]) assert.equal(await (await place(page, at[n], "lag_reason")).getAttribute("aria-invalid"), null);
  await look(page, "the sheet, pasted");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".govuk-error-summary");
  const told = await page.locator(".govuk-error-summary").innerText();
  assert.match(told, new RegExp(`第 ${at[3] + 1} 行`));
  assert.match(told, new RegExp(`第 ${at[2] + 1} 行 滞后原因`));
  assert.match(told, new RegExp(`第 ${at[4] + 1} 行 滞后原因`));
  assert.equal(await cell(page, at[3], "progress"), "1,2500");
  assert.equal(await cell(page, at[1], "latest"), "十月进展第 1 项");
  await look(page, "the sheet with mistakes");
  await put(page, at[3], "progress", "89");
  await put(page, at[2], "lag_reason", "用地手续未完成");
  await put(page, at[4], "lag_reason", "汛期影响");
  await press(page, "button[value=check]");
  assert.match(await page.locator("main").innerText(), /6 项/);
  assert.match(await page.locator("main").innerText(), /公开页/);
  assert.equal(await page.locator("main section").count(), 6);
  await look(page, "what is about to be handed in");
  await press(page, "button[value=submit]");
  assert.match(await page.locator(".cb-notice--done").innerText(), /已报送/);
  assert.equal(await page.locator("button[value=check]").count(), 0, "nothing is left to write");
  await page.goto("/work");
  assert.equal(await page.locator(".cb-todo__card").count(), 0);
});

test("the other units report too, one of them a matter that is done", async () => {
  // Without script the sheet is a form of plain inputs.
  const plain = clerk("tongzhou");
  await plain.goto(REPORT);
  assert.equal(await rows(plain).count(), 6);
  for (let row = 0; row < 6; row += 1) {
    const input = (field) => rows(plain).nth(row).locator(`[data-field="${field}"] .sheet__input`);
    await input("progress").fill(row ? "９０%" : "100");
    await input("latest").fill(`tongzhou ${row}`);
    if (!row) await input("stage").fill("已完成");
  }
  const page = clerk("langfang");
  await page.goto(REPORT);
  await choose(page, 0, "progress");
  const lines = Array.from({ length: 6 }, (_, row) => `90\tlangfang ${row}`);
  await Promise.all([judged(page), paste(page, lines.join("\r\n"))]);
  for (const each of [plain, page]) {
    await press(each, "button[value=check]");
    await press(each, "button[value=submit]");
    assert.match(await each.locator(".cb-notice--done").innerText(), /已报送/);
  }
});

test("the office reads a difference, returns one row, accepts the others", async () => {
  const { office } = people;
  await office.goto("/work/rounds/2026-10");
  await look(office, "the round, everybody has reported");
  const text = await office.locator("main").innerText();
  assert.equal((text.match(/6 项，审核/g) ?? []).length, 3, text);
  await office.goto("/work/rounds/2026-10/work_points/review?unit=sanhe");
  assert.equal(await office.locator(".cb-review").count(), 6);
  await look(office, "the review");
  const second = office.locator(".cb-review", { hasText: "70" }).first();
  assert.match(await second.innerText(), /55/);
  assert.match(await second.innerText(), /序时/);
  // Without a remark nothing is returned.
  await Promise.all([office.waitForEvent("load"), second.locator("button[name=return]").click()]);
  assert.equal(await office.locator(".govuk-form-group--error").count(), 1);
  const again = office.locator(".cb-review", { hasText: "70" }).first();
  await again.locator("textarea").fill("口径含征拆？");
  await Promise.all([office.waitForEvent("load"), again.locator("button[name=return]").click()]);
  assert.equal(await office.locator(".cb-review").count(), 5);
  for (const unit of UNITS) {
    await office.goto(`/work/rounds/2026-10/work_points/review?unit=${unit}`);
    await press(office, "button[name=accept][value=all]");
    assert.equal(await office.locator(".cb-review").count(), 0, unit);
  }
});

test("the clerk sees the returned row only, answers, and it is accepted", async () => {
  const page = clerk("sanhe");
  await page.goto("/work");
  const cards = (await page.locator(".cb-todo").innerText()).replaceAll(/\s+/g, " ");
  assert.match(cards, /待填报 1/);
  assert.match(cards, /退回 1/);
  await page.goto(REPORT);
  assert.match(await page.locator("main").innerText(), /口径含征拆？/);
  await look(page, "the sheet with a returned row");
  const row = await page.evaluate(() => [...document.querySelectorAll("table[data-sheet] tbody tr")].findIndex((line) => line.querySelector("td:not(.sheet__cell--locked)")));
  assert.ok(row >= 0);
  const column = await page.locator("table[data-sheet] thead th").evaluateAll((all) => all.findIndex((head) => head.dataset.field === "lag_reason") - 1);
  // By keys alone: to the grid, to the cell, an answer, Ctrl+Enter, and on the next page to the button.
  await page.goto(REPORT);
  await page.waitForSelector("table.sheet--grid");
  await tabTo(page, ".sheet-cell-input");
  for (let n = 0; n < row; n += 1) await page.keyboard.press("ArrowDown");
  for (let n = 0; n < column; n += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.insertText("用地手续未完成；口径不含征拆");
  await page.keyboard.press("Enter");
  assert.equal(await cell(page, row, "lag_reason"), "用地手续未完成；口径不含征拆");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Control+Enter")]);
  await tabTo(page, "button[value=submit]");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  assert.match(await page.locator(".cb-notice--done").innerText(), /已报送/);
  await people.office.goto("/work/rounds/2026-10/work_points/review?unit=sanhe");
  assert.match(await people.office.locator(".cb-review").innerText(), /口径含征拆？/, "the remark it answers");
  await press(people.office, "button[name=accept][value=all]");
});

test("lamps, overview, the matter's page and the figure follow", async () => {
  const { council } = people;
  await council.goto("/work/overview");
  const counts = await lamps(council);
  assert.match(counts, /办结 1/);
  assert.match(counts, /预警 2/);
  // One of the other side was not begun when the month opened, and its report moves it to no other stage.
  assert.match(counts, /未启动 1/);
  assert.match(counts, /正常 14/);
  const lagging = await council.locator(".cb-lagging").first().innerText();
  assert.match(lagging, /序时 8\d(\.\d+)?%，实际 55%/);
  await look(council, "the overview");
  await press(council, ".cb-lagging a");
  const page = await council.locator("main").innerText();
  assert.match(page, /亮灯规则/);
  assert.match(page, /2026-10 已核定/);
  assert.doesNotMatch(page, /草稿/, "what others wrote before it was accepted stays with them");
  await look(council, "the page of a matter");
  const reader = await (await openContext(browser, zone.site)).newPage();
  await reader.goto("/figures/W02");
  assert.match(await reader.locator(".cb-sentence").innerText(), /5\.6/);
  assert.match(await reader.locator("main").innerText(), /清单共 18 项，经批准取消 0 项不计，分母为 18 项，其中完成 1 项/);
  await reader.goto("/figures/W01");
  assert.match(await reader.locator("main").innerText(), /清单上没有条目/, "no record, no figure: never nought");
  await reader.goto("/lists/work_points");
  assert.doesNotMatch(await reader.content(), /用地手续未完成/, "reasons are not public");
  await reader.context().close();
});

test("the closed round takes nothing more", async () => {
  const { office } = people;
  await office.goto("/work/rounds/2026-10");
  await press(office, "main form.cb-form button[type=submit]");
  assert.match(await office.locator("main").innerText(), /已关闭/);
  const page = clerk("langfang");
  await page.goto(REPORT);
  assert.equal(await page.locator("button[value=save]").count(), 0);
  await look(page, "the sheet of a closed round");
});

test("everything of it in English", async () => {
  for (const [login, path] of [
    ["office", "/work/rounds"], ["office", "/work/rounds/2026-10"], ["office", "/work/overview"], ["member_sanhe", "/work/rounds/2026-10/work_points"],
  ]) {
    const page = people[login];
    await page.goto(`/en${path}`);
    await isInEnglish(page, path);
    await look(page, `/en${path}`);
    await page.setViewportSize(WIDTHS.desk);
  }
});

test("samples are marked, and in no figure", async () => {
  const other = await startZone({ fixedClock: OCTOBER, samples: true });
  try {
    const context = await openContext(browser, other.site);
    const page = await signIn(context, other, "sample_office");
    await page.goto("/work/overview");
    assert.match(await page.locator("#list-work_points").locator("..").innerText(), /未见公布[\s\S]*示例数据，不计入指标[\s\S]*18 项/);
    await look(page, "the overview with samples");
    await page.goto("/figures/W02");
    assert.match(await page.locator("main").innerText(), /清单上没有条目/);
    await context.close();
  } finally {
    await other.stop();
  }
});
