/** Focus goes to the error summary when the page comes back with mistakes; its lines lead to the inputs. */
export function errorSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-cb=error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    const input = document.getElementById(link?.hash.slice(1) ?? "");
    if (!input) return;
    for (let part: Element | null = input; part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
    event.preventDefault();
    const name = input.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${input.id}"]`);
    (name ?? input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
}

/** A button that shows and hides a password. Hidden again before the form is sent. */
export function reveal(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-cb=reveal]")) {
    const input = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (!(input instanceof HTMLInputElement)) continue;
    button.hidden = false;
    const show = (visible: boolean): void => {
      input.type = visible ? "text" : "password";
      button.textContent = (visible ? button.dataset.hide : button.dataset.show) ?? "";
    };
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
  }
}

/** The file input in the words of the page instead of the browser's; the browser's own input stays and does the work. */
export function files(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-cb=file]")) {
    const frame = document.createElement("div");
    frame.className = "cb-file";
    const choose = document.createElement("span");
    choose.className = "govuk-button govuk-button--secondary cb-file__choose";
    choose.textContent = input.dataset.choose ?? "";
    const name = document.createElement("span");
    const tell = (): void => {
      name.textContent = Array.from(input.files ?? [], (file) => file.name).join(", ") || (input.dataset.none ?? "");
    };
    input.before(frame);
    for (const part of [choose, name]) part.setAttribute("aria-hidden", "true");
    frame.append(input, choose, name);
    input.addEventListener("change", tell);
    tell();
  }
}

/** A second press within a few seconds does not send the form again (the request key would refuse it anyway). */
export function once(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-cb=once]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
      window.setTimeout(() => (sent = false), 4000);
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
