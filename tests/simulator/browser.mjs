// Drives the page in Chromium: every way a call can go, as the carrier's own software sees it.
import assert from 'node:assert/strict';
import { chromium } from '@playwright/test';

const base = process.argv[2].replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: process.env.SKIIGEN_TEST_BROWSER ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required'],
});
const context = await browser.newContext();

const open = async (options) => {
  const page = await context.newPage();
  const outside = [];
  const refused = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== base) outside.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  await page.goto(`${base}/page`);
  const started = await page.evaluate(
    (given) => window.phone.start(given).then(() => 'ok', (error) => `failed ${error?.code}`),
    options ?? {},
  );
  return { page, outside, refused, started };
};

const has = (page, event, timeout = 20_000) =>
  page.waitForFunction((wanted) => window.phone.log.includes(wanted), event, { timeout })
    .catch(async () => {
      const log = await page.evaluate(() => window.phone.log);
      throw new Error(`no ${event} in ${JSON.stringify(log)}`);
    });

const post = (path, body) => fetch(`${base}/simulator${path}`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: body === undefined ? undefined : JSON.stringify(body),
});
const calls = async () => (await (await fetch(`${base}/simulator/calls`)).json()).calls;
const call = async (sid) => (await calls()).find((one) => one.sid === sid);
const until = async (what, wanted) => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never: ${wanted}`);
};

const steps = {
  async 'registers, rings, talks, mutes, sends digits, hangs up'() {
    const { page, outside, refused, started } = await open();
    assert.equal(started, 'ok');
    await page.evaluate(() => window.phone.connect({ CallId: '91', Note: 'Zoë & co' }));
    await has(page, 'ringing');
    await has(page, 'accept');
    assert.equal(await page.evaluate(() => window.phone.status()), 'open');
    const sid = await page.evaluate(() => window.phone.sid());
    assert.match(sid, /^CA[0-9a-f]{32}$/);
    await until(async () => {
      const { state, level } = await page.evaluate(() => window.phone.heard());
      return state === 'connected' && level > 0.001;
    }, 'the other end is heard');
    await page.evaluate(() => window.phone.mute(true));
    await has(page, 'mute');
    await page.evaluate(() => window.phone.digits('1w2#'));
    await until(async () => (await call(sid)).digits.replaceAll('w', '') === '12#', 'the digits arrive');
    await page.evaluate(() => window.phone.hangUp());
    await has(page, 'disconnect');
    await until(async () => (await call(sid)).status === 'completed', 'the call ends');
    assert.deepEqual(outside, []);
    assert.deepEqual(refused, []);
    await page.close();
  },

  async 'the lead hangs up'() {
    const { page } = await open();
    await page.evaluate(() => window.phone.connect({ CallId: '91' }));
    await has(page, 'accept');
    const sid = await page.evaluate(() => window.phone.sid());
    assert.equal((await post(`/calls/${sid}/hang-up`)).status, 204);
    await has(page, 'disconnect');
    assert.ok(!(await page.evaluate(() => window.phone.log)).some((line) => line.startsWith('error')));
    await page.close();
  },

  async 'a second call in the same page has its own media'() {
    const { page } = await open();
    for (const turn of [1, 2]) {
      await page.evaluate(() => { window.phone.log.length = 0; });
      await page.evaluate(() => window.phone.connect({ CallId: '91' }));
      await has(page, 'accept');
      await until(async () => (await page.evaluate(() => window.phone.heard())).packets > 5, `media of call ${turn}`);
      await page.evaluate(() => window.phone.hangUp());
      await has(page, 'disconnect');
    }
    await page.close();
  },

  async 'the connection is lost and comes back'() {
    const { page } = await open();
    await page.evaluate(() => window.phone.connect({ CallId: '91' }));
    await has(page, 'accept');
    const sid = await page.evaluate(() => window.phone.sid());
    await post('/faults', { signalling_lost: true });
    await has(page, 'reconnecting');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await post('/faults', {});
    await has(page, 'reconnected', 30_000);
    assert.equal((await call(sid)).status, 'in-progress');
    await page.evaluate(() => window.phone.hangUp());
    await until(async () => (await call(sid)).status === 'completed', 'the call ends after all');
    await page.close();
  },

  async 'the token ends in the call and is renewed'() {
    const { page } = await open({ seconds: 14 });
    await page.evaluate(() => window.phone.connect({ CallId: '91' }));
    await has(page, 'accept');
    await has(page, 'tokenWillExpire');
    await page.evaluate(() => window.phone.renew());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(await page.evaluate(() => window.phone.status()), 'open');
    await page.evaluate(() => window.phone.hangUp());
    await has(page, 'disconnect');
    await page.close();
  },

  async 'a token with a wrong signature is refused'() {
    const page = await context.newPage();
    await page.goto(`${base}/page`);
    // Registration never ends, as with the carrier: only the error tells.
    page.evaluate(() => { window.phone.start({ garbled: true }); });
    await has(page, 'device error 31202');
    await page.close();
  },

  async 'a browser is called and answers'() {
    const callee = await open({ identity: 'user_7' });
    const answered = fetch(`${base}/simulator/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('AC00000000000000000000000000000001:0123456789abcdef0123456789abcdef').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        To: 'client:user_7',
        From: '+14155550100',
        Twiml: '<Response><Pause length="60"/></Response>',
      }),
    });
    assert.equal((await answered).status, 201);
    await has(callee.page, 'incoming');
    await callee.page.evaluate(() => window.phone.accept());
    await has(callee.page, 'accept');
    await until(async () => (await callee.page.evaluate(() => window.phone.heard())).packets > 5, 'media of a call that comes in');
    await callee.page.evaluate(() => window.phone.hangUp());
    await has(callee.page, 'disconnect');
    await callee.page.close();
  },

  async 'without sounds of our own nothing is asked of the carrier either'() {
    const { page, outside, refused } = await open({ ownSounds: false });
    await page.evaluate(() => window.phone.connect({ CallId: '91' }));
    await has(page, 'accept');
    await page.evaluate(() => window.phone.hangUp());
    await has(page, 'disconnect');
    assert.deepEqual(outside, []);
    assert.deepEqual(refused, []);
    await page.close();
  },
};

let failures = 0;
const only = process.argv[3];
for (const [name, step] of Object.entries(steps)) {
  if (only && !name.includes(only)) continue;
  try {
    await step();
    console.log(`ok   ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
  await post('/faults', {});
}
await browser.close();
process.exit(failures === 0 ? 0 : 1);
