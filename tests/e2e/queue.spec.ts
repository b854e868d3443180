// A rep works one region at a time, and is told what that hides.

import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const fynn = { name: 'Fynn Filter', email: 'fynn@example.com', password: 'a password of fynn' };

test('the queue of one region serves its leads alone, and says what it hides', async ({ browser }) => {
  const tool = await Tool.signIn(test.info().project.use.baseURL!, admin);
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  const rep = await tool.send('POST', '/users', { ...fynn, role: 'rep', time_zone: 'UTC' });
  for (const [region, names] of Object.entries({
    'Upper Fynnland': ['Adler', 'Bock'],
    'Lower Fynnland': ['Dachs'],
  })) {
    const { id } = await tool.send('POST', '/regions', { name: region, default_country: 'DE' });
    for (const [at, name] of names.entries()) {
      const phone = `+49 89 ${region.length}${name.length}2233${at}`;
      const lead = { name, formatted_phone: phone, region_id: id };
      const made = await tool.send('POST', '/leads', lead);
      const selection = { lead_ids: [made.id] };
      await tool.send('POST', '/assignments', { selection, strategy: 'to_one', assignee_ids: [rep.id] });
    }
  }
  const page = await signIn(browser, fynn);
  const rows = page.locator('.queue-list tbody .row-link');

  await test.step('all leads stand there, then those of a region', async () => {
    await page.goto('/queue');
    await expect(rows).toHaveText(['Adler', 'Bock', 'Dachs']);
    await page.getByLabel('Region').selectOption('Lower Fynnland');
    await expect(rows).toHaveText(['Dachs']);
    await page.reload();
    await expect(rows).toHaveText(['Dachs']);
  });

  await test.step('when its leads are done, the others are said to be hidden', async () => {
    await page.getByRole('button', { name: 'Start calling' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dachs');
    await page.keyboard.press('1');
    await expect(page.getByText('The filters hide 2 leads')).toBeVisible();
    await page.getByRole('button', { name: 'Show all my leads' }).click();
    await expect(rows).toHaveText(['Adler', 'Bock']);
    await expect(page.getByLabel('Region')).toHaveValue('');
  });
});

test('the next lead is shown with the key, and what is pressed on it waits until it is certain', async ({
  browser,
}) => {
  const base = test.info().project.use.baseURL!;
  const tool = await Tool.signIn(base, admin);
  const alma = { name: 'Alma Ahead', email: 'alma@example.com', password: 'a password of alma' };
  const rep = await tool.send('POST', '/users', { ...alma, role: 'rep', time_zone: 'UTC' });
  const other = await tool.send('POST', '/users', {
    ...alma,
    name: 'Otto Other',
    email: 'otto@example.com',
    role: 'rep',
  });
  const region = await tool.send('POST', '/regions', { name: 'Alma', default_country: 'DE' });
  const hand = (lead: { id: string }, to: { id: string }) =>
    tool.send('POST', '/assignments', {
      selection: { lead_ids: [lead.id] },
      strategy: 'to_one',
      assignee_ids: [to.id],
      reassign: true,
    });
  const leads = [];
  for (const [at, name] of ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth'].entries()) {
    const lead = { name, formatted_phone: `+49 89 778899${at}`, region_id: region.id };
    leads.push(await tool.send('POST', '/leads', lead));
    await hand(leads.at(-1), rep);
  }
  const page = await signIn(browser, alma);
  await page.goto('/queue');
  await page.getByRole('button', { name: 'Start calling' }).click();
  const name = page.getByRole('heading', { level: 1 });
  await expect(name).toHaveText('First');
  let answer = () => {};
  let isAnswered: Promise<void>;
  const hold = () => (isAnswered = new Promise<void>((resolve) => (answer = resolve)));
  hold();
  await page.route('**/api/v1/queue/next', async (route) => {
    await isAnswered;
    await route.continue();
  });
  const rail = page.getByRole('navigation', { name: 'My queue' }).getByRole('listitem');
  const made = async () => (await tool.send('GET', `/calls?user_id=${rep.id}`)).data;
  const calls = async () => (await made()).map((call: any) => call.lead.name);
  const said = async () => (await made()).map((call: any) => call.disposition);

  await test.step('the list says which, without an answer', async () => {
    await page.keyboard.press('1');
    await expect(name).toHaveText('Second');
    await expect.poll(calls).toEqual(['First']);
    await expect(page.getByText('Getting the next lead')).toBeAttached();
  });

  await test.step('what is pressed on it waits', async () => {
    await page.keyboard.press('s');
    await page.keyboard.press('1');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(name).toHaveText('Second');
    expect(await calls()).toEqual(['First']);
  });

  await test.step('where the server serves another one, it was not meant for that one', async () => {
    await hand(leads[1], other);
    answer();
    await expect(name).toHaveText('Third');
    await expect(page).toHaveURL(new RegExp(leads[2].id));
    expect(await calls()).toEqual(['First']);
  });

  await test.step('where it is served, it is done', async () => {
    await expect(rail).toHaveText([/Third/, /Fourth/, /Fifth/, /Sixth/]);
    hold();
    await page.keyboard.press('1');
    await expect(name).toHaveText('Fourth');
    await expect.poll(calls).toEqual(['Third', 'First']);
    await page.keyboard.press('4');
    expect(await calls()).toEqual(['Third', 'First']);
    answer();
    await expect(name).toHaveText('Fifth');
    await expect.poll(calls).toEqual(['Fourth', 'Third', 'First']);
  });

  await test.step('a key that is held down says it once', async () => {
    await page.keyboard.down('7');
    await expect.poll(calls).toEqual(['Fifth', 'Fourth', 'Third', 'First']);
    await expect(name).toHaveText('Sixth');
    await expect(page).toHaveURL(new RegExp(leads[5].id));
    await page.keyboard.down('7');
    await page.keyboard.up('7');
    await page.keyboard.press('8');
    await expect.poll(said).toEqual(['wrong_number', 'not_interested', 'no_answer', 'closed', 'closed']);
  });
});
