// A meeting of the sample council (J2): prepared, papers in, notice, opened under the chair whose turn it is, voted on by name and
// by slips, decided with the keyboard, a resolution, its tasks acknowledged by both sides, and the next meeting's first item.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { extractText, getDocumentProxy } from "unpdf";
import { WIDTHS, openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isQuiet } from "../house/checks.mjs";
import { tabTo, type } from "../house/keyboard.mjs";
import { sendForm, signIn } from "../house/people.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

const TODAY = "2026-11-23";
const SEATS = ["chair_beijing", "seat_beijing_1", "seat_beijing_2", "chair_hebei", "seat_hebei_1", "seat_hebei_2"].map((seat) => `sample_${seat}`);
const FIRST = "示例：两岸公交换乘标识统一";
const SECOND = "示例：轮值秘书单位人选";

let zone, browser, meeting, resolution, slips;
const people = {};
const items = {};
const pictures = process.env.CHAOBAI_PICTURES;

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING, samples: true }), startBrowser()]);
  for (const login of ["office", "member_tongzhou", "member_langfang", "seat_hebei_1"]) {
    // Whoever sits on a seat works without script.
    const options = login === "seat_hebei_1" ? { javaScriptEnabled: false } : {};
    people[login] = await signIn(await openContext(browser, zone.site, options), zone, `sample_${login}`);
  }
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

/** No Chinese in what a reader steers by; names of meetings and items are content. */
async function inEnglish(page, name) {
  const steering = "main h2, main thead th, main dt, main button, main label, main legend, main caption, main .cb-hint, title";
  const words = await page.locator(steering).evaluateAll((all) => all.filter((e) => !e.querySelector("a") && !e.closest("[lang^=zh], .cb-present__agenda")).map((e) => e.textContent));
  const foreign = words.filter((text) => /[\u2e80-\u9fff]/u.test(text) && !/示例|上次议定事项/u.test(text));
  assert.deepEqual(foreign, [], `${name}: Chinese in controls`);
}

async function look(page, name, { script = true } = {}) {
  await hasOneHeading(page, name);
  if (script) await isAccessible(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  for (const size of Object.values(WIDTHS)) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${pictures}/meeting-${name.replaceAll(/[^a-z0-9]+/gi, "-")}-${size.width}.png`, fullPage: true });
  }
  await page.setViewportSize(WIDTHS.desk);
}

/** The same page in English, looked at. */
async function lookInEnglish(page, name) {
  const path = new URL(page.url()).pathname;
  await page.goto(`/en${path}`);
  await inEnglish(page, name);
  await look(page, `${name}-en`);
  await page.goto(path);
}

const main = (page) => page.locator("main").innerText();
const summary = (page) => page.locator(".govuk-error-summary").innerText();
const press = (page, selector) => Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

async function open(path) {
  const { office } = people;
  await office.goto(path);
  return office;
}

async function place(name, values) {
  const office = await open(`${meeting}/place`);
  await sendForm(office, { name, ...values });
  assert.match(await office.locator(".cb-notice--done").innerText(), /议题已列入议程/);
  items[name] = await office.locator(".cb-agenda__name a", { hasText: name }).getAttribute("href");
}

test("the council that has no published rules says so, and the sample council can be convened", async () => {
  const office = await open("/meetings");
  assert.match(await main(office), /理事会第一次会议/);
  assert.match(await main(office), /全部成员、席位数、议事法定人数、表决规则.*均未见公布[\s\S]*不能在这里召集会议/);
  assert.deepEqual(await office.locator("#body option").allInnerTexts(), ["示例理事会"]);
  assert.equal(await office.locator(".cb-nav__link[aria-current=page]").innerText(), "会议");
  await look(office, "index");
  await lookInEnglish(office, "index");
  await sendForm(office, { held_on: "2026-11-20", time: "9点半" });
  assert.match(await summary(office), /日期不能早于今天[\s\S]*时间写法不对/);
  assert.equal(await office.inputValue("#time"), "9点半");
  await look(office, "index-with-mistakes");
  await sendForm(office, { held_on: TODAY, time: "09:30", place: "示例会议室" });
  meeting = new URL(office.url()).pathname;
  assert.match(await main(office), /示例理事会第一次会议[\s\S]*主持：示例理事长（河北）[\s\S]*2026年11月23日（周一） 09:30 · 示例会议室/);
  assert.match(await main(office), /上次议定事项办理情况/);
  await look(office, "just-prepared");
});

test("items come onto the agenda and are put in order, without script as well", async () => {
  await open(`${meeting}/place`);
  await look(people.office, "the-form-of-an-item");
  await place(FIRST, { mode: "settle", request: "请审议统一后的换乘标识", minutes: "15" });
  await place(SECOND, { mode: "settle", request: "请选定轮值秘书单位" });
  const office = await open(meeting);
  await office.locator(".cb-fold__summary").first().click();
  const id = (name) => items[name].split("/").pop();
  await office.fill(`#pos-${id(SECOND)}`, "2");
  await office.fill(`#pos-${id(FIRST)}`, "3");
  await look(office, "the-agenda-as-a-form");
  await press(office, "form[action$='/agenda'] button");
  const names = () => office.locator(".cb-agenda__name a").allInnerTexts();
  assert.deepEqual(await names(), ["上次议定事项办理情况", SECOND, FIRST]);
  await office.locator(".cb-fold__summary").first().click();
  await office.fill(`#pos-${id(FIRST)}`, "2");
  await office.fill(`#pos-${id(SECOND)}`, "x");
  await press(office, "form[action$='/agenda'] button");
  assert.match(await summary(office), /请填写整数/);
  await office.fill(`#pos-${id(SECOND)}`, "3");
  await press(office, "form[action$='/agenda'] button");
  assert.deepEqual(await names(), ["上次议定事项办理情况", FIRST, SECOND]);
});

test("a late paper is refused, and taken when the chair lets it in with a reason", async () => {
  const paper = await people.office.context().newPage();
  await paper.setContent("<h1>Sample paper</h1>");
  const buffer = await paper.pdf();
  await paper.close();
  const office = await open(`${items[FIRST]}/paper`);
  await office.setInputFiles("#file", { name: "示例材料.pdf", mimeType: "application/pdf", buffer });
  await press(office, "main form.cb-form button");
  assert.match(await summary(office), /已过截止日期（2026-11-18）/);
  await look(office, "a-late-paper");
  await office.fill("#let_in", "示例：数据当天才核定");
  await office.setInputFiles("#file", { name: "示例材料.pdf", mimeType: "application/pdf", buffer });
  await press(office, "main form.cb-form button");
  const line = await office.locator(".cb-papers li").innerText();
  assert.match(line, /示例材料\.pdf[\s\S]*迟交，主持人准许：示例：数据当天才核定/);
  assert.ok(line.includes(sha256(buffer).slice(0, 12)), "its digest");
});

test("the notice is too short, goes out all the same by the chair's leave, and says so ever after", async () => {
  const office = await open(`${meeting}/notice`);
  await sendForm(office, {});
  assert.match(await summary(office), /通知已经来不及[\s\S]*2026-11-20/);
  await sendForm(office, { let_in: "示例：事项紧急" });
  assert.match(await main(office), /通知已发出[\s\S]*2026年11月23日/);
  const marked = await office.locator(".cb-timeline__event--override").allInnerTexts();
  assert.equal(marked.length, 2, marked.join("\n"));
  assert.match(marked[0], /主持人准许[\s\S]*发出通知[\s\S]*示例：事项紧急/);
  await look(office, "called");
  await lookInEnglish(office, "called");
});

test("the meeting is opened under the chair whose turn it is; a seat keeps out of nothing it is not asked about", async () => {
  const office = await open(`${meeting}/open`);
  assert.equal(await office.inputValue("#chair"), "sample_chair_hebei");
  await look(office, "the-form-that-opens");
  for (const seat of SEATS.slice(0, 3)) await office.check(`[name=present][value="post:${seat}"]`, { force: true });
  await press(office, "main form.cb-form button");
  assert.match(await summary(office), /选定的主持人没有到会/);
  for (const seat of SEATS) await office.check(`[name=present][value="post:${seat}"]`, { force: true });
  await press(office, "main form.cb-form button");
  assert.match(await main(office), /会议进行中：议题 3 项，已有结果 0 项/);
  assert.match(await main(office), /出席 6，请假 0，列席 0/);
  assert.match(await main(office), /法定人数[\s\S]*到会 6 \/ 需 3；北京方 3 \/ 需 2；河北方 3 \/ 需 2/);
  await look(office, "in-session");
});

test("what is only heard is recorded with one key", async () => {
  const office = await open(meeting);
  const first = await office.locator(".cb-agenda__name a").first().getAttribute("href");
  await office.goto(first);
  assert.match(await main(office), /还没有以前议定的事项/);
  await tabTo(office, "form[action$='/decide'] button");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await main(office), /已听取/);
});

test("a roll-call is taken with keys only; members see their own vote, the screen only how many have voted", async () => {
  const office = await open(items[FIRST]);
  await look(office, "an-item-in-session");
  await tabTo(office, "button[name=kind][value=roll_call]");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await main(office), /已投 0 \/ 应投 6/);
  const { seat_hebei_1: member } = people;
  await member.goto(items[FIRST]);
  await look(member, "a-members-vote", { script: false });
  await press(member, "form[action$='/vote'] button[value=abstain]");
  assert.match(await main(member), /已投：弃权/);
  assert.equal(await member.locator("form[action$='/roll-call']").count(), 0);
  await office.goto(items[FIRST]);
  for (const seat of SEATS.filter((seat) => seat !== "sample_seat_hebei_1")) {
    await tabTo(office, `#vote-${seat}-yes`);
    await office.keyboard.press("Space");
  }
  await look(office, "a-roll-call");
  await tabTo(office, "form[action$='/roll-call'] button");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await main(office), /已投 6 \/ 应投 6/);
  const screen = await office.context().newPage();
  const answer = await screen.goto(`${meeting}/present`);
  assert.equal(answer.headers().refresh, "10");
  const shown = await main(screen);
  assert.match(shown, /已投 6 \/ 应投 6/);
  assert.doesNotMatch(shown, /赞成/);
  assert.match(shown, /示例材料\.pdf/);
  assert.equal(await screen.locator("main a, main button, main form, main input").count(), 0, "nothing to press");
  await look(screen, "the-screen");
  await screen.goto(`/en${meeting}/present`);
  await look(screen, "the-screen-en");
  await screen.close();
  await tabTo(office, "form[action$='/count'] button");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  const said = await main(office);
  assert.match(said, /赞成 5 \/ 需 4；北京方 3 \/ 需 2；河北方 2 \/ 需 2/);
  assert.match(said, /弃权 1/);
  await look(office, "a-counted-roll-call");
});

test("原则通过 is chosen by its key, needs its words, and is saved with Enter", async () => {
  const office = await open(items[FIRST]);
  await office.keyboard.press("2");
  assert.equal(await office.evaluate(() => document.activeElement.value), "passed_in_principle");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await summary(office), /议定内容/);
  assert.ok(await office.isChecked("input[value=passed_in_principle]"), "what was chosen stays");
  await look(office, "a-result-without-words");
  await type(office, "#wording", "原则同意统一换乘标识，按会议意见修改后印发。");
  await tabTo(office, "form[action$='/decide'] button");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await main(office), /结果：原则通过/);
  await look(office, "a-decided-item");
  await lookInEnglish(office, "a-decided-item");
});

test("six slips are printed once and cast in private windows, by nobody", async () => {
  const office = await open(items[SECOND]);
  await press(office, "button[name=kind][value=secret]");
  slips = await office.locator(".cb-cut__code").allInnerTexts();
  assert.equal(new Set(slips).size, 6);
  const address = new URL((await office.locator(".cb-cut__address").first().innerText()).trim());
  assert.match(address.pathname, /^\/ballots\/[0-9a-f-]{36}$/);
  assert.match(await main(office), /只显示这一次/);
  await look(office, "slips");
  const pdf = await getDocumentProxy(new Uint8Array(await office.pdf({ preferCSSPageSize: true })));
  const paper = (await extractText(pdf, { mergePages: true })).text;
  for (const code of slips) assert.ok(paper.includes(code), "every code on paper");
  assert.doesNotMatch(paper, /只显示这一次/);
  const votes = ["yes", "yes", "yes", "yes", "no", "abstain"];
  for (const [at, code] of slips.entries()) {
    // One of them forgets to use a private window.
    const [context, page] = at === 5 ? [people.seat_hebei_1.context(), people.seat_hebei_1] : await (async () => {
      const own = await openContext(browser, zone.site, { javaScriptEnabled: at % 2 === 0 });
      return [own, await own.newPage()];
    })();
    await page.goto(at % 2 ? address.pathname : `/en${address.pathname}`);
    if (at === 0) await look(page, "where-a-slip-is-cast-en");
    if (at === 0) {
      await page.fill("#code", "2345-2345-2345");
      await page.check("[name=choice][value=yes]", { force: true });
      await press(page, "main form button");
      assert.match(await summary(page), /code is wrong/);
    }
    await page.fill("#code", at === 1 ? code.toLowerCase().replaceAll("-", " ") : code);
    await page.check(`[name=choice][value=${votes[at]}]`, { force: true });
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"), press(page, "main form button")]);
    assert.equal(answer.status(), 200, await main(page));
    assert.equal(answer.headers()["set-cookie"], undefined);
    assert.equal(answer.headers()["referrer-policy"], "no-referrer");
    assert.ok(!page.url().includes(code), "the code is in no address");
    assert.ok((await main(page)).includes(sha256(code.replaceAll("-", ""))), "its digest");
    if (at === 5) assert.doesNotMatch(await page.locator("body").innerText(), /示例寅/, "nobody is signed in here");
    else assert.deepEqual(await context.cookies(), []);
    if (at === 3) {
      await page.goto(address.pathname);
      await page.fill("#code", code);
      await page.check("[name=choice][value=no]", { force: true });
      await press(page, "main form button");
      assert.match(await summary(page), /已经投过/);
    }
    if (at !== 5) await context.close();
  }
  await office.goto(items[SECOND]);
  assert.match(await main(office), /已投 6 \/ 应投 6/);
  assert.equal((await office.request.get(`${address.pathname}/recount`)).status(), 404, "not before the count");
  await press(office, "form[action$='/count'] button");
  assert.match(await main(office), /赞成 4 \/ 需 4/);
  await press(office, "a[href$='/recount']");
  const rows = await office.locator("main tbody tr").allInnerTexts();
  assert.equal(rows.length, 6);
  for (const [at, code] of slips.entries()) {
    const word = { yes: "赞成", no: "反对", abstain: "弃权" }[votes[at]];
    const row = rows.find((text) => text.includes(sha256(code.replaceAll("-", ""))));
    assert.ok(row?.includes(word), `${word}: ${row}`);
  }
  assert.match(await main(office), /全部选票的校验值\s*[0-9a-f]{64}/);
  await look(office, "the-recount");
  await lookInEnglish(office, "the-recount");
  const body = await office.content();
  for (const code of slips) assert.ok(!body.includes(code), "no code");
});

test("against the count nothing is recorded; with it, it is, and the meeting is closed", async () => {
  const office = await open(items[SECOND]);
  const passes = /达到通过所需/.test(await main(office)) && !/未达到通过所需/.test(await main(office));
  await office.keyboard.press(passes ? "5" : "1");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await summary(office), /表决结果与.*不符/);
  await office.keyboard.press("Escape");
  await office.locator("h1").click();
  await office.keyboard.press(passes ? "1" : "5");
  await Promise.all([office.waitForEvent("load"), office.keyboard.press("Enter")]);
  assert.match(await main(office), passes ? /结果：通过/ : /结果：不通过/);
  await office.goto(`${meeting}/close`);
  await sendForm(office, {});
  assert.match(await main(office), /召开：议题 3 项/);
  await look(office, "held");
  await lookInEnglish(office, "held");
});

test("the decision becomes a numbered resolution whose digest anybody can make again", async () => {
  const office = await open(`${items[FIRST]}/resolution`);
  assert.equal(await office.inputValue("#text"), "原则同意统一换乘标识，按会议意见修改后印发。");
  await look(office, "the-form-of-a-resolution");
  await sendForm(office, {});
  resolution = new URL(office.url()).pathname;
  const said = await main(office);
  assert.match(said, /示例理〔2026〕1号/);
  const digest = sha256(`示例理〔2026〕1号\n${FIRST}\n原则同意统一换乘标识，按会议意见修改后印发。\n`);
  assert.ok(said.includes(digest), "number, title and text, one line each");
  await look(office, "a-resolution");
  await lookInEnglish(office, "a-resolution");
});

test("notice, agenda, minutes, resolution and pack come as the files they say they are", async () => {
  for (const [path, expected] of [[meeting, 5], [resolution, 2]]) {
    const office = await open(path);
    const links = await office.locator("main .cb-summary a[href*='/papers/'], main .cb-summary a[href$='/pack.pdf']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.equal(links.length, expected, links.join("\n"));
    for (const link of links) {
      const answer = await office.request.get(link);
      assert.equal(answer.status(), 200, link);
      const file = await answer.body();
      assert.equal(file.subarray(0, 4).toString("latin1"), /\.pdf/.test(link) ? "%PDF" : "PK\u0003\u0004", link);
      if (pictures) await writeFile(`${pictures}/${link.replace(/\?.*/, "").split("/").pop()}`, file);
    }
  }
});

test("it is split into tasks, with the load of every unit before and after", async () => {
  const office = await open(`${resolution}/tasks`);
  await look(office, "the-form-of-tasks");
  await press(office, "button[value=preview]");
  assert.match(await summary(office), /任务数不对/);
  const set = async (name, value) => {
    const input = office.locator(`[name="t1-field-${name}"]`).first();
    const kind = await input.evaluate((e) => (e.localName === "select" ? "select" : e.type));
    if (kind === "select") await input.selectOption(value);
    else if (kind === "radio") await office.check(`[name="t1-field-${name}"][value="${value}"]`, { force: true });
    else await input.fill(value);
  };
  await set("name", "示例：更换四座枢纽的换乘标识");
  await press(office, "button[value=preview]");
  assert.match(await summary(office), /重点领域[\s\S]*没有牵头单位/);
  assert.equal(await office.inputValue("[name='t1-field-name']"), "示例：更换四座枢纽的换乘标识");
  await look(office, "tasks-with-mistakes");
  for (const [name, value] of [["area", "transport"], ["lead_beijing", "tongzhou"], ["lead_hebei", "langfang"], ["partner_1", "sanhe"], ["due", "2026-12-31"], ["deliverable", "完工照片"]]) await set(name, value);
  await press(office, "button[value=preview]");
  const load = await office.locator("table[aria-labelledby=load-caption], .cb-scroll[aria-labelledby=load-caption]").innerText();
  assert.match(load, /通州区[\s\S]*廊坊/);
  const row = (await office.locator("[aria-labelledby=load-caption] tbody tr", { hasText: "廊坊" }).innerText()).match(/\d+/g).map(Number);
  assert.equal(row[2], row[0] + 1, "one more than now");
  await look(office, "the-load-of-units");
  await press(office, "button[value=issue]");
  assert.match(await office.locator(".cb-notice--done").innerText(), /任务已下达/);
  for (let round = 0; round < 60 && (await office.locator("#tasks-caption").count()) === 0; round += 1) {
    await office.waitForTimeout(500);
    await office.goto(resolution);
  }
  assert.match(await office.locator("[aria-labelledby=tasks-caption]").innerText(), /更换四座枢纽的换乘标识[\s\S]*通州区[\s\S]*2026年12月31日/);
  await look(office, "a-resolution-with-its-task");
});

test("both sides acknowledge the task, and its record leads back to resolution and meeting", async () => {
  for (const login of ["member_tongzhou", "member_langfang"]) {
    const page = people[login];
    await page.goto("/work/cases");
    await press(page, 'main tbody a[href*="/work/cases/"]:has-text("更换四座枢纽")');
    await press(page, 'a[href$="/act/sign"]');
    await sendForm(page, {});
    assert.match(await page.locator(".cb-notice--done").innerText(), /已办理/, login);
  }
  const office = await open(meeting);
  assert.match(await office.locator("[aria-labelledby=follows-caption]").innerText(), /下达任务并请两方签收：示例：更换四座枢纽[\s\S]*已办/);
  await office.goto(resolution);
  await press(office, "[aria-labelledby=tasks-caption] tbody a");
  await press(office, 'main .cb-summary a[href*="/lists/resolutions/"]');
  await press(office, '#meetings + ul a');
  assert.equal(new URL(office.url()).pathname, resolution);
  await press(office, `main .cb-summary a[href="${meeting}"]`);
  assert.match(await main(office), /示例理〔2026〕1号/);
});

test("the resolution is published; everybody may then read it", async () => {
  const office = await open(resolution);
  await press(office, "form[action$='/publish'] button");
  assert.match(await main(office), /已公开/);
  assert.equal(await office.locator("form[action$='/publish']").count(), 0);
  const open_ = await openContext(browser, zone.site);
  const page = await open_.newPage();
  await page.goto("/lists/resolutions");
  assert.match(await main(page), /示例理〔2026〕1号/);
  await page.goto("/meetings");
  assert.match(await main(page), /理事会第一次会议/);
  assert.equal(await page.locator("form.cb-form").count(), 0);
  await look(page, "index-for-everybody");
  assert.equal((await page.goto(meeting)).status(), 401);
  await open_.close();
});

test("the next meeting begins with what became of it", async () => {
  const office = await open("/meetings");
  await sendForm(office, { held_on: "2027-01-15" });
  const said = await main(office);
  assert.match(said, /示例理事会第二次会议/);
  assert.match(said, /2027 年的工作日历尚未公布/);
  assert.match(await office.locator("[aria-labelledby=earlier-caption]").innerText(), /更换四座枢纽的换乘标识[\s\S]*示例理〔2026〕1号[\s\S]*示例理事会第一次会议/);
  await look(office, "the-next-meeting");
  await lookInEnglish(office, "the-next-meeting");
  await press(office, ".cb-agenda__name a");
  assert.match(await main(office), /更换四座枢纽的换乘标识/);
  await look(office, "what-became-of-earlier-resolutions");
});

test("the page of the meeting on paper: no forms, nothing to press", async () => {
  const office = await open(meeting);
  await office.emulateMedia({ media: "print" });
  const visible = await office.locator(".cb-nav, .cb-tools, .cb-actions, main button, main form, .cb-room-form").evaluateAll((all) => all.filter((e) => e.getClientRects().length > 0).map((e) => e.className));
  assert.deepEqual(visible, []);
  const pdf = await getDocumentProxy(new Uint8Array(await office.pdf({ preferCSSPageSize: true })));
  const { text, totalPages } = await extractText(pdf, { mergePages: true });
  const paper = text.normalize("NFKC").replace(/\s+/g, "");
  for (const word of ["示例理事会第一次会议", "原则通过", "示例理〔2026〕1号", "主持人准许"]) assert.ok(paper.includes(word.normalize("NFKC")), word);
  assert.ok(totalPages <= 8, `${totalPages} sheets`);
  await office.emulateMedia({ media: null });
});

test("a meeting that does not take place keeps its number", async () => {
  const office = await open("/meetings");
  await press(office, 'main tbody a:has-text("第二次会议")');
  const path = new URL(office.url()).pathname;
  await office.goto(`${path}/cancel`);
  await sendForm(office, {});
  assert.match(await summary(office), /必须填写/);
  await sendForm(office, { reason: "示例：改期" });
  assert.match(await main(office), /没有召开；次序号保留/);
  await look(office, "cancelled");
});
