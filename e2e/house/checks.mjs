// What is asked of every page.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** No finding of axe (WCAG 2.0, 2.1, 2.2, levels A and AA). */
export async function isAccessible(page, name) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const told = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}\n    ${n.failureSummary?.replaceAll("\n", "\n    ")}`));
  assert.deepEqual(told, [], name);
}

/** The page does not scroll sideways at any of these widths, and no text is cut without a way to see it. */
export async function fits(page, widths, name) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: before.height });
    const { scroll, client, cut } = await page.evaluate(() => {
      const cut = [];
      for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        // A hash shortened with an ellipsis stands whole on the page it leads to.
        if (element.matches("code.cb-hash--line") && style.textOverflow === "ellipsis") continue;
        const isHidden = style.clipPath !== "none" || style.visibility === "hidden" || element.closest(".govuk-visually-hidden, svg");
        const isCut = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
        if (isCut && !isHidden && element.clientWidth > 1 && element.innerText?.trim()) cut.push(`${element.className}: ${element.innerText.slice(0, 60)}`);
      }
      return { scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth, cut };
    });
    assert.ok(scroll <= client, `${name} at ${width} px scrolls sideways: ${scroll} > ${client}`);
    assert.deepEqual(cut, [], `${name} at ${width} px cuts text`);
  }
  await page.setViewportSize(before);
}

const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/u;

/** No Chinese in the words a reader of an English page steers by. Content marked as Chinese is content, and so is `title`: the
 * name of the record the page is about. */
export async function isInEnglish(page, name, title = "") {
  const words = await page.evaluate(() => {
    const controls = "label, legend, button, summary, nav a, .govuk-button, .govuk-hint, thead th, dt, h1, h2, h3, title, caption";
    const own = (element) => {
      const copy = element.cloneNode(true);
      for (const foreign of copy.querySelectorAll("[lang^=zh]")) foreign.remove();
      return copy.textContent.trim();
    };
    const all = [...document.querySelectorAll(controls)].filter((e) => !e.closest("[lang^=zh]"));
    const labels = [...document.querySelectorAll("[aria-label], [placeholder]")].map((e) => e.getAttribute("aria-label") ?? e.placeholder);
    return [...all.map(own), ...labels];
  });
  assert.deepEqual(words.filter((text) => CJK.test(text.replaceAll(title || "\0", ""))), [], `${name}: Chinese in controls`);
}

/** Exactly one heading of the first level, and it says something. */
export async function hasOneHeading(page, name) {
  const headings = await page.locator("h1").allInnerTexts();
  assert.equal(headings.length, 1, `${name}: ${headings.length} h1`);
  assert.notEqual(headings[0].trim(), "", `${name}: empty h1`);
}

/** Nothing was complained about since the last look. */
export function isQuiet(context, name) {
  assert.deepEqual(context.complaints.splice(0), [], name);
}
