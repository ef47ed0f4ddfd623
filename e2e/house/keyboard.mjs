// A person without a mouse: every move is a key, and where the focus is can be seen.
import assert from "node:assert/strict";

/** What has the focus: its description, and whether a person can see that it has it. */
async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { name: "nothing", matches: "", ring: false, inView: false, covered: false };
    // Radio buttons and check boxes are drawn by their label; a file input by its frame.
    const faces = [element, ...(element.labels ?? []), element.parentElement].filter(Boolean);
    const styles = faces.flatMap((face) => [getComputedStyle(face), getComputedStyle(face, "::before")]);
    const ring = styles.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || /rgb\(255, 176, 0\)/.test(s.boxShadow));
    const box = element.getBoundingClientRect();
    const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0 && box.height > 0;
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const covered = !faces.some((face) => face === top || face.contains(top) || top?.contains(face));
    const name = `${element.localName}${element.id ? `#${element.id}` : ""} “${(element.innerText || element.name || element.value || "").trim().slice(0, 40)}”`;
    return { name, ring, inView, covered };
  });
}

/** The focus can be seen: a ring, inside the window, under nothing else. */
export async function seesFocus(page) {
  const at = await focused(page);
  assert.ok(at.inView, `the focus on ${at.name} is outside the window`);
  assert.ok(at.ring, `the focus on ${at.name} has no ring`);
  assert.ok(!at.covered, `the focus on ${at.name} is covered`);
  return at.name;
}

/** Presses Tab until an element that matches has the focus; every stop on the way is seen. */
export async function tabTo(page, selector, { stops = 120, back = false } = {}) {
  const way = [];
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    way.push(await seesFocus(page));
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  assert.fail(`Tab does not lead to ${selector}; it went over\n  ${way.join("\n  ")}`);
}

/** Tabs to an element and presses a key that leads to another page. */
export async function follow(page, selector, key = "Enter") {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}

/** Tabs to an input and types in place of what is there. */
export async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press("ControlOrMeta+A");
  if (text) await page.keyboard.insertText(text);
  else await page.keyboard.press("Delete");
}
