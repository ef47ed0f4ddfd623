/** A digit chooses the result it stands beside; Enter then saves, as it does in every form. Not while somebody types. */
export function verdictKeys(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-keys=verdict]");
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as Element;
    if (target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const choice = form.querySelector<HTMLInputElement>(`input[data-key="${CSS.escape(event.key)}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
  });
}
