// Posts on a day, rules side by side, and a calendar by a secret address that is read without a session and taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isQuiet } from "../house/checks.mjs";
import { signIn } from "../house/people.mjs";
import { STANDING, startZone } from "../house/zone.mjs";

let zone, browser, anyone, clerk, plain;

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING, samples: true }), startBrowser()]);
  anyone = await (await openContext(browser, zone.site, {})).newPage();
  clerk = await signIn(await openContext(browser, zone.site, {}), zone, "sample_member_tongzhou");
  plain = await signIn(await openContext(browser, zone.site, { javaScriptEnabled: false }), zone, "sample_member_sanhe");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const main = (page) => page.locator("main").innerText();

async function look(page, name, scripted = true) {
  await hasOneHeading(page, name);
  await fits(page, [390, 1366], name);
  isQuiet(page.context(), name);
  if (scripted) await isAccessible(page, name);
}

test("posts of bodies and units are shown as of any day", async () => {
  await anyone.goto("/bodies?as_of=2024-01-01");
  await look(anyone, "bodies");
  assert.match(await main(anyone), /单位的职务[\s\S]*通州区委书记/);
  await anyone.goto("/bodies?as_of=2020-01-01");
  assert.match(await main(anyone), /空缺（下一任期自/, "a seat nobody held yet says when the next term begins");
});

test("rules stand side by side, what is still different first", async () => {
  await anyone.goto("/lists/unified_aspects/compare");
  await look(anyone, "compare");
  const states = await anyone.locator("main table").first().locator("tbody tr td:last-child").allInnerTexts();
  assert.deepEqual(states.map((text) => text.replace(/[^\u4e00-\u9fff]/g, "").replace("对照结果", "")), ["仍不同", "未对照", "已统一"]);
  assert.match(await main(anyone), /示例/);
  await anyone.goto("/figures/G07C");
  assert.doesNotMatch(await main(anyone), /33\.3/, "samples are in no figure");
});

test("the worked example of powers is shown and says what it is not", async () => {
  await anyone.goto("/lists/delegated_powers_example");
  await look(anyone, "example");
  assert.match(await main(anyone), /不是示范区的赋权/);
  await anyone.goto("/lists/delegated_powers");
  assert.match(await main(anyone), /没有公开的清单/);
});

for (const [name, scripted] of [["with script", true], ["without script", false]]) {
  test(`a calendar address is made, read without a session and taken back, ${name}`, async () => {
    const page = scripted ? clerk : plain;
    await page.goto("/work/calendar");
    await look(page, "calendar", scripted);
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "新建地址" }).click()]);
    const address = await page.locator("main code").first().innerText();
    assert.match(address, /\/calendar\/[0-9a-f]{3}[\w-]{43}\.ics$/);
    await look(page, "calendar with an address", scripted);
    const first = await fetch(address);
    assert.equal(first.status, 200);
    assert.match(first.headers.get("content-type"), /^text\/calendar/);
    const text = await first.text();
    assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n"));
    assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
    const again = await fetch(address, { headers: { "if-none-match": first.headers.get("etag") } });
    assert.equal(again.status, 304);
    assert.equal((await fetch(address.replace(/.{5}\.ics$/, "AAAAA.ics"))).status, 404);
    await page.goto("/work/calendar");
    assert.ok(!(await page.content()).includes(address.split("/").pop()), "the address is shown once");
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: /^撤销/ }).first().click()]);
    assert.match(await main(page), /已撤销/);
    assert.equal((await fetch(address)).status, 404, "what was taken back is not found");
  });
}
