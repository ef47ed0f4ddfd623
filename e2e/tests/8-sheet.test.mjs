// A list as a sheet: the keys of a spreadsheet, an input method on a chosen cell, ranges pasted, checked, written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser, WIDTHS } from "../house/browser.mjs";
import { hasOneHeading, isAccessible, isQuiet } from "../house/checks.mjs";
import { signIn } from "../house/people.mjs";
import { cell, choose, compose, paste } from "../house/sheet.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, context, page;
const SHEET = "/work/lists/roads/sheet";

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  context = await openContext(browser, zone.site);
  page = await signIn(context, zone, "sample_office");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const open = async (path = SHEET) => {
  await page.goto(path);
  await page.waitForSelector("table.sheet--grid");
};
const active = () => page.evaluate(() => document.activeElement.getAttribute("aria-activedescendant"));
const leave = async (action = "check") => {
  await Promise.all([page.waitForEvent("load"), page.locator(`button[name=action][value=${action}]`).last().click()]);
};
const judged = () => page.waitForResponse((answer) => answer.url().includes("/check"));

test("the grid has the roles of a grid and no finding of axe", async () => {
  await open();
  await hasOneHeading(page, "the sheet");
  await isAccessible(page, "the sheet");
  assert.equal(await page.locator("[role=grid]").getAttribute("aria-colcount"), String((await page.locator("thead th").count())));
  await choose(page, 0, "lanes");
  await page.keyboard.press("F2");
  await isAccessible(page, "a cell that is edited");
  await page.keyboard.press("Escape");
  await page.goto(`/en${SHEET}`);
  await page.waitForSelector("table.sheet--grid");
  const said = await page.locator(".sheet-help, .sheet-status").allInnerTexts();
  assert.doesNotMatch(said.join(" "), /[\u4e00-\u9fff]/, "the grid speaks English");
  await isAccessible(page, "the sheet in English");
});

test("typing Chinese on a chosen cell loses nothing", async () => {
  await open();
  await choose(page, 1, "note");
  await compose(page, ["n", "ni", "nih", "ni hao"], "你好，护栏");
  await compose(page, ["a", "an", "an zhuang"], "安装完成");
  await page.keyboard.press("Enter");
  assert.equal(await cell(page, 1, "note"), "你好，护栏安装完成", "what was composed takes the place of what stood there");
  assert.equal(await active(), "sheet-2-11".replace(/-\d+$/, `-${(await page.locator("thead th").evaluateAll((all) => all.findIndex((h) => h.dataset.field === "note"))) - 1}`));
  // A key of the input method that is an arrow or Enter is the method's, not the grid's.
  await choose(page, 2, "note");
  await compose(page, ["zhong", "zhong guo"], "中国");
  assert.equal(await cell(page, 2, "note") === "中国", false, "still being typed");
  await page.keyboard.press("Tab");
  assert.equal(await cell(page, 2, "note"), "中国");
  await choose(page, 3, "note");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  assert.notEqual(await cell(page, 1, "note"), "你好，护栏安装完成", "undone");
});

test("the keys of a spreadsheet", async () => {
  await open();
  await choose(page, 0, "lanes");
  await page.keyboard.type("6");
  await page.keyboard.press("ArrowDown");
  assert.equal(await cell(page, 0, "lanes"), "6", "typing begins an entry, an arrow ends it");
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await page.keyboard.press("F2");
  await page.keyboard.type("8");
  await page.keyboard.press("Escape");
  assert.notEqual(await cell(page, 2, "lanes"), "8", "Escape drops what was typed");
  await choose(page, 0, "lanes");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+d");
  assert.deepEqual([await cell(page, 1, "lanes"), await cell(page, 2, "lanes")], ["6", "6"], "filled down");
  await page.keyboard.press("Control+z");
  assert.equal(await cell(page, 1, "lanes"), "4");
  await page.keyboard.press("Control+y");
  assert.equal(await cell(page, 1, "lanes"), "6");
  await choose(page, 1, "lanes");
  await page.keyboard.press("Delete");
  assert.equal(await cell(page, 1, "lanes"), "");
  await page.keyboard.press("Space");
  assert.ok((await page.locator("td[aria-selected=true]").count()) > 8, "Space chooses the row");
  await choose(page, 0, "lanes");
  const copied = await page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData("text/plain");
  });
  assert.equal(copied, "6");
});

test("nobody is caught in the grid", async () => {
  await open();
  await choose(page, 0, "lanes");
  await page.keyboard.press("Tab");
  assert.match(await active(), /^sheet-0-/, "Tab moves on in the row");
  await page.keyboard.press("Escape");
  assert.match(await page.locator(".sheet-status").innerText(), /Tab/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest(".sheet-shell"))), false, "Escape, Tab leaves");
  await page.keyboard.press("Shift+Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".sheet-cell-input")), "and the way back");
  await page.keyboard.press("F6");
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest(".sheet-shell"))), false, "F6 leaves");
});

test("a range from a spreadsheet is recognised, told, put right, checked and written", async () => {
  await open();
  await choose(page, 0, "length_beijing_km");
  const range = "１２．５\t3,000米\t6\r\n\"1,2500\"\t—\t４\r\n2.2\t\t8\r\n";
  await Promise.all([judged(), paste(page, range)]);
  await page.waitForSelector(".sheet-panel:not([hidden])");
  const panel = await page.locator(".sheet-panel").innerText();
  assert.match(panel, /已识别 3 行 9 格：填入 8 格，需确认 1 格/);
  assert.match(panel, /全角转半角/);
  assert.match(panel, /换算单位/);
  assert.match(panel, /采用 12500/);
  await isAccessible(page, "what was pasted");
  assert.equal(await cell(page, 0, "length_beijing_km"), "12.5");
  assert.equal(await cell(page, 0, "length_hebei_km"), "3");
  assert.equal(await cell(page, 1, "lanes"), "4");
  await Promise.all([judged(), page.getByRole("button", { name: "采用 12500" }).click()]);
  assert.equal(await cell(page, 1, "length_beijing_km"), "12500");
  await page.locator("[name=note]").fill("按竣工资料补登");
  await leave();
  await isAccessible(page, "the check");
  assert.match(await page.locator(".cb-lead").innerText(), /已识别 3 行，可写入 3 行/);
  assert.match(await page.locator("main").innerText(), /12\.5/);
  await leave("edit");
  await page.waitForSelector("table.sheet--grid");
  const place = (await page.locator("tbody th a").allInnerTexts()).indexOf("1");
  assert.equal(await cell(page, place, "length_beijing_km"), "12.5", "back on the sheet nothing is lost");
  await leave();
  await leave("write");
  assert.match(await page.locator(".cb-lead").innerText(), /已写入 3 行/);
  await isAccessible(page, "what was written");
  await open();
  assert.equal(await cell(page, 0, "length_beijing_km"), "12.5");
});

test("a paste of several lines in one cell stays in one cell", async () => {
  await open();
  await choose(page, 0, "note");
  await Promise.all([judged(), paste(page, '"第一行\n第二行 ""引"""\n第二条\n')]);
  assert.equal(await cell(page, 0, "note"), '第一行\n第二行 "引"');
  assert.equal(await cell(page, 1, "note"), "第二条");
});

test("a paste past the end makes new rows where the list may grow, and says so", async () => {
  await open();
  const rows = Number(await page.locator("[role=grid]").getAttribute("aria-rowcount")) - 1;
  await choose(page, 0, "name");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Home");
  await Promise.all([judged(), paste(page, "新一路\n新二路\n新三路\n")]);
  assert.equal(Number(await page.locator("[role=grid]").getAttribute("aria-rowcount")) - 1, rows + 2);
  assert.match(await page.locator(".sheet-panel").innerText(), /超出末行的 2 行，作为新增的行/);
  assert.equal(await cell(page, rows + 1, "name"), "新三路");
  await page.getByRole("button", { name: "撤销这次粘贴" }).click();
  assert.equal(Number(await page.locator("[role=grid]").getAttribute("aria-rowcount")) - 1, rows, "and they go again");
});

test("a paste past the end is refused where the list may not grow, and nothing is touched", async () => {
  // The same sheet without the right to add rows, as a list has it whose rows others make.
  await page.route("**/work/lists/roads/sheet", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(" data-grows", "").replace(/<tr[^>]*data-key="new-\d"[\s\S]*?<\/tr>/g, "");
    await route.fulfill({ response: answer, body });
  });
  await open();
  await page.unroute("**/work/lists/roads/sheet");
  await choose(page, 0, "lanes");
  await page.keyboard.press("Control+ArrowDown");
  const rows = Number(await page.locator("[role=grid]").getAttribute("aria-rowcount")) - 1;
  const stood = await cell(page, rows - 1, "lanes");
  await paste(page, "1\n2\n3\n");
  assert.match(await page.locator(".sheet-panel").innerText(), /没有粘贴：粘贴的有 3 行，从这里往下只有 1 行/);
  assert.equal(await cell(page, rows - 1, "lanes"), stood);
  await paste(page, Array.from({ length: 12 }, () => "x").join("\t"));
  assert.match(await page.locator(".sheet-panel").innerText(), /没有粘贴：粘贴的有 12 列/);
});

test("five thousand rows move smoothly", async (t) => {
  const lines = Array.from({ length: 5000 }, (_, n) => `测试路${n},true,planned,${n % 9},示例,2026-01-01`);
  const csv = `name,crosses_border,status,length_beijing_km,source,source_date\n${lines.join("\n")}\n`;
  const imported = await page.request.post("/api/registers/roads/import", {
    headers: { "content-type": "text/csv", "idempotency-key": "five-thousand", origin: zone.site },
    data: csv,
  });
  assert.equal(imported.status(), 200, await imported.text());
  const begun = Date.now();
  await open();
  await page.waitForFunction(() => Number(document.querySelector("[role=grid]").getAttribute("aria-rowcount")) >= 5000, undefined, { timeout: 30_000 });
  const loaded = Date.now() - begun;
  assert.ok((await page.locator("tbody tr").count()) < 120, "only rows in view are drawn");
  await choose(page, 0, "lanes");
  const frames = await page.evaluate(async () => {
    const frame = document.querySelector(".sheet-frame");
    const took = [];
    for (let n = 0; n < 60; n += 1) {
      const from = performance.now();
      frame.scrollTop += 900;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      took.push(performance.now() - from);
    }
    return took.sort((a, b) => a - b);
  });
  const key = await page.evaluate(async () => {
    const took = [];
    for (let n = 0; n < 30; n += 1) {
      const from = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
      document.body.offsetHeight;
      took.push(performance.now() - from);
    }
    return took.sort((a, b) => a - b)[15];
  });
  const range = Array.from({ length: 500 }, (_, n) => [n % 7, n % 5, 4, 60].join("\t")).join("\n");
  await choose(page, (await active()).match(/\d+/)[0] - 0, "length_beijing_km");
  const at = Date.now();
  await Promise.all([judged(), paste(page, range)]);
  await page.waitForSelector(".sheet-panel:not([hidden])");
  const pasted = Date.now() - at;
  t.diagnostic(`5,000 rows there after ${loaded} ms; a step of 900 px: middle ${frames[30].toFixed(1)} ms, worst ${frames[59].toFixed(1)} ms; a key ${key.toFixed(1)} ms; 500 x 4 pasted and judged in ${pasted} ms`);
  assert.ok(key < 100, "from key to paint at most 100 ms");
  await page.keyboard.press("Control+z");
});

test("on a telephone the inputs stay, and without script the sheet is a form", async () => {
  const state = await context.storageState();
  const phone = await openContext(browser, zone.site, { viewport: WIDTHS.phone, storageState: state });
  const small = await phone.newPage();
  await small.goto(`${SHEET}?filter=${encodeURIComponent("name LIKE '京%'")}`);
  assert.equal(await small.locator("table.sheet--grid").count(), 0);
  await isAccessible(small, "the sheet on a telephone");
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), "no sideways scroll of the page");
  await phone.close();
  const plain = await openContext(browser, zone.site, { javaScriptEnabled: false, storageState: state });
  const form = await plain.newPage();
  await form.goto(`${SHEET}?filter=${encodeURIComponent("name LIKE '京%'")}`);
  await form.locator("input[name$='.speed_kmh']").first().fill("１２０");
  await form.locator("button[value=check]").click();
  assert.match(await form.locator("main").innerText(), /全角转半角/);
  await form.locator("button[value=write]").click();
  assert.match(await form.locator(".cb-lead").innerText(), /已写入 1 行/);
  await plain.close();
});

test("nothing was complained about on the way", () => isQuiet(context, "sheets"));
