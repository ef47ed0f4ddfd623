// Pictures of the key pages, both languages, two widths, clock standing: `npm run screenshots` writes out/*.png.
import { mkdir, rm } from "node:fs/promises";
import { WIDTHS, openContext, startBrowser } from "./house/browser.mjs";
import { firstRecord } from "./house/pages.mjs";
import { SOURCE, sendForm, signIn } from "./house/people.mjs";
import { STANDING, startZone } from "./house/zone.mjs";

const out = new URL("out/", import.meta.url).pathname;
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const only = process.argv[2];
const [zone, browser] = await Promise.all([startZone({ fixedClock: STANDING }), startBrowser()]);
let complaints = [];

async function shoot(context, name, path, prepare) {
  for (const [lang, prefix] of [["zh", ""], ["en", "/en"]]) {
    for (const viewport of Object.values(WIDTHS)) {
      const file = `${name}.${lang}.${viewport.width}.png`;
      if (only && !file.includes(only)) continue;
      const page = await context.newPage();
      await page.setViewportSize(viewport);
      await page.goto(path === "/" && prefix ? prefix : prefix + path);
      await prepare?.(page);
      await page.screenshot({ path: out + file, fullPage: true, animations: "disabled" });
      await page.close();
      console.log(file);
    }
  }
  complaints = complaints.concat(context.complaints.splice(0));
}

try {
  const open = await openContext(browser, zone.site);
  const record = await firstRecord(open, "roads");
  const portal = {
    home: "/", figures: "/figures", "figure-T12": "/figures/T12", "figure-T12-2023": "/figures/T12?as_of=2023-12-29",
    "figure-T07": "/figures/T07", lists: "/lists", "list-roads": "/lists/roads", "list-projects": "/lists/projects",
    "list-filtered": "/lists/roads?filter=status%20%3D%20%27open%27", "list-empty": "/lists/roads?f.name=%E6%B2%A1%E6%9C%89",
    record, documents: "/documents", document: "/documents/annual-report", bodies: "/bodies", meetings: "/meetings", compare: "/lists/unified_aspects/compare",
    powers: "/lists/delegated_powers_example", drafting: "/procedures/drafting", journal: "/journal", "sign-in": "/sign-in", "not-found": "/lists/nothing",
  };
  for (const [name, path] of Object.entries(portal)) await shoot(open, name, path);
  await shoot(open, "list-filter-open", "/lists/roads", (page) => page.click(".cb-filter__summary"));

  const clerk = await openContext(browser, zone.site);
  const page = await signIn(clerk, zone, "sample_member_tongzhou");
  await page.goto("/work/lists/roads/new");
  await sendForm(page, { "field-name": "运河东大街东延", "field-length_beijing_km": "2.1", "field-lead_beijing": "tongzhou", ...SOURCE, note: "依据施工图登记" });
  const made = new URL(page.url()).pathname;
  await page.goto(`${made}/amend`);
  await sendForm(page, { "field-length_beijing_km": "2.35", "field-lanes": "6", note: "按竣工测量更正" });
  const send = (p) => sendForm(p, { "field-name": "", "field-length_beijing_km": "约两公里" });
  await shoot(clerk, "work", "/work");
  await shoot(clerk, "work-lists", "/work/lists");
  await shoot(clerk, "work-list", "/work/lists/roads");
  await shoot(clerk, "work-record", made);
  await shoot(clerk, "work-notices", "/work/notices");
  await shoot(clerk, "work-calendar", "/work/calendar");
  await shoot(clerk, "work-new", "/work/lists/roads/new");
  await shoot(clerk, "work-mistakes", "/work/lists/roads/new", send);
  await shoot(clerk, "work-amend", `${made}/amend`);
  await shoot(clerk, "work-attach", `${made}/attach`);
  const office = await openContext(browser, zone.site);
  await signIn(office, zone, "sample_office");
  await shoot(office, "work-advance", `${made}/advance`);
  await shoot(office, "work-withdraw", `${made}/withdraw`);
  const system = await openContext(browser, zone.site);
  await signIn(system, zone, "sample_system_admin");
  await shoot(system, "admin-accounts", "/admin/accounts");
  await shoot(system, "admin-charter", "/admin/charter");
  await shoot(system, "admin-deliveries", "/admin/deliveries");
  const auditor = await openContext(browser, zone.site);
  await signIn(auditor, zone, "sample_audit_admin");
  await shoot(auditor, "admin-journal", "/admin/journal");
} finally {
  await browser.close();
  await zone.stop();
}
if (complaints.length > 0) {
  console.error(complaints.join("\n"));
  process.exitCode = 1;
}
