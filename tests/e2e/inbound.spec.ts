// Leads that ring back: the rep's page rings, wherever the rep is in it.

import { expect, test, type Browser, type Page } from '@playwright/test';

import { canBeRung, ring, signIn, Tool } from './actors';
import { admin } from './playwright.config';

const rhea = { name: 'Rhea Ring', email: 'rhea@example.com', password: 'a password of rhea' };
const number = '+14165550350';

let tool: Tool;
let whom: { id: string };
let region: { id: string };
let rep: { id: string };

test.beforeAll(async ({}, info) => {
  tool = await Tool.signIn(info.project.use.baseURL!, admin);
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  region = await tool.send('POST', '/regions', { name: 'Ringing test', default_country: 'CA' });
  rep = await tool.send('POST', '/users', { ...rhea, role: 'rep' });
  whom = await lead('Ringing Rye', number);
});

async function lead(name: string, phone: string): Promise<{ id: string }> {
  const made = await tool.send('POST', '/leads', {
    name,
    formatted_phone: phone,
    region_id: region.id,
  });
  await tool.send('POST', '/assignments', {
    selection: { lead_ids: [made.id] },
    strategy: 'to_one',
    assignee_ids: [rep.id],
  });
  return made;
}

const rings = (caller: Record<string, unknown>) =>
  ring(test.info().project.use.baseURL!, { from: number, ...caller });

/** The rep's window on this screen, once it can be rung. */
async function window(browser: Browser, path: string): Promise<Page> {
  const page = await signIn(browser, rhea);
  await page.context().grantPermissions(['microphone']);
  await canBeRung(page, path);
  return page;
}

const bar = (page: Page) => page.locator('.call-dock');
const ringing = (page: Page) => page.getByRole('region', { name: 'A lead rings' });
const latest = async () =>
  (await tool.send('GET', '/calls?direction=inbound&limit=1')).data.at(0);
const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });

test('a lead that rings is answered by key, and it is said what came of it', async ({ browser }) => {
  const page = await window(browser, '/follow-ups');
  await rings({ talks_for: 60 });
  await expect(ringing(page)).toContainText('Ringing Rye');
  await expect(ringing(page)).toContainText(number);
  await page.keyboard.press('a');
  await expect(bar(page)).toContainText('On the call');
  await test.step('and the lead is at hand', async () => {
    await expect(page).toHaveURL(new RegExp(`/leads/${whom.id}$`));
    await expect(page.getByRole('heading', { name: 'Ringing Rye' })).toBeVisible();
  });
  await page.keyboard.press('h');
  await expect(page.locator('.call-clock')).toContainText('They rang');
  await page.getByRole('button', { name: /^Warm/ }).click();
  await expect(page.getByText('Call logged. Ringing Rye: Warm.')).toBeVisible();
  await expect
    .poll(latest)
    .toMatchObject({ status: 'completed', connected: true, disposition: 'warm' });
  await expect(timeline(page)).toContainText('Rang back · answered');
  expect(await tool.send('GET', `/leads/${whom.id}`)).toMatchObject({
    status: 'completed',
    attempt_count: 0,
  });
  await page.context().close();
});

test('a lead that is declined leaves a message, and is called back first', async ({ browser }) => {
  const other = await lead('Other Oats', '+14165550351');
  const missed = await lead('Missed Mash', '+14165550352');
  const page = await window(browser, '/queue');
  await rings({ from: '+14165550352', speaks_for: 4 });
  await expect(ringing(page)).toContainText('Missed Mash');
  await ringing(page).getByRole('button', { name: 'Decline' }).click();
  await expect(ringing(page)).toBeHidden();
  await expect
    .poll(latest, { timeout: 40_000 })
    .toMatchObject({ status: 'no_answer', recording: { status: 'completed', duration: 4 } });
  await expect
    .poll(async () => (await tool.send('GET', '/follow-ups?open=true')).data.map((one: any) => one.note))
    .toContain('Call back: rang and left a message');
  const { email, password } = rhea;
  const own = await Tool.signIn(test.info().project.use.baseURL!, { email, password });
  const queue = (await own.send('GET', '/queue')).data;
  expect(queue.map((one: any) => one.lead.id)).toEqual([missed.id, other.id]);
  expect(queue[0].reason).toBe('follow_up_due');
  await page.goto(`/leads/${missed.id}`);
  await expect(timeline(page)).toContainText('Rang back · left a message (0:04)');
  await expect(timeline(page).getByRole('button', { name: 'Play recording' })).toBeVisible();
  await page.context().close();
});

test('nobody in the page is nobody to ring', async () => {
  await lead('Lonely Lager', '+14165550353');
  await rings({ from: '+14165550353', speaks_for: 0, hangs_up_after: 4 });
  await expect.poll(latest).toMatchObject({ lead: { name: 'Lonely Lager' } });
});
