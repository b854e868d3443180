// Power mode: one call after the other, by itself, with a pause in between.

import { expect, test, type Browser, type Page } from '@playwright/test';

import { canBeRung, ring, signIn, Tool } from './actors';
import { admin } from './playwright.config';

/** What the last two digits of a number make the simulator do. */
const numbers = { answers: '+1 416 555 0250', busy: '+1 416 555 0201', machine: '+1 416 555 0203' };

const day = new Date().toISOString().slice(0, 10);

/** A rep with these leads, in this order, and how the rep likes power mode. */
async function rep(who: { name: string; email: string; password: string }, leads: string[], how: {}) {
  const base = test.info().project.use.baseURL!;
  const tool = await Tool.signIn(base, admin);
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  const region = await tool.send('POST', '/regions', {
    name: `Region of ${who.name}`,
    default_country: 'CA',
  });
  const { id } = await tool.send('POST', '/users', { ...who, role: 'rep', time_zone: 'UTC' });
  for (const [at, phone] of leads.entries()) {
    const lead = { name: `Lead ${at + 1}`, formatted_phone: phone, region_id: region.id };
    const made = await tool.send('POST', '/leads', lead);
    const selection = { lead_ids: [made.id] };
    const hand = { selection, strategy: 'to_one', assignee_ids: [id], priority: at + 1 };
    await tool.send('POST', '/assignments', hand);
  }
  const own = await Tool.signIn(base, { email: who.email, password: who.password });
  await own.send('PATCH', '/me', { preferences: { power_mode: how } });
  return { id, tool, own };
}

async function window(browser: Browser, who: { email: string; password: string }): Promise<Page> {
  const page = await signIn(browser, who);
  await page.context().grantPermissions(['microphone']);
  await page.goto('/queue');
  return page;
}

const bar = (page: Page) => page.locator('.call-dock');
const session = (page: Page) => page.getByRole('region', { name: 'My session' });
const name = (page: Page) => page.getByRole('heading', { level: 1 });
const fitting = (page: Page) => page.locator('.outcome-fits');

test('calls follow each other by themselves, and a pause holds nothing', async ({ browser }) => {
  test.setTimeout(120_000);
  const pia = { name: 'Pia Power', email: 'pia@example.com', password: 'a password of pia' };
  const { id, tool, own } = await rep(pia, [numbers.busy, numbers.answers, numbers.busy], {
    on: false,
    dials: true,
    countdown: 1,
    wrap_up: 60,
  });
  const page = await window(browser, pia);
  const power = page.getByRole('switch', { name: 'Power mode' });
  const now = async () => (await own.send('GET', '/presence')).data[0];

  await test.step('she switches it on, and it stays on', async () => {
    await expect(power).not.toBeChecked();
    await power.click();
    await expect(power).toBeChecked();
    await expect
      .poll(async () => (await own.send('GET', '/me')).preferences.power_mode.on)
      .toBe(true);
    expect((await now()).state).toBe('wait');
  });

  await test.step('the first lead is called without a key', async () => {
    await page.getByRole('button', { name: 'Start calling' }).click();
    await expect(name(page)).toHaveText('Lead 1');
    await expect(fitting(page)).toContainText('Busy');
    await expect(session(page)).toContainText('Wrap-up');
    await expect.poll(async () => (await now()).state).toBe('wrap');
  });

  await test.step('Enter says how it went, and the next one is called', async () => {
    await page.waitForTimeout(2_000);
    await page.keyboard.press('Enter');
    await expect(name(page)).toHaveText('Lead 2');
    await expect(bar(page)).toContainText('On the call');
    await expect(session(page)).toContainText('On a call');
    expect((await now()).state).toBe('talk');
  });

  await test.step('a pause that is asked for on the phone begins after the call', async () => {
    await page.keyboard.press('p');
    await expect(page.getByRole('dialog', { name: 'Pause' })).toBeVisible();
    await page.keyboard.press('1');
    await expect(bar(page)).toContainText('On the call');
    await page.keyboard.press('c');
    await expect(session(page)).toContainText('Wrap-up');
    await page.keyboard.press('1');
    await expect(name(page)).toHaveText('Paused: Break');
    await expect.poll(async () => await now()).toMatchObject({ state: 'pause', reason: 'Break' });
  });

  await test.step('while she pauses nothing is held, and nothing is called', async () => {
    await page.waitForTimeout(3_000);
    const { data } = await own.send('GET', '/queue');
    expect(data.map((one: any) => [one.lead.name, one.lease_expires_at])).toEqual([
      ['Lead 3', null],
    ]);
    expect((await tool.send('GET', `/calls?user_id=${id}`)).data).toHaveLength(2);
    await page.reload();
    await expect(name(page)).toHaveText('Paused: Break');
  });

  await test.step('Resume goes on with the next lead', async () => {
    await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(name(page)).toHaveText('Lead 3');
    await expect(fitting(page)).toContainText('Busy');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Call logged. Lead 3: Busy.')).toBeVisible();
  });

  await test.step('and her time stands in the API as it went', async () => {
    const said = async () =>
      (await tool.send('GET', `/calls?user_id=${id}`)).data.map((call: any) => call.disposition);
    await expect.poll(said).toEqual(['busy', 'closed', 'busy']);
    const calls = (await tool.send('GET', `/calls?user_id=${id}`)).data;
    const { totals } = await tool.send('GET', `/presence/times?time_zone=UTC&user_id=${id}&from=${day}`);
    expect(totals.wrap_seconds).toBeGreaterThanOrEqual(2);
    expect(totals.pause_seconds).toBeGreaterThanOrEqual(3);
    expect(totals.talk_seconds).toBeGreaterThanOrEqual(1);
    const { wait_seconds, talk_seconds, wrap_seconds, pause_seconds, present_seconds } = totals;
    expect(wait_seconds + talk_seconds + wrap_seconds + pause_seconds).toBe(present_seconds);
    const mine = await own.send('GET', '/analytics/me');
    expect(mine).toMatchObject({ totals: { calls: 3, closed: 1 } });
  });
});

test('the countdown is shown, and Escape stops it for good', async ({ browser }) => {
  const eve = { name: 'Eve Escape', email: 'eve@example.com', password: 'a password of eve' };
  const { id, tool } = await rep(eve, [numbers.busy, numbers.busy], {
    on: true,
    countdown: 4,
  });
  const page = await window(browser, eve);
  await page.getByRole('button', { name: 'Start calling' }).click();
  await expect(page.getByText('Calling in 4')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Stopped. Press Call when you are ready.')).toBeVisible();
  await expect(name(page)).toHaveText('Lead 1');
  await page.waitForTimeout(5_000);
  const calls = async () => (await tool.send('GET', `/calls?user_id=${id}`)).data.length;
  expect(await calls()).toBe(0);

  await test.step('a key calls, once', async () => {
    await page.keyboard.press('c');
    await expect(fitting(page)).toContainText('Busy');
    await page.waitForTimeout(5_000);
    expect(await calls()).toBe(1);
  });

  await test.step('who writes is not called away from it', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByText('Calling in')).toBeVisible();
    await page.getByLabel('Notes').focus();
    await expect(page.getByText('Not called, because you were doing something else')).toBeVisible();
    expect(await calls()).toBe(1);
  });
});

test('the countdown stands still while a lead rings, and goes on when it is declined', async ({
  browser,
}) => {
  const rita = { name: 'Rita Rung', email: 'rita@example.com', password: 'a password of rita' };
  const caller = '+1 416 555 0360';
  const { id, tool } = await rep(rita, [numbers.busy, caller], { on: true, countdown: 9 });
  const page = await window(browser, rita);
  await canBeRung(page, '/queue');
  await page.getByRole('button', { name: 'Start calling' }).click();
  const seconds = page.locator('.dial-seconds');
  await expect(seconds).toHaveText('8');
  const ringing = page.getByRole('region', { name: 'A lead rings' });
  await ring(test.info().project.use.baseURL!, { from: caller.replaceAll(' ', ''), speaks_for: 0 });
  await expect(ringing).toContainText('Lead 2');
  const stoodAt = await seconds.textContent();
  await page.waitForTimeout(3_000);
  await expect(seconds).toHaveText(stoodAt!);
  await page.keyboard.press('h');
  await expect(ringing).toBeHidden();
  await expect(seconds).toHaveText(`${Number(stoodAt) - 1}`);
  await expect(fitting(page)).toContainText('Busy', { timeout: 20_000 });
  const made = await tool.send('GET', `/calls?user_id=${id}&direction=outbound`);
  expect(made.data.map((call: any) => call.lead.name)).toEqual(['Lead 1']);
});

test('a machine takes two keys: the message, and its outcome', async ({ browser }) => {
  const max = { name: 'Max Machine', email: 'max@example.com', password: 'a password of max' };
  const { id, tool } = await rep(max, [numbers.machine, numbers.busy], { on: true, countdown: 0 });
  const page = await window(browser, max);
  await page.goto('/me');
  await page.getByRole('button', { name: 'Record a message' }).click();
  await expect(page.getByText('Recording. Speak now.')).toBeVisible();
  await page.waitForTimeout(1_500);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText('Your message is saved.')).toBeVisible();

  await page.goto('/queue');
  await page.getByRole('button', { name: 'Start calling' }).click();
  const leave = bar(page).getByRole('button', { name: 'Leave my message' });
  await expect(leave).toBeFocused({ timeout: 20_000 });
  await page.keyboard.press('v');
  await expect(fitting(page)).toContainText('Voicemail');
  await expect(fitting(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(name(page)).toHaveText('Lead 2');
  const first = async () => (await tool.send('GET', `/calls?user_id=${id}`)).data.at(-1);
  await expect
    .poll(first)
    .toMatchObject({ voicemail_dropped: true, disposition: 'voicemail' });
});
