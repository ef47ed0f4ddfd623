// Ranges as spreadsheets put them on the clipboard: tabs between cells, line ends between rows, cells with
// either of them (or a quote) in double quotes.

/** The cells of a pasted text. A line end after the last row is no row. */
export function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const end = text.length;
  while (at <= end) {
    let cell = "";
    if (text[at] === '"' && quoteCloses(text, at)) {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    } else {
      const stop = text.slice(at).search(/[\t\r\n]/);
      const next = stop < 0 ? end : at + stop;
      cell = text.slice(at, next);
      at = next;
    }
    row.push(cell.replace(/\r\n?/g, "\n"));
    const mark = text[at];
    if (mark === "\t") {
      at += 1;
      continue;
    }
    rows.push(row);
    row = [];
    at += mark === "\r" && text[at + 1] === "\n" ? 2 : 1;
    if (at >= end) break;
  }
  const width = Math.max(...rows.map((one) => one.length));
  return rows.map((one) => [...one, ...Array<string>(width - one.length).fill("")]);
}

/** Whether a cell that begins with a quote is a quoted one: its quote closes before a tab, a line end or the end. */
function quoteCloses(text: string, at: number): boolean {
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 2)) {
    if (text[close + 1] !== '"') return close + 1 >= text.length || /[\t\r\n]/.test(text[close + 1]!);
  }
  return false;
}

/** Cells as a spreadsheet takes them. */
export function write(rows: string[][]): string {
  const cell = (text: string): string => (/[\t\r\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}
