// Addresses that several tests walk.

/** Pages of the portal that are always there; English ones under `/en`. */
export const PORTAL = ["/", "/figures", "/figures/T12", "/figures/T07", "/lists", "/lists/roads", "/lists/bus_lines", "/lists/drafts", "/lists/unified_aspects/compare", "/lists/delegated_powers_example", "/procedures/drafting", "/procedures/topic", "/documents", "/documents/annual-report", "/meetings", "/bodies", "/journal"];

/** Path of the first record of a public list. */
export async function firstRecord(context, register) {
  const page = await context.newPage();
  await page.goto(`/lists/${register}`);
  const path = await page.locator(`main tbody a[href^="/lists/${register}/"]`).first().getAttribute("href");
  await page.close();
  return path;
}
