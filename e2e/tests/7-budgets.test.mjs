// What a page costs on an old office computer: told, not judged; a shared machine would judge badly.
import { after, before, test } from "node:test";
import { startBrowser } from "../house/browser.mjs";
import { measure } from "../house/measure.mjs";
import { PORTAL } from "../house/pages.mjs";
import { startZone } from "../house/zone.mjs";

let zone, browser;

before(async () => ([zone, browser] = await Promise.all([startZone(), startBrowser()])));
after(async () => {
  await browser?.close();
  await zone?.stop();
});

test("first paint and bytes with a processor four times slower, 10 Mbit/s, 40 ms", async (t) => {
  for (const path of PORTAL) {
    const { paint_ms, bytes, script_bytes } = await measure(browser, zone.site, path);
    t.diagnostic(`${path.padEnd(18)} first paint ${String(paint_ms).padStart(5)} ms   ${String(bytes).padStart(7)} bytes, scripts ${script_bytes}`);
  }
});
