// A server-rendered sheet as a spreadsheet. A real textarea lies over the active cell and always has the
// focus: whatever an input method composes lands in it, so that typing Chinese onto a cell loses nothing.
import { Model, type Place } from "./model";
import { fill, judge, more, read, type Told } from "./page";
import { Panel } from "./panel";
import { parse, write } from "./tsv";
import { span, View } from "./view";
import { words } from "./words";

/** After how many milliseconds of rest typed cells are judged. */
const REST = 400;

/** How the active cell is edited: not at all, begun by typing (arrows still move), or in earnest. */
type Mode = "ready" | "typing" | "editing";

class Grid {
  private model: Model;
  private view: View;
  private panel: Panel;
  private input = document.createElement("textarea");
  private list = document.createElement("ul");
  private status = document.createElement("p");
  private mode: Mode = "ready";
  private composing = false;
  private leaving = false;
  private sent = false;
  private option = -1;
  private timer = 0;
  private form: HTMLFormElement;

  constructor(private table: HTMLTableElement, form: HTMLFormElement) {
    this.form = form;
    this.model = read(table);
    this.view = new View(table, this.model);
    this.panel = new Panel(this.model);
    this.build();
    this.listen();
    this.view.draw();
    this.lay();
    this.count();
    if (table.dataset.rows) {
      this.form.querySelector(".sheet-paging")?.setAttribute("hidden", "");
      this.status.textContent = words.loading(this.model.rows.length);
      void more(table, this.model, () => {
        this.view.draw();
        this.count();
      });
    }
  }

  private build(): void {
    const shell = document.createElement("div");
    shell.className = "sheet-shell";
    this.view.frame.before(shell);
    const help = document.createElement("p");
    help.className = "sheet-help";
    help.id = `${this.table.id}-help`;
    help.textContent = words.help();
    this.status.className = "sheet-status";
    this.status.setAttribute("role", "status");
    this.input.className = "sheet-cell-input";
    this.input.rows = 1;
    this.input.spellcheck = false;
    this.input.autocomplete = "off";
    this.input.setAttribute("aria-controls", this.table.id);
    this.input.setAttribute("aria-describedby", help.id);
    this.list.className = "sheet-options";
    this.list.id = `${this.table.id}-options`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.options());
    this.list.hidden = true;
    // In the frame, so that it scrolls with its cell.
    this.view.frame.append(this.input);
    shell.append(help, this.panel.element, this.view.frame, this.list, this.status);
  }

  private listen(): void {
    const { input, table } = this;
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("compositionstart", () => {
      this.composing = true;
      if (!this.begin("typing")) input.value = "";
    });
    input.addEventListener("compositionend", () => {
      this.composing = false;
      this.offer();
    });
    input.addEventListener("input", () => {
      if (this.mode === "ready" && !this.begin("typing")) {
        this.lay();
        return;
      }
      this.grow();
      if (!this.composing) this.offer();
    });
    input.addEventListener("copy", (event) => this.copy(event, false));
    input.addEventListener("cut", (event) => this.copy(event, true));
    input.addEventListener("paste", (event) => this.paste(event));
    input.addEventListener("focus", () => {
      table.classList.add("sheet--focus");
      this.leaving = false;
      this.lay();
    });
    input.addEventListener("blur", () => {
      table.classList.remove("sheet--focus");
      if (!this.composing) this.commit();
    });
    table.addEventListener("mousedown", (event) => this.press(event));
    table.addEventListener("dblclick", () => this.begin("editing"));
    this.list.addEventListener("mousedown", (event) => {
      const item = (event.target as Element).closest("li");
      if (!item) return;
      event.preventDefault();
      this.input.value = item.textContent ?? "";
      this.commit();
      this.move(1, 0);
    });
    this.view.moved = () => this.place();
    window.addEventListener("resize", () => this.place());
    this.form.addEventListener("submit", () => {
      this.commit();
      fill(this.form, this.table, this.model);
      this.sent = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.sent && this.model.counts().changed > 0) event.preventDefault();
    });
    window.addEventListener("pageshow", () => (this.sent = false));
    this.panel.adopt = (cells) => this.adopt(cells);
    this.panel.undo = () => {
      this.back(this.model.undo());
      this.panel.close();
    };
    this.panel.closed = () => this.input.focus();
  }

  private get cell() {
    return this.model.cell(this.view.active.row, this.view.active.column);
  }

  // Where the textarea lies, and what it says.

  /** Shows the active cell in the textarea, ready to be typed over. */
  private lay(): void {
    const { row, column } = this.view.active;
    const cell = this.cell;
    this.input.value = cell?.value ?? "";
    this.input.readOnly = Boolean(cell?.locked);
    this.input.setAttribute("aria-label", words.cell(this.model.columns[column]?.label ?? "", row + 1));
    if (this.view.element(this.view.active)) this.input.setAttribute("aria-activedescendant", this.view.id(row, column));
    else this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-invalid", String(Boolean(cell?.error)));
    this.place();
    if (document.activeElement === this.input) this.input.select();
  }

  private place(): void {
    const element = this.view.element(this.view.active);
    if (!element) {
      this.input.classList.add("sheet-cell-input--away");
      return;
    }
    this.input.classList.remove("sheet-cell-input--away");
    const box = element.getBoundingClientRect();
    const frame = this.view.frame.getBoundingClientRect();
    const shell = this.list.parentElement!.getBoundingClientRect();
    const at = (pixels: number): string => `${Math.round(pixels)}px`;
    this.input.style.left = at(box.left - frame.left - this.view.frame.clientLeft + this.view.frame.scrollLeft);
    this.input.style.top = at(box.top - frame.top - this.view.frame.clientTop + this.view.frame.scrollTop);
    this.input.style.width = at(box.width);
    if (this.mode === "ready") this.input.style.height = at(box.height);
    this.list.style.left = at(box.left - shell.left);
    this.list.style.top = at(box.bottom - shell.top);
  }

  private grow(): void {
    this.input.style.height = "36px";
    this.input.style.height = `${Math.max(36, Math.min(220, this.input.scrollHeight + 2))}px`;
  }

  // Editing.

  private begin(mode: Mode): boolean {
    const cell = this.cell;
    if (!cell || cell.locked) {
      this.status.textContent = words.filledLocked();
      return false;
    }
    if (this.mode === "ready") {
      this.input.classList.add("sheet-cell-input--editing");
      if (mode === "editing") {
        this.input.value = cell.value;
        this.input.setSelectionRange(cell.value.length, cell.value.length);
      }
    }
    this.mode = mode;
    this.grow();
    this.offer();
    return true;
  }

  private end(): void {
    this.mode = "ready";
    this.input.classList.remove("sheet-cell-input--editing");
    this.list.hidden = true;
    this.input.removeAttribute("aria-expanded");
    this.option = -1;
  }

  /** Keeps what was typed. */
  private commit(): void {
    if (this.mode === "ready") return;
    const value = this.input.value;
    const { row, column } = this.view.active;
    this.end();
    this.set([{ row, column, value }]);
    this.lay();
  }

  private set(cells: { row: number; column: number; value: string }[], grew = 0): number {
    const set = this.model.set(cells, grew);
    this.view.draw();
    this.lay();
    this.count();
    if (set) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.judge(), REST);
    }
    return set;
  }

  private async judge(): Promise<Told[]> {
    const told = await judge(this.table.dataset.check ?? "", this.model, this.table.hasAttribute("data-whole"));
    this.view.draw();
    if (this.mode === "ready") this.lay();
    this.count();
    return told;
  }

  private count(): void {
    const { changed, doubtful } = this.model.counts();
    const parts = changed ? [words.changed(changed)] : [words.nothing()];
    if (doubtful) parts.push(words.doubtful(doubtful));
    const error = this.cell?.error;
    if (error && this.mode === "ready") parts.push(`▲ ${error}`);
    this.status.textContent = parts.join(" · ");
  }

  /** Names a column offers for what is typed so far. */
  private offer(): void {
    const options = this.model.columns[this.view.active.column]?.options ?? [];
    if (this.mode === "ready" || !options.length || this.composing) {
      this.list.hidden = true;
      return;
    }
    const typed = this.input.value.trim().toLowerCase();
    const fitting = this.mode === "editing" && typed === (this.cell?.value ?? "").toLowerCase() ? options : options.filter((one) => one.toLowerCase().includes(typed));
    this.option = -1;
    this.list.replaceChildren(
      ...fitting.slice(0, 12).map((text, at) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = text;
        return item;
      }),
    );
    this.list.hidden = !fitting.length;
    this.place();
  }

  private choose(step: number): void {
    const items = [...this.list.children] as HTMLElement[];
    if (!items.length) return;
    this.option = (this.option + step + items.length + (this.option < 0 && step < 0 ? 1 : 0)) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === this.option)));
    this.input.setAttribute("aria-activedescendant", items[this.option]!.id);
    this.input.value = items[this.option]!.textContent ?? "";
  }

  // Moving and choosing.

  private go(to: Place, extend = false): void {
    const row = Math.max(0, Math.min(this.model.rows.length - 1, to.row));
    const column = Math.max(0, Math.min(this.model.columns.length - 1, to.column));
    this.view.active = { row, column };
    this.view.range = extend ? { from: this.view.range.from, to: { row, column } } : { from: { row, column }, to: { row, column } };
    this.view.show(this.view.active);
    this.lay();
    this.count();
  }

  private move(rows: number, columns: number, extend = false): void {
    const { row, column } = this.view.active;
    this.go({ row: row + rows, column: column + columns }, extend);
  }

  private back(place: Place | undefined): void {
    if (place) this.go(place);
    this.view.draw();
    this.lay();
    this.count();
    void this.judge();
  }

  private press(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (event.button !== 0 || target.closest("a")) return;
    const line = target.closest<HTMLElement>("tr[data-row]");
    if (!line) return;
    event.preventDefault();
    this.commit();
    this.input.focus();
    const row = Number(line.dataset.row);
    const of = (element: Element): number => (element.closest("td") as HTMLTableCellElement | null)?.cellIndex ?? 0;
    const column = of(target) - 1;
    if (column < 0) {
      this.row(row);
      return;
    }
    this.go({ row, column }, event.shiftKey);
    const drag = (moved: MouseEvent): void => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY);
      const onto = over?.closest<HTMLElement>("tr[data-row]");
      if (!onto || !over || of(over) < 1 || !this.table.contains(onto)) return;
      this.view.range = { from: this.view.range.from, to: { row: Number(onto.dataset.row), column: of(over) - 1 } };
      this.view.draw();
    };
    const drop = (): void => {
      document.removeEventListener("mousemove", drag);
      document.removeEventListener("mouseup", drop);
      this.place();
    };
    document.addEventListener("mousemove", drag);
    document.addEventListener("mouseup", drop);
  }

  private row(row: number): void {
    const last = this.model.columns.length - 1;
    this.view.active = { row, column: this.view.active.column };
    this.view.range = { from: { row, column: 0 }, to: { row, column: last } };
    this.view.draw();
    this.lay();
  }

  // Keys.

  private key(event: KeyboardEvent): void {
    // 229: an input method is at work; the key is its own.
    if (event.isComposing || this.composing || event.keyCode === 229) return;
    const done = this.mode === "ready" ? this.ready(event) : this.edit(event);
    if (done) event.preventDefault();
  }

  private edit(event: KeyboardEvent): boolean {
    const typing = this.mode === "typing";
    switch (event.key) {
      case "Escape":
        this.end();
        this.lay();
        return true;
      case "Enter":
        if (event.ctrlKey) {
          this.commit();
          this.check();
          return true;
        }
        if (event.altKey) {
          this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
          this.grow();
          return true;
        }
        this.commit();
        this.move(event.shiftKey ? -1 : 1, 0);
        return true;
      case "Tab":
        this.commit();
        this.move(0, event.shiftKey ? -1 : 1);
        return true;
      case "ArrowDown":
      case "ArrowUp":
        if (!this.list.hidden) {
          this.choose(event.key === "ArrowDown" ? 1 : -1);
          return true;
        }
        if (!typing) return false;
        this.commit();
        this.move(event.key === "ArrowDown" ? 1 : -1, 0);
        return true;
      case "ArrowLeft":
      case "ArrowRight":
        if (!typing) return false;
        this.commit();
        this.move(0, event.key === "ArrowRight" ? 1 : -1);
        return true;
      case "F2":
        this.mode = "editing";
        return true;
      default:
        return false;
    }
  }

  private ready(event: KeyboardEvent): boolean {
    const { row, column } = this.view.active;
    const last = { row: this.model.rows.length - 1, column: this.model.columns.length - 1 };
    const control = event.ctrlKey || event.metaKey;
    const extend = event.shiftKey;
    const leaving = this.leaving;
    this.leaving = false;
    switch (event.key) {
      case "ArrowUp":
        this.go({ row: control ? 0 : row - 1, column }, extend);
        return true;
      case "ArrowDown":
        this.go({ row: control ? last.row : row + 1, column }, extend);
        return true;
      case "ArrowLeft":
        this.go({ row, column: control ? 0 : column - 1 }, extend);
        return true;
      case "ArrowRight":
        this.go({ row, column: control ? last.column : column + 1 }, extend);
        return true;
      case "Home":
        this.go({ row: control ? 0 : row, column: 0 }, extend);
        return true;
      case "End":
        this.go({ row: control ? last.row : row, column: last.column }, extend);
        return true;
      case "PageDown":
      case "PageUp":
        this.move((event.key === "PageDown" ? 1 : -1) * this.view.page(), 0, extend);
        return true;
      case "Enter":
        if (control) this.check();
        else this.begin("editing");
        return true;
      case "F2":
        this.begin("editing");
        return true;
      case "Tab": {
        const end = event.shiftKey ? row === 0 && column === 0 : row === last.row && column === last.column;
        if (leaving || end) return false;
        if (event.shiftKey) this.go(column ? { row, column: column - 1 } : { row: row - 1, column: last.column });
        else this.go(column < last.column ? { row, column: column + 1 } : { row: row + 1, column: 0 });
        return true;
      }
      case "Escape":
        this.leaving = true;
        this.status.textContent = words.leaving();
        return true;
      case "F6":
        return this.region(event.shiftKey);
      case "Delete":
      case "Backspace":
        this.set(this.places().map((place) => ({ ...place, value: "" })));
        return true;
      case " ":
        this.row(row);
        return true;
      default:
        return control && this.chord(event.key.toLowerCase(), extend);
    }
  }

  private chord(key: string, shift: boolean): boolean {
    switch (key) {
      case "z":
        this.back(shift ? this.model.redo() : this.model.undo());
        return true;
      case "y":
        this.back(this.model.redo());
        return true;
      case "d":
        this.fillDown();
        return true;
      case "a":
        this.view.range = { from: { row: 0, column: 0 }, to: { row: this.model.rows.length - 1, column: this.model.columns.length - 1 } };
        this.view.draw();
        return true;
      default:
        return false;
    }
  }

  /** To the next region of the page: what was pasted, or the buttons; back to what stands before the sheet. */
  private region(back: boolean): boolean {
    const shell = this.list.parentElement!;
    const stops = [...document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(
      (one) => !one.hasAttribute("disabled") && one.tabIndex >= 0 && one.offsetParent !== null && one !== this.input,
    );
    const inPanel = stops.find((one) => this.panel.element.contains(one));
    const position = (one: HTMLElement): number => shell.compareDocumentPosition(one);
    const after = stops.find((one) => position(one) & Node.DOCUMENT_POSITION_FOLLOWING && !shell.contains(one));
    const before = stops.filter((one) => position(one) & Node.DOCUMENT_POSITION_PRECEDING && !shell.contains(one)).pop();
    const to = back ? before : (inPanel ?? after);
    to?.focus();
    return Boolean(to);
  }

  private check(): void {
    const button = this.form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (button) this.form.requestSubmit(button);
  }

  // Ranges.

  private places(): Place[] {
    const { top, bottom, left, right } = span(this.view.range);
    const places: Place[] = [];
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) places.push({ row, column });
    return places;
  }

  private fillDown(): void {
    const { top, bottom, left, right } = span(this.view.range);
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return;
    const cells = [];
    for (let row = Math.max(top, from + 1); row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) cells.push({ row, column, value: this.model.cell(from, column)?.value ?? "" });
    }
    const set = this.set(cells);
    this.status.textContent = words.filled(set);
  }

  private copy(event: ClipboardEvent, cut: boolean): void {
    if (this.mode !== "ready") return;
    const { top, bottom, left, right } = span(this.view.range);
    const rows = this.model.rows.slice(top, bottom + 1).map((row) => row.cells.slice(left, right + 1).map((cell) => cell.value));
    event.clipboardData?.setData("text/plain", write(rows));
    event.preventDefault();
    if (cut) this.set(this.places().map((place) => ({ ...place, value: "" })));
  }

  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (this.mode !== "ready" || !text) return;
    event.preventDefault();
    let rows = parse(text);
    const { top, left, bottom, right } = span(this.view.range);
    const single = rows.length === 1 && rows[0]!.length === 1;
    if (single) rows = Array.from({ length: bottom - top + 1 }, () => Array<string>(right - left + 1).fill(rows[0]![0]!));
    const width = rows[0]?.length ?? 0;
    if (left + width > this.model.columns.length) {
      this.panel.say(words.noColumns(width, this.model.columns.length - left));
      return;
    }
    const room = this.model.rows.length - top;
    const over = Math.max(0, rows.length - room);
    if (over > 0 && !this.model.grows) {
      this.panel.say(words.noRoom(rows.length, room));
      return;
    }
    if (over > 0) this.model.grow(over);
    const cells = rows.flatMap((row, r) => row.map((value, c) => ({ row: top + r, column: left + c, value })));
    const locked = cells.filter(({ row, column }) => this.model.cell(row, column)?.locked).length;
    this.set(cells, over);
    this.view.range = { from: { row: top, column: left }, to: { row: top + rows.length - 1, column: left + width - 1 } };
    this.view.active = { row: top, column: left };
    this.view.draw();
    this.lay();
    if (!single) void this.tell(rows.length, cells.length, locked, over);
    else void this.judge();
  }

  private async tell(rows: number, cells: number, locked: number, grew: number): Promise<void> {
    window.clearTimeout(this.timer);
    const inPaste = new Set(this.places().map(({ row, column }) => `${row} ${column}`));
    const told = (await this.judge()).filter(({ row, column }) => inPaste.has(`${this.model.rows.indexOf(row)} ${column}`));
    const doubtful = told.filter((one) => one.error).length;
    const lines = [words.pasted(rows, cells, cells - locked - doubtful, doubtful)];
    if (grew) lines.push(words.grew(grew));
    if (locked) lines.push(words.locked(locked));
    this.panel.tell(lines, told);
    this.place();
  }

  private adopt(cells: Told[]): void {
    this.set(cells.map((one) => ({ row: this.model.rows.indexOf(one.row), column: one.column, value: one.meant })));
    void this.judge();
    this.panel.close();
    const first = cells[0];
    if (first) this.go({ row: this.model.rows.indexOf(first.row), column: first.column });
  }
}

// A telephone has no room for a grid: there the inputs stay as they are.
if (window.matchMedia("(min-width: 700px)").matches) {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sheet]")) {
    const form = table.closest("form");
    if (form && table.tBodies[0] && table.id) new Grid(table, form);
  }
}
