/**
 * A day is typed as 2023-12-29, the same on every computer. Where scripts run, a button beside the input opens the
 * browser's own calendar and writes the day in that form.
 */
export function calendars(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-cb=date]")) {
    if (!("showPicker" in HTMLInputElement.prototype)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary cb-date__pick";
    button.textContent = input.dataset.pick ?? "";
    const calendar = document.createElement("input");
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    const frame = document.createElement("div");
    frame.className = "cb-date";
    input.before(frame);
    frame.append(input, button, calendar);
    button.addEventListener("click", () => {
      calendar.value = input.value;
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      input.value = calendar.value;
      input.focus();
    });
  }
}
