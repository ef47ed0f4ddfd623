// The rows of a sheet and what was done to them; nothing here knows the page.

/** A column of the sheet. */
export interface Column {
  field: string;
  label: string;
  kind: string;
  unit: string;
  options: string[];
}

/** A cell and how it stands. */
export interface Cell {
  value: string;
  /** What the server sent. */
  original: string;
  /** The last value, shown in grey. */
  before: string;
  locked: string;
  error: string;
  meant: string;
  /** What was done to the text, in words. */
  mark: string;
  /** The text before it was tidied. */
  typed: string;
}

/** A row of the sheet. */
export interface Row {
  key: string;
  version: string;
  number: string;
  href: string;
  tag: string;
  isNew: boolean;
  cells: Cell[];
  /** Judged since it was last changed. */
  judged: boolean;
}

/** A cell's place. */
export interface Place {
  row: number;
  column: number;
}

interface Step {
  row: number;
  column: number;
  before: Cell;
  after: Cell;
}

/** A cell with nothing in it. */
export function blank(value = "", locked = ""): Cell {
  return { value, original: value, before: "", locked, error: "", meant: "", mark: "", typed: "" };
}

/** The sheet in memory, with what was done to it in steps that can be taken back. */
export class Model {
  rows: Row[] = [];
  private done: { steps: Step[]; grew: number }[] = [];
  private undone: { steps: Step[]; grew: number }[] = [];
  private names = 0;

  constructor(readonly columns: Column[], readonly grows: boolean) {}

  cell(row: number, column: number): Cell | undefined {
    return this.rows[row]?.cells[column];
  }

  /** Sets cells as one step that can be taken back; locked cells are left alone. How many were set. */
  set(cells: { row: number; column: number; value: string }[], grew = 0): number {
    const steps: Step[] = [];
    for (const { row, column, value } of cells) {
      const cell = this.cell(row, column);
      if (!cell || cell.locked || cell.value === value) continue;
      const after = { ...cell, value, error: "", meant: "", mark: "", typed: "" };
      steps.push({ row, column, before: cell, after });
    }
    if (steps.length || grew) {
      this.done.push({ steps, grew });
      this.undone = [];
      this.play(steps, "after");
    }
    return steps.length;
  }

  /** Adds empty rows at the end. */
  grow(count: number): void {
    for (let n = 0; n < count; n += 1) {
      do this.names += 1;
      while (this.rows.some((row) => row.key === `new-${this.names}`));
      this.rows.push(this.fresh(`new-${this.names}`));
    }
  }

  private fresh(key: string): Row {
    const cells = this.columns.map(() => blank());
    return { key, version: "0", number: "+", href: "", tag: "", isNew: true, cells, judged: true };
  }

  /** Takes the last step back; the place it was at. */
  undo(): Place | undefined {
    const batch = this.done.pop();
    if (!batch) return undefined;
    this.play(batch.steps, "before");
    if (batch.grew) this.rows.splice(this.rows.length - batch.grew);
    this.undone.push(batch);
    return batch.steps[0] ?? { row: this.rows.length - 1, column: 0 };
  }

  /** Does again what was taken back. */
  redo(): Place | undefined {
    const batch = this.undone.pop();
    if (!batch) return undefined;
    if (batch.grew) this.grow(batch.grew);
    this.play(batch.steps, "after");
    this.done.push(batch);
    return batch.steps[0];
  }

  private play(steps: Step[], side: "before" | "after"): void {
    for (const step of steps) {
      const row = this.rows[step.row];
      if (!row) continue;
      row.cells[step.column] = { ...step[side] };
      row.judged = false;
    }
  }

  /** Whether a cell differs from what the server sent. */
  static changed(cell: Cell): boolean {
    return cell.value !== cell.original;
  }

  /** Rows with a changed cell. */
  changedRows(): Row[] {
    return this.rows.filter((row) => row.cells.some(Model.changed));
  }

  /** How many cells differ, and how many need a second look. */
  counts(): { changed: number; doubtful: number } {
    let changed = 0;
    let doubtful = 0;
    for (const row of this.rows) {
      for (const cell of row.cells) {
        if (Model.changed(cell)) changed += 1;
        if (cell.error) doubtful += 1;
      }
    }
    return { changed, doubtful };
  }
}
