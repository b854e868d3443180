// From the key that says how a call went to the next lead on the screen, as a trace of Chromium tells it.
//
// node tests/bench/paint.mjs <address> <email> <password> <times>: prints two numbers a line, milliseconds: until it is painted,
// and until that frame is drawn.

import { chromium } from '@playwright/test';

const [address, email, password, times] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.SKIIGEN_TEST_BROWSER ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const page = await browser.newPage({ baseURL: address, viewport: { width: 1440, height: 900 } });

await page.goto('/sign-in');
await page.getByLabel('Email').fill(email);
await page.getByLabel('Password', { exact: true }).fill(password);
await page.getByRole('button', { name: 'Sign in' }).click();
await page.waitForURL((url) => !url.pathname.includes('sign-in'));
await page.goto('/queue');
await page.getByRole('button', { name: 'Start calling' }).click();
await page.locator('.desk-name').filter({ hasText: /\w/ }).waitFor();

// The moment at which the name of another lead stands on the page, before it is painted.
await page.evaluate(() => {
  const read = () => document.querySelector('.desk-name')?.textContent ?? '';
  let before = read();
  new MutationObserver(() => {
    const now = read();
    if (now && now !== before) {
      before = now;
      performance.mark('next-lead');
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});

await browser.startTracing(page, {
  categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame', 'blink.user_timing'],
});
for (let time = 0; time < Number(times); time += 1) {
  const name = await page.locator('.desk-name').textContent();
  await page.keyboard.press('7');
  await page.locator('.desk-name').filter({ hasText: /\w/ }).filter({ hasNotText: name }).waitFor();
  // A rep looks at a lead for longer; what is loaded for it meanwhile must not be in the way here.
  await page.waitForTimeout(1_000);
}
const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
await browser.close();

const sorted = traceEvents.filter((event) => event.ts).sort((one, other) => one.ts - other.ts);
const keys = sorted.filter((event) => event.name === 'EventDispatch' && event.args.data.type === 'keydown');
const marks = sorted.filter((event) => event.name === 'next-lead');
const paints = sorted.filter((event) => event.name === 'Paint' && event.dur !== undefined);
const frames = sorted.filter((event) => event.name === 'DrawFrame');
for (const { ts } of keys) {
  const mark = marks.find((event) => event.ts >= ts);
  const paint = paints.find((event) => event.ts >= mark.ts);
  // Drawn by the compositor: what follows is the screen's own.
  const painted = paint.ts + paint.dur;
  const frame = frames.find((event) => event.ts >= painted);
  console.log((painted - ts) / 1000, ((frame?.ts ?? painted) - ts) / 1000);
}
