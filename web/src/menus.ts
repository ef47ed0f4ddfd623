/** The navigation on a phone: a button that opens and closes the list it controls. */
export function menus(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-cb=menu]")) {
    const list = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (!list) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      list.classList.toggle("cb-open", open);
    });
  }
}

const panels = "details.cb-account, details.cb-more";

/** Panels that drop over the page close on Escape and on a click elsewhere. */
export function closeOnEscape(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const panel of document.querySelectorAll<HTMLDetailsElement>(panels)) {
      if (!panel.open) continue;
      panel.open = false;
      panel.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const panel of document.querySelectorAll<HTMLDetailsElement>(panels)) {
      if (panel.open && !panel.contains(event.target as Node)) panel.open = false;
    }
  });
}
