// What was recognised of a paste: counts, what was tidied, what needs a second look, and the way back.
import type { Told } from "./page";
import type { Model } from "./model";
import { words } from "./words";

/** Lines of one kind that are listed. */
const LINES = 30;

/** A panel above the sheet. */
export class Panel {
  readonly element = document.createElement("section");

  constructor(private model: Model) {
    this.element.className = "sheet-panel";
    this.element.hidden = true;
    this.element.setAttribute("aria-label", words.panel());
  }

  /** Called with the cells whose suggestion is taken. */
  adopt: (cells: Told[]) => void = () => {};
  /** Called to take the paste back. */
  undo: () => void = () => {};
  /** Called when the panel goes. */
  closed: () => void = () => {};

  /** Says only this. */
  say(text: string): void {
    this.fill([text], [], false);
  }

  /** Says what became of a paste. */
  tell(lines: string[], told: Told[]): void {
    this.fill(lines, told, true);
  }

  private fill(lines: string[], told: Told[], undoable: boolean): void {
    this.element.replaceChildren();
    const status = document.createElement("p");
    status.className = "sheet-panel__state";
    status.setAttribute("role", "status");
    this.element.append(status);
    // Text that comes after the element is read out.
    status.textContent = lines.join(" ");
    const doubtful = told.filter((one) => one.error);
    const tidied = told.filter((one) => !one.error && one.mark);
    const list = document.createElement("ul");
    for (const one of [...doubtful.slice(0, LINES), ...tidied.slice(0, LINES)]) list.append(this.line(one));
    if (list.childElementCount) this.element.append(list);
    const buttons = document.createElement("div");
    buttons.className = "sheet-panel__buttons";
    const meant = doubtful.filter((one) => one.meant);
    if (meant.length > 1) buttons.append(this.button(words.adoptAll(meant.length), () => this.adopt(meant)));
    if (undoable) buttons.append(this.button(words.undo(), () => this.undo()));
    buttons.append(this.button(words.close(), () => this.close()));
    this.element.append(buttons);
    this.element.hidden = false;
  }

  private line(one: Told): HTMLElement {
    const line = document.createElement("li");
    const column = this.model.columns[one.column]!.label;
    const cell = one.row.cells[one.column]!;
    const where = `${words.row(this.model.rows.indexOf(one.row) + 1)} ${column}：`;
    if (one.error) {
      line.className = "sheet-panel__doubt";
      line.append(where, quoted(cell.value), ` ▲ ${one.error} `);
      if (one.meant) line.append(this.button(words.adopt(one.meant), () => this.adopt([one])));
    } else {
      line.append(where, quoted(one.typed), " → ", quoted(cell.value || words.emptied()), `（${one.mark}）`);
    }
    return line;
  }

  private button(text: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  /** Goes away. */
  close(): void {
    this.element.hidden = true;
    this.closed();
  }
}

function quoted(text: string): HTMLElement {
  const span = document.createElement("q");
  span.textContent = text;
  return span;
}
