// One cold load under a slow processor and a slow line.

/** First contentful paint in milliseconds (median of three) and bytes over the line. */
export async function measure(browser, site, path) {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    let bytes = 0;
    let script_bytes = 0;
    const kinds = new Map();
    devtools.on("Network.responseReceived", (event) => kinds.set(event.requestId, event.type));
    devtools.on("Network.loadingFinished", (event) => {
      bytes += event.encodedDataLength;
      if (kinds.get(event.requestId) === "Script") script_bytes += event.encodedDataLength;
    });
    await page.goto(site + path, { waitUntil: "networkidle" });
    const paint_ms = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
    runs.push({ paint_ms: Math.round(paint_ms), bytes, script_bytes });
    await context.close();
  }
  return runs.sort((a, b) => a.paint_ms - b.paint_ms)[1];
}
