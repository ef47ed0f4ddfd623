// Between the server's table and the model: reading it, getting its other rows, having cells judged, and
// handing what changed back to the form.
import { blank, Model, type Column, type Row } from "./model";

/** Rows of a sheet at most. */
const ROWS_MAX = 5000;

/** The columns and rows of a server-rendered sheet. */
export function read(table: HTMLTableElement): Model {
  const heads = [...table.querySelectorAll<HTMLElement>("thead th[data-field]")];
  const columns = heads.map((head): Column => ({
    field: head.dataset.field ?? "",
    label: head.textContent?.trim() ?? "",
    kind: head.dataset.type ?? "text",
    unit: head.dataset.unit ?? "",
    options: head.dataset.options?.split("|") ?? [],
  }));
  const model = new Model(columns, table.hasAttribute("data-grows"));
  for (const line of table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-key]")) {
    const head = line.querySelector("th");
    const link = head?.querySelector("a");
    const number = (link ?? head)?.firstChild?.textContent?.trim() ?? "";
    const byField = new Map([...line.querySelectorAll<HTMLElement>("td[data-field]")].map((cell) => [cell.dataset.field, cell]));
    const cells = columns.map((column) => {
      const td = byField.get(column.field);
      const input = td?.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea, select");
      const text = (part: string): string => td?.querySelector(part)?.textContent?.trim() ?? "";
      const locked = input ? "" : td?.querySelector<HTMLElement>("[title]")?.title || " ";
      const cell = blank(input ? input.value : text(".sheet__text") || (td?.firstChild?.textContent?.trim() ?? ""), locked);
      const last = td?.querySelector(".sheet-before");
      cell.before = last ? (last.lastChild?.textContent?.trim() ?? "") : "";
      cell.error = text(".sheet__error").replace(/^▲\s*/, "");
      cell.meant = text(".sheet__meant");
      // What came back typed over and not written yet is still a change.
      cell.original = td?.dataset.kept ?? cell.original;
      return cell;
    });
    model.rows.push({
      key: line.dataset.key ?? "",
      version: line.dataset.version ?? "",
      number,
      href: link?.getAttribute("href") ?? "",
      tag: line.querySelector("th .cb-sample")?.textContent ?? "",
      isNew: (line.dataset.key ?? "").startsWith("new-"),
      cells,
      judged: true,
    });
  }
  return model;
}

interface Sheet {
  fields: string[];
  rows: { id: string; version: number; locked: string | null; cells: string[] }[];
  next: string | null;
}

/** Gets the rows that are not on the page, page by page, and puts them before the new ones. */
export async function more(table: HTMLTableElement, model: Model, told: () => void): Promise<void> {
  const base = location.pathname.replace(/\/sheet$/, "/");
  for (let href = table.dataset.rows ?? ""; href && model.rows.length < ROWS_MAX; ) {
    const answer = await fetch(href, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const sheet = (await answer.json()) as Sheet;
    const at = model.rows.findIndex((row) => row.isNew);
    const known = new Set(model.rows.map((row) => row.key));
    let number = at < 0 ? model.rows.length : at;
    const fresh = sheet.rows.filter((row) => !known.has(row.id)).map((row): Row => ({
      key: row.id,
      version: String(row.version),
      number: String((number += 1)),
      href: base + row.id,
      tag: "",
      isNew: false,
      judged: true,
      cells: model.columns.map((column) => blank(row.cells[sheet.fields.indexOf(column.field)] ?? "", row.locked ?? "")),
    }));
    model.rows.splice(at < 0 ? model.rows.length : at, 0, ...fresh.slice(0, ROWS_MAX - model.rows.length));
    told();
    const url = new URL(href, location.href);
    if (sheet.next) url.searchParams.set("after", sheet.next);
    href = sheet.next ? url.pathname + url.search : "";
  }
  if (model.grows && !model.rows.some((row) => row.isNew)) model.grow(3);
  told();
}

interface Judged {
  key: string;
  state: string;
  problems: { message: string }[];
  cells: {
    field: string;
    typed: string;
    after: string;
    marks: { message: string }[];
    problem: { message: string } | null;
    suggestion: string | null;
  }[];
}

/** What the server said about a cell that was judged. */
export interface Told {
  row: Row;
  column: number;
  mark: string;
  typed: string;
  error: string;
  meant: string;
}

/** Has changed rows judged, whole or only what changed in them; cells that were understood take their tidy text. Cells
 * typed in meanwhile stay. */
export async function judge(href: string, model: Model, whole: boolean): Promise<Told[]> {
  const rows = model.changedRows().filter((row) => !row.judged);
  if (!href || !rows.length) return [];
  const sent = new Map(rows.map((row) => [row, row.cells.map((cell) => cell.value)]));
  for (const row of rows) row.judged = true;
  const body = {
    rows: rows.map((row) => ({
      ...(row.isNew ? { key: row.key } : { id: row.key, version: Number(row.version) }),
      cells: Object.fromEntries(
        row.cells.flatMap((cell, at) => ((whole || Model.changed(cell)) && !cell.locked ? [[model.columns[at]!.field, cell.value]] : [])),
      ),
    })),
  };
  const answer = await fetch(href, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!answer?.ok) {
    for (const row of rows) row.judged = false;
    return [];
  }
  const judged = (await answer.json()) as { rows: Judged[] };
  const told: Told[] = [];
  rows.forEach((row, at) => {
    const verdict = judged.rows[at];
    if (!verdict) return;
    for (const [column, cell] of row.cells.entries()) {
      if (cell.value !== sent.get(row)?.[column]) continue;
      const of = verdict.cells.find((one) => one.field === model.columns[column]!.field);
      // What the server says nothing of is what stands there already: — in an empty cell, １２ over 12.
      if (!of && !cell.locked && !verdict.problems.length) cell.value = cell.original;
      cell.error = of?.problem && (Model.changed(cell) || !row.isNew) ? of.problem.message : "";
      cell.meant = of?.suggestion ?? "";
      if (of && !of.problem && of.after !== cell.value) {
        cell.mark = of.marks.map((mark) => mark.message).join("、");
        cell.typed = cell.value;
        cell.value = of.after;
      }
      if (cell.mark || cell.error) told.push({ row, column, mark: cell.mark, typed: cell.typed, error: cell.error, meant: cell.meant });
    }
  });
  return told;
}

/** Puts cells into the form as hidden inputs when it is sent: only what changed, where the page judges cells
 * and does not ask for whole rows. */
export function fill(form: HTMLFormElement, table: HTMLTableElement, model: Model): void {
  form.querySelectorAll("input[data-grid]").forEach((input) => input.remove());
  const all = !table.dataset.check || table.hasAttribute("data-whole");
  const parts = document.createDocumentFragment();
  const add = (name: string, value: string): void => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    input.dataset.grid = "";
    parts.append(input);
  };
  model.rows.forEach((row, at) => {
    const sent = row.cells.map((cell) => !cell.locked && (all || Model.changed(cell)));
    if (!sent.some(Boolean)) return;
    add(`version.${row.key}`, row.version);
    add(`row.${row.key}`, String(at + 1));
    row.cells.forEach((cell, column) => {
      if (sent[column]) add(`cell.${row.key}.${model.columns[column]!.field}`, cell.value);
    });
  });
  form.append(parts);
}
