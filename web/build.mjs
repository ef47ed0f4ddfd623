// Builds web/dist: one style sheet, one script for every page, one for sheets, one mark. Fails when a file outgrows its budget
// (gzip): a page has to paint in a second on an old office computer.
import { build, transform } from "esbuild";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { compile } from "sass";

/** Oldest browser promised (docs of the domestic browsers lag behind): Chromium 100. */
const target = ["chrome100", "firefox100", "safari15.4"];
/** Largest gzip size in bytes. */
const budgets = { "app.css": 25_000, "app.js": 15_000, "grid.js": 25_000, "favicon.svg": 2_000 };

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });

const styles = compile("src/app.scss", { loadPaths: ["node_modules"], quietDeps: true });
const { code } = await transform(styles.css, { loader: "css", minify: true, target });
await writeFile("dist/app.css", code);

// What every page has, and the grid that only pages with a sheet load.
await build({
  entryPoints: { app: "src/app.ts", grid: "src/grid/grid.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target,
});

await copyFile("src/favicon.svg", "dist/favicon.svg");

let over = false;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = await readFile(`dist/${name}`);
  const packed = gzipSync(bytes, { level: 9 }).length;
  over ||= packed > budget;
  console.log(`${name}: ${bytes.length} bytes, ${packed} gzip of ${budget}${packed > budget ? "  TOO LARGE" : ""}`);
}
if (over) process.exit(1);
