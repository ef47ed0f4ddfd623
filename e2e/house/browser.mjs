// Debian's own Chromium, and contexts that write down everything a page does that it should not.
import { chromium } from "playwright-core";

const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Widths every page is looked at: an old office screen and a telephone. */
export const WIDTHS = { desk: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } };

/** A browser with a profile of its own that is thrown away. */
export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: switches });
}

/**
 * A context whose `complaints` collects dialogs, errors of scripts and of the console, reports of the content
 * policy, requests to other sites, and answers that say the server failed.
 */
export async function openContext(browser, site, options = {}) {
  const context = await browser.newContext({ baseURL: site, viewport: WIDTHS.desk, locale: "zh-CN", ...options });
  const complaints = [];
  context.complaints = complaints;
  context.on("weberror", (error) => complaints.push(`script: ${error.error()}`));
  context.on("console", (message) => {
    // The browser repeats the status of a page it did not find; tests that ask for one judge the status.
    const isStatus = message.text().startsWith("Failed to load resource") && message.location().url === message.page()?.url();
    if (["error", "warning"].includes(message.type()) && !isStatus) complaints.push(`console: ${message.text()}`);
  });
  context.on("dialog", (dialog) => {
    // A test that leaves a page with something typed in it means to.
    if (dialog.type() === "beforeunload") return dialog.accept().catch(() => {});
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${site}/`) && !url.startsWith("data:")) complaints.push(`another site: ${url}`);
  });
  context.on("response", (response) => {
    const isAsset = new URL(response.url()).pathname.startsWith("/assets/");
    if (response.status() >= 500 || (isAsset && response.status() >= 400)) complaints.push(`${response.status()}: ${response.url()}`);
  });
  if (options.javaScriptEnabled !== false) {
    await context.exposeBinding("cbComplain", (_, text) => complaints.push(text));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.cbComplain(`content policy: ${event.violatedDirective} ${event.blockedURI} on ${location.href}`);
      });
    });
  }
  return context;
}
