// Every page of the portal, in both languages: it is there, it can be read by everyone, it fits, it is quiet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { WIDTHS, openContext, startBrowser } from "../house/browser.mjs";
import { fits, hasOneHeading, isAccessible, isInEnglish, isQuiet } from "../house/checks.mjs";
import { PORTAL, firstRecord } from "../house/pages.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser, record;

before(async () => {
  [zone, browser] = await Promise.all([startZone(), startBrowser()]);
  const context = await openContext(browser, zone.site);
  record = await firstRecord(context, "roads");
  await context.close();
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const addresses = [...PORTAL, "/sign-in", "RECORD"];
for (const [lang, prefix] of [["zh", ""], ["en", "/en"]]) {
  for (const address of addresses) {
    test(`${lang} ${address}`, async () => {
      const path = prefix + (address === "RECORD" ? record : address === "/" && prefix ? "" : address);
      for (const [kind, viewport] of Object.entries(WIDTHS)) {
        const context = await openContext(browser, zone.site, { viewport });
        const page = await context.newPage();
        const answer = await page.goto(path);
        const name = `${path} on the ${kind}`;
        assert.equal(answer.status(), 200, name);
        assert.equal(await page.getAttribute("html", "lang"), lang === "zh" ? "zh-CN" : "en", name);
        await hasOneHeading(page, name);
        await isAccessible(page, name);
        // The name of a record is content, in the language it has.
        if (lang === "en" && address !== "RECORD") await isInEnglish(page, name);
        if (kind === "desk") await fits(page, [320, 390, 768, 1366], name);
        isQuiet(context, name);
        await context.close();
      }
    });
  }
}

test("every link of the portal leads to a page, in the language of the page", async () => {
  const context = await openContext(browser, zone.site);
  for (const prefix of ["", "/en"]) {
    const page = await context.newPage();
    const waiting = PORTAL.map((path) => (path === "/" && prefix ? prefix : prefix + path));
    const seen = new Set(waiting);
    const broken = [];
    for (let path = waiting.shift(), count = 0; path && count < 150; path = waiting.shift(), count += 1) {
      const answer = await context.request.get(path);
      // A machine without the typefaces of official documents says so instead of a PDF.
      if (answer.status() === 503 && path.includes(".pdf") && (await answer.text()).includes("texlive-lang-chinese")) continue;
      if (answer.status() !== 200) broken.push(`${answer.status()} ${path}`);
      if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      await page.setContent(await answer.text());
      const links = await page.$$eval("main a[href^='/'], nav a[href^='/']", (all) => all.map((a) => a.getAttribute("href").split("#")[0]));
      for (const link of links) {
        const ours = prefix ? link === "/en" || link.startsWith("/en/") : !link.startsWith("/en");
        const shared = /^\/(api|ogc|log|assets|files)\b/.test(link);
        if (!ours && !shared) broken.push(`${link} on ${path} changes the language`);
        // One record of a list stands for the others.
        const kind = link.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID").replace(/\?.*/, "?").replace(/(figures|proof)\/.*/, "$1/ONE");
        if (link && !seen.has(kind) && !seen.has(link)) {
          seen.add(kind);
          waiting.push(link);
        }
      }
    }
    await page.close();
    assert.deepEqual(broken, []);
  }
  await context.close();
});

test("a page that is not there says so in words and leads on", async () => {
  const context = await openContext(browser, zone.site);
  const page = await context.newPage();
  for (const path of ["/nothing-here", "/en/lists/nothing", "/figures/T99", "/lists/roads/not-an-id", "/en/lists/roads/00000000-0000-7000-8000-000000000000"]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 404, path);
    await hasOneHeading(page, path);
    assert.ok((await page.locator("main a").count()) > 0, `${path} leads nowhere`);
    await isAccessible(page, path);
    isQuiet(context, path);
  }
  await context.close();
});
