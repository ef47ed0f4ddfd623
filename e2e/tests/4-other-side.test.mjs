// A record that Tongzhou leads is not for a clerk of another unit to change, whatever address they try.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { SOURCE, sendForm, signIn } from "../house/people.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, ours, theirs, path;

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  const context = await openContext(browser, zone.site);
  ours = await signIn(context, zone, "sample_member_tongzhou");
  await ours.goto("/work/lists/roads/new");
  await sendForm(ours, { "field-name": "通胡大街东延", "field-lead_beijing": "tongzhou", "field-lanes": "4", ...SOURCE });
  path = new URL(ours.url()).pathname;
  theirs = await signIn(await openContext(browser, zone.site), zone, "sample_member_sanhe");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

test("they see the record, and no way to change it", async () => {
  const answer = await theirs.goto(path);
  assert.equal(answer.status(), 200);
  assert.equal(await theirs.locator("main a[href$='/amend'], main a[href$='/withdraw'], main a[href$='/advance'], main a[href$='/attach']").count(), 0);
});

test("the addresses of the forms refuse them in words", async () => {
  for (const verb of ["amend", "withdraw", "advance", "attach", "link"]) {
    const answer = await theirs.goto(`${path}/${verb}`);
    assert.equal(answer.status(), 403, verb);
    assert.equal(await theirs.locator("main form").count(), 0, verb);
    assert.match(await theirs.locator("h1").innerText(), /\S/);
  }
});

test("a form of their own making, sent to that address, changes nothing", async () => {
  await ours.goto(`${path}/amend`);
  const form = await ours.locator("main form.cb-form").evaluate((f) => Object.fromEntries(new FormData(f)));
  await theirs.goto("/work");
  const csrf = await theirs.locator("input[name=csrf]").first().inputValue();
  for (const csrfSent of [csrf, form.csrf]) {
    const sent = { ...form, csrf: csrfSent, "field-lanes": "8", note: "不该写进去" };
    const answer = await theirs.context().request.post(`${path}/amend`, { form: sent, headers: { origin: zone.site } });
    assert.equal(answer.status(), 403);
  }
  await ours.goto(path);
  assert.equal(await ours.locator(".cb-timeline__event").count(), 1);
  assert.doesNotMatch(await ours.locator("main").innerText(), /不该写进去/);
});

test("a stranger is led to sign in, and back to where they wanted to go", async () => {
  const context = await openContext(browser, zone.site);
  const stranger = await context.newPage();
  await stranger.goto(`${path}/amend`);
  assert.match(stranger.url(), /\/sign-in\?next=/);
  await stranger.fill("#login", "sample_member_tongzhou");
  await stranger.fill("#password", "潮白河上五座桥 five bridges");
  await Promise.all([stranger.waitForEvent("load"), stranger.click("main button[type=submit]")]);
  assert.equal(new URL(stranger.url()).pathname, `${path}/amend`);
  await stranger.goto("/sign-in?next=" + encodeURIComponent("//evil.example/work"));
  assert.ok(new URL(stranger.url()).host === new URL(zone.site).host);
  await context.close();
});

test("administration is for administrators", async () => {
  for (const address of ["/admin/accounts", "/admin/charter", "/admin/journal"]) {
    const answer = await theirs.goto(address);
    assert.ok([403, 404].includes(answer.status()), `${answer.status()} ${address}`);
  }
});
