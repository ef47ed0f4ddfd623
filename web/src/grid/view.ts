// The table on the page: only the rows in view are drawn, under a header and two columns that stay.
import { Model, type Place } from "./model";
import { words } from "./words";

/** Height of a row in pixels; the style sheet says the same. */
const ROW = 36;
/** Rows drawn above and below those in view. */
const SPARE = 12;

/** Widths of columns by type, in pixels. */
const WIDTHS: Record<string, number> = {
  integer: 120, decimal: 130, money: 140, date: 120, instant: 160, boolean: 80, choice: 120, long_text: 260, unit: 190, place: 180, url: 200,
};

/** A range of cells, corners in any order. */
export interface Range {
  from: Place;
  to: Place;
}

/** What a range covers, smallest first. */
export function span(range: Range): { top: number; bottom: number; left: number; right: number } {
  return {
    top: Math.min(range.from.row, range.to.row),
    bottom: Math.max(range.from.row, range.to.row),
    left: Math.min(range.from.column, range.to.column),
    right: Math.max(range.from.column, range.to.column),
  };
}

/** Draws a model into its table. */
export class View {
  readonly frame: HTMLElement;
  private body: HTMLTableSectionElement;
  private drawn = { first: -1, last: -1 };

  constructor(readonly table: HTMLTableElement, readonly model: Model) {
    this.frame = table.closest<HTMLElement>(".sheet-frame") ?? table.parentElement!;
    this.body = table.tBodies[0]!;
    this.frame.removeAttribute("tabindex");
    this.frame.removeAttribute("role");
    this.frame.removeAttribute("aria-labelledby");
    table.classList.add("sheet--grid");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    const columns = document.createElement("colgroup");
    const width = (pixels: number): void => {
      const col = document.createElement("col");
      col.style.width = `${pixels}px`;
      columns.append(col);
    };
    width(56);
    let whole = 56;
    model.columns.forEach((column, at) => {
      const own = at === 0 ? 220 : Math.max(WIDTHS[column.kind] ?? 160, Math.min(260, 30 + column.label.length * 15));
      whole += own;
      width(own);
    });
    table.insertBefore(columns, table.tHead);
    table.style.width = `${whole}px`;
    table.tHead!.setAttribute("role", "rowgroup");
    table.tHead!.rows[0]!.setAttribute("role", "row");
    table.tHead!.rows[0]!.setAttribute("aria-rowindex", "1");
    [...table.tHead!.rows[0]!.cells].forEach((cell, at) => {
      cell.setAttribute("role", "columnheader");
      cell.setAttribute("aria-colindex", String(at + 1));
      cell.title = cell.textContent ?? "";
    });
    this.body.setAttribute("role", "rowgroup");
    table.setAttribute("aria-colcount", String(model.columns.length + 1));
    this.frame.addEventListener("scroll", () => this.onScroll());
  }

  /** Called when the table has scrolled. */
  moved: () => void = () => {};
  /** What is active and chosen. */
  active: Place = { row: 0, column: 0 };
  range: Range = { from: { row: 0, column: 0 }, to: { row: 0, column: 0 } };

  private onScroll(): void {
    const { first, last } = this.window();
    if (first !== this.drawn.first || last !== this.drawn.last) this.draw();
    this.moved();
  }

  private window(): { first: number; last: number } {
    const top = Math.floor(this.frame.scrollTop / ROW);
    const fit = Math.ceil(this.frame.clientHeight / ROW);
    // In steps, so that not every pixel draws anew.
    const first = Math.max(0, Math.floor((top - SPARE) / SPARE) * SPARE);
    return { first, last: Math.min(this.model.rows.length, first + fit + 3 * SPARE) };
  }

  /** Draws the rows in view. */
  draw(): void {
    const { first, last } = this.window();
    this.drawn = { first, last };
    this.table.setAttribute("aria-rowcount", String(this.model.rows.length + 1));
    const chosen = span(this.range);
    const lines: HTMLElement[] = [];
    if (first > 0) lines.push(spacer(first * ROW));
    for (let at = first; at < last; at += 1) lines.push(this.line(at, chosen));
    if (last < this.model.rows.length) lines.push(spacer((this.model.rows.length - last) * ROW));
    this.body.replaceChildren(...lines);
  }

  private line(at: number, chosen: ReturnType<typeof span>): HTMLElement {
    const row = this.model.rows[at]!;
    const line = document.createElement("tr");
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", String(at + 2));
    line.dataset.row = String(at);
    const head = document.createElement("th");
    head.scope = "row";
    head.className = "sheet__number";
    head.setAttribute("role", "rowheader");
    head.setAttribute("aria-colindex", "1");
    if (row.href) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = row.href;
      link.tabIndex = -1;
      link.textContent = row.number;
      head.append(link);
    } else {
      head.textContent = row.number;
    }
    if (row.tag) head.title = row.tag;
    line.append(head);
    row.cells.forEach((cell, column) => {
      const td = document.createElement("td");
      td.setAttribute("role", "gridcell");
      td.setAttribute("aria-colindex", String(column + 2));
      td.id = this.id(at, column);
      const kind = this.model.columns[column]!.kind;
      const classes = [];
      if (kind === "integer" || kind === "decimal" || kind === "money") classes.push("sheet__cell--numeric");
      const notes = [];
      if (cell.locked) {
        classes.push("sheet__cell--locked");
        td.setAttribute("aria-readonly", "true");
        notes.push(cell.locked.trim());
      }
      if (cell.error) {
        classes.push("sheet__cell--error");
        td.setAttribute("aria-invalid", "true");
        notes.push(cell.error);
      } else if (Model.changed(cell)) {
        classes.push("sheet__cell--changed");
        notes.push(cell.mark ? `${cell.mark}，${words.typed(cell.typed)}` : `${words.before()}：${cell.original || words.emptied()}`);
      }
      if (at >= chosen.top && at <= chosen.bottom && column >= chosen.left && column <= chosen.right) {
        classes.push("sheet__cell--chosen");
        td.setAttribute("aria-selected", "true");
      }
      if (at === this.active.row && column === this.active.column) classes.push("sheet__cell--active");
      td.className = classes.join(" ");
      const text = document.createElement("span");
      text.className = "sheet__text";
      text.textContent = cell.value;
      td.append(text);
      if (!cell.value && cell.before) {
        const before = document.createElement("span");
        before.className = "sheet-before";
        before.textContent = cell.before;
        td.append(before);
      }
      const note = notes.filter(Boolean).join(" ");
      td.title = [cell.value, note].filter(Boolean).join("\n");
      if (note) {
        const said = document.createElement("span");
        said.className = "govuk-visually-hidden";
        said.textContent = ` ${note}`;
        td.append(said);
      }
      line.append(td);
    });
    return line;
  }

  /** Id of a cell's element. */
  id(row: number, column: number): string {
    return `${this.table.id || "sheet"}-${row}-${column}`;
  }

  /** The element of a cell, if it is drawn. */
  element(place: Place): HTMLElement | null {
    return document.getElementById(this.id(place.row, place.column));
  }

  /** Scrolls so that a cell is in view, not under what stays. */
  show(place: Place): void {
    const head = this.table.tHead!.offsetHeight;
    const top = place.row * ROW;
    const frame = this.frame;
    if (top < frame.scrollTop) frame.scrollTop = top;
    const bottom = top + ROW + head - frame.clientHeight;
    if (bottom > frame.scrollTop) frame.scrollTop = bottom;
    const cells = this.table.tHead!.rows[0]!.cells;
    const cell = cells[place.column + 1]!;
    if (place.column > 0) {
      const stays = cells[0]!.offsetWidth + cells[1]!.offsetWidth;
      const left = [...cells].slice(0, place.column + 1).reduce((sum, one) => sum + one.offsetWidth, 0);
      if (left - stays < frame.scrollLeft) frame.scrollLeft = left - stays;
      const right = left + cell.offsetWidth - frame.clientWidth;
      if (right > frame.scrollLeft) frame.scrollLeft = right;
    }
    this.draw();
  }

  /** Rows that fit into the frame. */
  page(): number {
    return Math.max(1, Math.floor(this.frame.clientHeight / ROW) - 2);
  }
}

function spacer(height: number): HTMLElement {
  const line = document.createElement("tr");
  line.setAttribute("aria-hidden", "true");
  const cell = document.createElement("td");
  cell.className = "sheet__spacer";
  cell.style.height = `${height}px`;
  line.append(cell);
  return line;
}
