// Texts that try to become markup or script, stored in every text of a record and put into every address:
// they are shown as what they are.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openContext, startBrowser } from "../house/browser.mjs";
import { isQuiet } from "../house/checks.mjs";
import { HOSTILE } from "../house/hostile.mjs";
import { SOURCE, sendForm, signIn } from "../house/people.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, context, page;

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  context = await openContext(browser, zone.site);
  await context.addInitScript(() => {
    window.xss = () => window.cbComplain(`a text was run on ${location.href}`);
  });
  page = await signIn(context, zone, "sample_member_tongzhou");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

/** No element came out of a text: no handler, no script but ours, no address that runs, no foreign frame. */
async function isOnlyText(name) {
  const found = await page.evaluate(() => {
    const bad = [];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on")) bad.push(`${element.localName} ${name}`);
        if (["href", "src", "action", "formaction", "xlink:href"].includes(name) && /^\s*(javascript|data|vbscript):/i.test(value)) bad.push(`${name}=${value}`);
        if (name === "style") bad.push(`${element.localName} style`);
      }
      if (element.localName === "script" && element.getAttribute("src") !== "/assets/app.js") bad.push("a script");
      if (["iframe", "object", "embed", "base", "math", "style", "template", "video", "audio", "img"].includes(element.localName)) bad.push(element.localName);
      if (element.localName === "meta" && element.httpEquiv) bad.push("meta http-equiv");
    }
    return bad;
  });
  assert.deepEqual(found, [], name);
  isQuiet(context, name);
}

const written = [];
for (const [index, text] of HOSTILE.entries()) {
  test(`stored: ${JSON.stringify(text)}`, async () => {
    await page.goto("/work/lists/roads/new");
    const name = `${text} ${index}`;
    await sendForm(page, { "field-name": name, "field-connection": text, "field-note": `${text}\n${text}`, "field-lead_beijing": "tongzhou", ...SOURCE, "field-source": text, note: text });
    await isOnlyText("the answer");
    if (await page.locator(".govuk-error-summary").count()) {
      // What cannot be written is said, and what was typed stands in the form unharmed.
      assert.match(await page.locator(".govuk-error-summary a").first().innerText(), /\S/);
      return;
    }
    const path = new URL(page.url()).pathname;
    written.push(path);
    const told = (await page.locator("h1").textContent()).replace(/\s+/g, " ").trim();
    assert.equal(told.normalize("NFKC"), name.normalize("NFKC").replace(/\s+/g, " ").trim());
    for (const address of [path.replace("/work", ""), `/en${path.replace("/work", "")}`, `${path}/amend`, `/en${path}`, `${path}/link`]) {
      await page.goto(address);
      await isOnlyText(address);
    }
  });
}

test("most of them were written, and the lists that hold them are only text", async () => {
  assert.ok(written.length >= HOSTILE.length * 0.7, `${written.length} of ${HOSTILE.length}`);
  for (const address of ["/lists/roads", "/work/lists/roads", "/work", "/en/lists/roads", "/journal", "/figures/T12", "/lists/roads?sort=-name", "/lists/bridges"]) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    await isOnlyText(address);
  }
});

test("addresses with such texts give pages that are only text", async () => {
  for (const text of HOSTILE) {
    const t = encodeURIComponent(text);
    for (const address of [`/lists/roads?f.name=${t}`, `/lists/roads?filter=${t}`, `/lists/roads?as_of=${t}&sort=${t}&after=${t}`, `/figures/T12?as_of=${t}`, `/figures/${t}`, `/lists/${t}`, `/sign-in?next=${t}`]) {
      const answer = await page.goto(address);
      assert.ok(answer.status() < 500, `${answer.status()} ${address}`);
      await isOnlyText(address);
    }
  }
});

test("a download with such texts is a file, and no cell of it begins a formula", async () => {
  const answer = await context.request.get("/lists/roads?format=csv").then(async (first) =>
    (first.headers()["content-type"] ?? "").includes("csv") ? first : context.request.get(await csvAddress()),
  );
  assert.match(answer.headers()["content-type"], /text\/csv/);
  assert.match(answer.headers()["content-disposition"] ?? "", /attachment/);
  const cells = (await answer.text()).split(/[,\r\n]/);
  assert.deepEqual(cells.filter((cell) => /^"?[=+@]/.test(cell)), []);
});

async function csvAddress() {
  await page.goto("/lists/roads");
  return page.locator("a[download][href*=csv]").getAttribute("href");
}
