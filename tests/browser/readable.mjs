// When pages can be read on a slow link: 400 ms and 50 KB/s, nothing kept from before. Arguments
// are paths; ORIGIN and TOKEN say where and as whom. Prints a line for each: milliseconds until
// its words were first painted.
import { launched } from './chromium.mjs';

const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const browser = await launched();
try {
  for (const path of process.argv.slice(2)) {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      extraHTTPHeaders: { authorization: `Bearer ${process.env.TOKEN}` },
    });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW);
    const response = await page.goto(process.env.ORIGIN + path, { waitUntil: 'load' });
    if (response.status() !== 200) throw new Error(`${path}: ${response.status()}`);
    const painted = await page.evaluate(
      () =>
        new Promise((done) => {
          const painted = (all) => all.find((it) => it.name === 'first-contentful-paint');
          const seen = (list) => painted(list.getEntries()) && done(painted(list.getEntries()).startTime);
          new PerformanceObserver(seen).observe({ type: 'paint', buffered: true });
        }),
    );
    console.log(painted.toFixed(1));
    await context.close();
  }
} finally {
  await browser.close();
}
