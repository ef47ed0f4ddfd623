// Signing in with the pointer and the quick way, for tests that are about something else.
const PASSWORD = "潮白河上五座桥 five bridges";

/** Signs a sample person in with their one-time link; the link works once, later calls use the password. */
export async function signIn(context, zone, login) {
  const page = await context.newPage();
  zone.known ??= new Set();
  if (zone.known.has(login)) {
    await page.goto("/sign-in");
    await page.fill("#login", login);
    await page.fill("#password", PASSWORD);
  } else {
    await page.goto(zone.links[login]);
    await page.fill("#password", PASSWORD);
    await page.fill("#password_again", PASSWORD);
    zone.known.add(login);
  }
  await Promise.all([page.waitForURL("**/work"), page.click("main button[type=submit]")]);
  return page;
}

/** Every record of a sourced list names its source. */
export const SOURCE = { "field-source": "文章 2023-12-29", "field-source_date": "2023-12-29" };

/** Fills the form on the page by the names of its inputs and sends it. */
export async function sendForm(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const input = page.locator(`main form [name="${name}"]`).first();
    const kind = await input.evaluate((e) => (e.localName === "select" ? "select" : e.type));
    if (kind === "select") await input.selectOption(value);
    else if (kind === "radio") await page.check(`main form [name="${name}"][value="${value}"]`, { force: true });
    else await input.fill(value);
  }
  await Promise.all([page.waitForEvent("load"), page.click("main form.cb-form button[type=submit]")]);
}
