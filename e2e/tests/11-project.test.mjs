// A project from 谋划 to 竣工 (J3): a bridge with one half in each province, made up for this test in a zone that is
// thrown away. A gate is refused for a document that one side lacks, an approval holds the project up, a plan is
// approved and drifts, a problem is raised, and in the end the public page says that it is open.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { extractText, getDocumentProxy } from "unpdf";
import { WIDTHS, openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isInEnglish, isQuiet } from "../house/checks.mjs";
import { SOURCE, sendForm, signIn } from "../house/people.mjs";
import { withExif } from "../house/photo.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

const PICTURES = process.env.CHAOBAI_PICTURES;
const LIST = "/work/lists/projects";

let zone, browser, reader;
const people = {};
const paths = {};

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING }), startBrowser()]);
  for (const login of ["office", "member_tongzhou", "member_langfang"]) {
    people[login] = await signIn(await openContext(browser, zone.site), zone, `sample_${login}`);
  }
  reader = await (await openContext(browser, zone.site)).newPage();
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const text = (page, selector = "main") => page.locator(selector).innerText();
const id = (path) => path.split("/").pop();
const path = (page) => new URL(page.url()).pathname;

async function look(page, name) {
  await hasOneHeading(page, name);
  await isAccessible(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
}

/** Pictures for whoever wants to look: both languages, both widths. */
async function shoot(page, name, address) {
  if (!PICTURES) return;
  for (const [lang, prefix] of [["zh", ""], ["en", "/en"]]) {
    for (const viewport of Object.values(WIDTHS)) {
      await page.setViewportSize(viewport);
      await page.goto(prefix + address);
      await page.screenshot({ path: `${PICTURES}/${name}.${lang}.${viewport.width}.png`, fullPage: true, animations: "disabled" });
    }
  }
  await page.setViewportSize(WIDTHS.desk);
}

/** A new record of a list; its path. */
async function create(page, list, fields, beside) {
  await page.goto(`/work/lists/${list}/new${beside ? `?beside=${id(beside)}` : ""}`);
  const named = Object.fromEntries(Object.entries(fields).map(([field, value]) => [`field-${field}`, value]));
  await sendForm(page, list === "projects" ? { ...named, ...SOURCE } : named);
  assert.match(path(page), new RegExp(`^/work/lists/${list}/[0-9a-f-]{36}$`), await text(page));
  return path(page);
}

async function amend(page, at, fields) {
  await page.goto(`${at}/amend`);
  await sendForm(page, Object.fromEntries(Object.entries(fields).map(([field, value]) => [`field-${field}`, value])));
  assert.equal(path(page), at, await text(page));
}

let files = 0;
/** A file of its own each time: a record has a file only once. */
function pdf() {
  files += 1;
  const buffer = Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/N ${files}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
  return { name: `文件${files}.pdf`, mimeType: "application/pdf", buffer };
}

async function attach(page, at, document, file = pdf(), more = {}) {
  await page.goto(`${at}/attach`);
  await page.locator("main form [name=file]").setInputFiles(file);
  await sendForm(page, { ...(document ? { document } : {}), ...more });
  assert.equal(path(page), at, await text(page));
}

async function advance(page, at, to, more = {}) {
  await page.goto(`${at}/advance`);
  if (more.waive) await page.check("main form [name=waive]", { force: true });
  await sendForm(page, { to, ...(more.note ? { note: more.note } : {}) });
}

async function moved(page, at, to, more) {
  await advance(page, at, to, more);
  assert.equal(path(page), at, await text(page));
}

test("谋划: the whole and a half on each bank, a similar project is suggested", async () => {
  const { member_tongzhou: tongzhou, member_langfang: langfang } = people;
  paths.whole = await create(tongzhou, "projects", {
    name: "柳林大桥（示例）", area: "transport", length_km: "2", investment_yi: "10", planned_start: "2026-03-01", planned_open: "2027-06-30",
    purpose: "两岸通行", lead_beijing: "tongzhou", lead_hebei: "langfang",
    place: '{"type":"LineString","coordinates":[[116.78,39.93],[116.80,39.93]]}',
  });
  paths.beijing = await create(tongzhou, "projects", {
    name: "柳林大桥北京段（示例）", area: "transport", jurisdiction: "tongzhou", length_km: "1.5", planned_open: "2027-06-30", lead_beijing: "tongzhou",
  }, paths.whole);
  paths.hebei = await create(langfang, "projects", {
    name: "柳林大桥河北段（示例）", area: "transport", jurisdiction: "langfang", length_km: "0.5", planned_open: "2027-06-30", lead_hebei: "langfang",
  }, paths.whole);
  // Each side amends its own half only; both see both.
  await langfang.goto(paths.beijing);
  assert.equal(await langfang.locator(`a[href="${paths.beijing}/amend"]`).count(), 0);
  await langfang.goto(paths.whole);
  assert.equal(await langfang.locator("#sections").count(), 1);
  assert.match(await text(langfang), /北京段（示例）[\s\S]*河北段（示例）/);
  paths.twin = await create(langfang, "projects", { name: "柳林大桥工程（示例）", area: "transport", lead_hebei: "langfang" });
  assert.match(await text(langfang, ".govuk-inset-text"), /柳林大桥（示例）/);
  await look(langfang, "a project that may be the same");
  assert.equal((await reader.goto(paths.whole.replace("/work", ""))).status(), 404, "an idea is nobody else's business");
  reader.context().complaints.splice(0);
});

test("前期: the gate names the document that one side lacks", async () => {
  const { office, member_tongzhou: tongzhou, member_langfang: langfang } = people;
  for (const at of [paths.whole, paths.beijing, paths.hebei]) await moved(office, at, "planning");
  await attach(tongzhou, paths.whole, "proposal");
  await tongzhou.goto(paths.whole);
  const columns = await tongzhou.locator(".cb-gate__side").allInnerTexts();
  assert.deepEqual(columns.map((column) => /已有/.test(column)), [true, false], columns.join("\n"));
  await look(tongzhou, "the gate, one side short");
  await advance(office, paths.whole, "preparation");
  const refused = await text(office, ".govuk-error-summary");
  assert.match(refused, /项目建议书/);
  assert.match(refused, /河北/);
  assert.doesNotMatch(refused, /北京/);
  await look(office, "a gate that is closed");
  await attach(langfang, paths.whole, "proposal");
  await moved(office, paths.whole, "preparation");
  await attach(tongzhou, paths.beijing, "proposal");
  await moved(office, paths.beijing, "preparation");
  await advance(office, paths.hebei, "preparation", { waive: true });
  assert.equal(await office.locator(".govuk-error-summary").count(), 1, "a waiver says why");
  await moved(office, paths.hebei, "preparation", { waive: true, note: "河北段并入整体项目建议书" });
});

test("the plan is approved, an approval holds the project up, what is expected drifts", async () => {
  const { office, member_tongzhou: tongzhou, member_langfang: langfang } = people;
  paths.stone = await create(tongzhou, "milestones", { name: "合龙", planned: "2027-03-31", lead: "tongzhou" }, paths.whole);
  await office.goto(`${paths.whole}/approve-plan`);
  await look(office, "the form that approves a plan");
  await sendForm(office, { note: "示例批复〔2026〕1号" });
  assert.match(await text(office, "#drift ~ *, section:has(#drift)"), /计划第 1 次批准/);
  assert.match(await text(office), /与批准的计划一致/);
  const approval = (kind, lead, town) => ({
    name: `${kind === "land" ? "用地预审" : "环评批复"}（示例）`, kind, authority: "示例机关", decided_in: town, submitted_on: "2026-10-20", promised_days: "15", lead,
  });
  paths.land = await create(langfang, "approvals", approval("land", "langfang", "langfang"), paths.hebei);
  await create(tongzhou, "approvals", { ...approval("land", "tongzhou", "tongzhou"), submitted_on: "2026-11-10" }, paths.beijing);
  await amend(tongzhou, paths.whole, { forecast_open: "2027-08-30", length_km: "2.1" });
  await amend(tongzhou, paths.stone, { forecast: "2027-05-30" });
  await office.goto(paths.whole);
  // 21 October to 23 November 2026: 24 weekdays, none of them off.
  assert.match(await text(office, ".cb-facts li >> nth=0"), /卡点：柳林大桥河北段（示例）用地预审，已 24 个工作日，承诺 15 个/);
  const drift = await text(office, "section:has(#drift)");
  assert.match(drift, /长度（km）\s+2\s+2\.1\s+(\S\s+)?多 0\.1/);
  assert.match(drift, /计划通车或启用[\s\S]*晚 61 天/);
  assert.match(drift, /合龙[\s\S]*晚 60 天/);
  await look(office, "a project that drifts");
});

test("开工 and 在建: photo with time and place, investment, a problem and its clock", async () => {
  const { office, member_tongzhou: tongzhou, member_langfang: langfang } = people;
  await advance(office, paths.hebei, "started");
  assert.match(await text(office, ".govuk-error-summary"), /用地批准/);
  const why = { waive: true, note: "示例：并联审批，主任会议同意" };
  for (const at of [paths.whole, paths.beijing, paths.hebei]) await moved(office, at, "started", why);
  const jpeg = await tongzhou.screenshot({ type: "jpeg", quality: 40 });
  const photo = { name: "现场.jpg", mimeType: "image/jpeg", buffer: withExif(jpeg, "2026:11:20 10:03:00", [116.781, 39.931]) };
  await tongzhou.goto(`${paths.whole}/attach`);
  await tongzhou.locator("main form [name=file]").setInputFiles(photo);
  await sendForm(tongzhou, { document: "site_photo" });
  assert.match(await text(tongzhou, ".govuk-error-summary"), /位置/, "the place is for the person to keep or take out");
  await attach(tongzhou, paths.whole, "site_photo", photo, { place: "keep" });
  assert.match(await text(tongzhou), /拍摄于 2026-11-20 10:03/);
  assert.match(await text(tongzhou), /距项目点/);
  await moved(office, paths.whole, "building");
  for (const at of [paths.beijing, paths.hebei]) await moved(office, at, "building", why);
  await amend(tongzhou, paths.beijing, { progress_percent: "60" });
  await amend(langfang, paths.hebei, { progress_percent: "20", forecast_open: "2027-08-30" });
  for (const [month, planned, actual] of [["2026-09", "3000", "2500"], ["2026-10", "3000", "3200"], ["2026-11", "3000", ""]]) {
    await create(tongzhou, "investment_reports", { name: month, month: `${month}-30`, planned, ...(actual ? { actual } : {}), lead: "tongzhou" }, paths.whole);
  }
  await create(langfang, "problems", { name: "用地指标未落实（示例）", lies_in: "langfang", raised_on: "2026-11-23", wanted: "请协调指标", lead: "langfang" }, paths.hebei);
  await office.goto(paths.whole);
  const told = await text(office, ".cb-facts");
  assert.match(told, /整体进度 50%，按“长度”加权/);
  assert.match(told, /北京段（示例）比柳林大桥河北段（示例）早 61 天/);
  assert.match(await text(office, "section:has(#problems)"), /县级协调[\s\S]*2026年11月26日/);
  assert.match(await text(office, "section:has(#investment)"), /截至 2026 年 10 月，累计完成 5700 万元，计划 6000 万元/);
  await look(office, "a project that is being built");
  await shoot(office, "project", paths.whole);
});

test("the timeline and the map", async () => {
  const { office } = people;
  for (const shape of ["timeline", "map"]) {
    await office.goto(`${LIST}/${shape}`);
    await look(office, shape);
    assert.match(await office.locator("svg a").evaluateAll((all) => all.map((a) => a.textContent).join(" ")), /柳林大桥/);
    await shoot(office, shape, `${LIST}/${shape}`);
    await reader.goto(`/lists/projects/${shape}`);
    await look(reader, `${shape} of the portal`);
    await reader.goto(`/en/lists/projects/${shape}`);
    await isInEnglish(reader, `${shape} in English`);
  }
  await reader.goto("/lists/projects/timeline");
  assert.match(await reader.locator("svg a").evaluateAll((all) => all.map((a) => a.textContent).join(" ")), /厂通路/);
});

test("竣工: open only when both halves are; the public page says so, and history stays", async () => {
  const { office, member_tongzhou: tongzhou, member_langfang: langfang } = people;
  const why = { waive: true, note: "示例：资料随后补齐" };
  await attach(tongzhou, paths.beijing, "acceptance");
  await attach(tongzhou, paths.beijing, "handover");
  await amend(tongzhou, paths.beijing, { final_yi: "7", opened_on: "2026-11-23" });
  await moved(office, paths.beijing, "completed");
  await moved(office, paths.beijing, "in_use");
  await amend(tongzhou, paths.whole, { final_yi: "10.4", opened_on: "2026-11-23" });
  await moved(office, paths.whole, "completed", why);
  await advance(office, paths.whole, "in_use");
  assert.match(await text(office, ".govuk-error-summary"), /各段通车或交付[\s\S]*河北段/);
  assert.equal(await office.locator("main form [name=waive]").count(), 0, "nobody waives that");
  await amend(langfang, paths.hebei, { opened_on: "2026-11-23" });
  await moved(office, paths.hebei, "completed", why);
  await moved(office, paths.hebei, "in_use");
  await moved(office, paths.whole, "in_use");
  const open = paths.whole.replace("/work", "");
  await reader.goto(open);
  const told = await text(reader, ".cb-facts");
  assert.match(told, /各部分都已到“通车或交付”，最后一段在 2026年11月23日/);
  assert.doesNotMatch(told, /卡点/, "what is open is held up by nothing");
  assert.match(told, /决算 10\.4 亿元，批准投资 10 亿元，超 4%/);
  assert.match(await text(reader, ".cb-steps [aria-current=step]"), /通车或交付/);
  assert.doesNotMatch(await text(reader), /用地指标未落实/, "problems are not public");
  assert.doesNotMatch(await text(reader), /示例批复〔2026〕1号/, "nor is what a plan was approved by");
  await look(reader, "the public page of a project");
  await office.goto(paths.whole);
  assert.match(await text(office), /河北段并入整体项目建议书|示例：资料随后补齐/, "why a gate was opened stays on record");
  await reader.goto(`/en${open}`);
  assert.match(await text(reader, ".cb-facts"), /Final cost 10\.4, approved 10 \(100 million yuan\): 4% over/);
  await look(reader, "a project in English");
  await shoot(reader, "project-public", open);
  await reader.goto(open);
  const pdf = await getDocumentProxy(new Uint8Array(await reader.pdf({ format: "A4", preferCSSPageSize: true })));
  const { text: paper } = await extractText(pdf, { mergePages: true });
  assert.match(paper.normalize("NFKC").replace(/\s+/g, ""), /柳林大桥\(示例\).*决算10\.4亿元/);
  if (PICTURES) await reader.pdf({ path: `${PICTURES}/project.pdf`, format: "A4", preferCSSPageSize: true });
});

test("the export names the projects of the zone in the words of OC4IDS", async () => {
  const answer = await reader.request.get("/api/registers/projects/oc4ids.json");
  assert.equal(answer.status(), 200);
  const whole = await answer.json();
  assert.equal(whole.version, "0.9");
  const bridge = whole.projects.find((project) => project.title === "柳林大桥（示例）");
  assert.deepEqual(bridge.budget.amount, { amount: 1_000_000_000, currency: "CNY" });
  assert.deepEqual(bridge.completion, { endDate: "2026-11-23T00:00:00Z", finalValue: { amount: 1_040_000_000, currency: "CNY" } });
  assert.equal(bridge.status, "completed");
  assert.equal(whole.projects.find((project) => project.title === "厂通路").completion.endDate, "2024-09-29T00:00:00Z");
  assert.equal(new Set(whole.projects.map((project) => project.id)).size, whole.projects.length);
});
