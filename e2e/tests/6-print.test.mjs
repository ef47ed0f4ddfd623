// Printed pages are documents: content, date, where it comes from; nothing to click.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extractText, getDocumentProxy } from "unpdf";
import { openContext, startBrowser } from "../house/browser.mjs";
import { firstRecord } from "../house/pages.mjs";
import { startZone, STANDING } from "../house/zone.mjs";

let zone, browser, context, record;

before(async () => {
  [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING }), startBrowser()]);
  context = await openContext(browser, zone.site);
  record = await firstRecord(context, "roads");
});
after(async () => {
  await browser?.close();
  await zone?.stop();
});

const bare = (text) => text.normalize("NFKC").replace(/\s+/g, "");

for (const address of ["/figures/T12", "/lists/roads", "/lists/projects", "/figures", "/en/figures/T12", "/en/lists/roads", "/bodies", "RECORD"]) {
  test(`${address} on paper`, async () => {
    const page = await context.newPage();
    await page.goto(address === "RECORD" ? record : address);
    const of = (selector) => page.locator(selector).allTextContents();
    const title = bare(await page.locator("h1").innerText());
    const navigation = bare((await of(".cb-nav__link")).join(""));
    const controls = (await of(".cb-tools__link, .govuk-skip-link, main button, main .cb-filter__summary, main .cb-more__summary, .cb-paging a")).map(bare);
    const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: "A4", preferCSSPageSize: true })));
    const { text, totalPages } = await extractText(pdf, { mergePages: true });
    const paper = bare(text);
    assert.ok(paper.includes(title), "the title");
    assert.match(paper, /2026年11月23日|23Nov2026|23November2026/, "the day");
    assert.ok(!paper.includes(navigation), "the navigation");
    await page.emulateMedia({ media: "print" });
    const visible = await page.locator(".cb-nav, .cb-tools, .govuk-skip-link, .cb-filter, .cb-as-of, .cb-more, .cb-paging, main button, .cb-reveal").evaluateAll((all) => all.filter((e) => e.getClientRects().length > 0 && e.offsetWidth > 1).map((e) => e.className));
    assert.deepEqual(visible, [], "controls");
    for (const word of controls.filter((word) => word.length > 4)) assert.ok(!paper.includes(word), word);
    const rows = await page.locator("main tbody tr").count();
    assert.ok(totalPages <= 3 + rows / 8, `${totalPages} sheets for ${rows} rows`);
    const clipped = await page.locator("main .cb-scroll").evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1).map((e) => e.getAttribute("aria-labelledby")));
    assert.deepEqual(clipped, [], "tables that paper would cut");
    await page.close();
  });
}
