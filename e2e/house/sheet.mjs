// Hands on a sheet: where its cells are, and a clipboard as a spreadsheet fills it.

/** Text of a cell of the grid, by row (from 0) and field. */
export function cell(page, row, field) {
  return page.evaluate(
    ([row, field]) => {
      const heads = [...document.querySelectorAll("table[data-sheet] thead th")];
      const column = heads.findIndex((head) => head.dataset.field === field) - 1;
      const { id } = document.querySelector("table[data-sheet]");
      return document.getElementById(`${id}-${row}-${column}`)?.querySelector(".sheet__text")?.textContent;
    },
    [row, field],
  );
}

/** Clicks a cell of the grid. */
export async function choose(page, row, field, options = {}) {
  await (await place(page, row, field)).click(options);
}

/** The element of a cell of the grid. */
export async function place(page, row, field) {
  const [id, column] = await page.evaluate((field) => {
    const table = document.querySelector("table[data-sheet]");
    return [table.id, [...table.querySelectorAll("thead th")].findIndex((head) => head.dataset.field === field) - 1];
  }, field);
  return page.locator(`#${id}-${row}-${column}`);
}

/** Pastes a text into what has the focus, as Ctrl+V does with what a spreadsheet has put on the clipboard. */
export async function paste(page, text) {
  await page.evaluate(async (text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** Types through an input method as the browser's engine reports it: key 229, a composition, then the text. */
export async function compose(page, steps, text) {
  const engine = await page.context().newCDPSession(page);
  const key = (type) => engine.send("Input.dispatchKeyEvent", { type, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229, key: "Process", code: "KeyN" });
  for (const step of steps) {
    await key("rawKeyDown");
    await engine.send("Input.imeSetComposition", { text: step, selectionStart: step.length, selectionEnd: step.length });
    await key("keyUp");
  }
  await engine.send("Input.insertText", { text });
  await engine.detach();
}
