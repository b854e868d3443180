// What a rep does with the keyboard beside calling: templates in notes, promises, own keys.

import { expect, test, type Browser, type Page } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const nina = { email: 'nina@example.com', password: 'a password of nina' };
let lead = '';
let tool: Tool;
let reps: Tool;

test.beforeAll(async ({}, info) => {
  const base = info.project.use.baseURL!;
  tool = await Tool.signIn(base, admin);
  const region = await tool.send('POST', '/regions', { name: 'Notes', default_country: 'CA' });
  const user = await tool.send('POST', '/users', { ...nina, name: 'Nina Falk', role: 'rep' });
  const made = await tool.send('POST', '/leads', {
    name: 'Amsterdam Brewery',
    formatted_phone: '+1 416 504 6882',
    city: 'Toronto',
    country: 'CA',
    region_id: region.id,
  });
  lead = made.id;
  const selection = { lead_ids: [lead] };
  await tool.send('POST', '/assignments', { selection, strategy: 'to_one', assignee_ids: [user.id] });
  reps = await Tool.signIn(base, nina);
});

async function onLead(browser: Browser): Promise<Page> {
  const page = await signIn(browser, nina);
  await page.goto(`/leads/${lead}`);
  await expect(page.getByText('How did it go?')).toBeVisible();
  return page;
}

test('an admin writes a template, and a rep puts it into a note by a few keys', async ({ browser }) => {
  const manager = await signIn(browser, admin);
  await manager.goto('/note-templates');
  await manager.getByRole('button', { name: 'New note template' }).first().click();
  const dialog = manager.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Left a message');
  await dialog.getByLabel('Text').fill('Left a message for {lead} in {city}. Ask for {somebody}.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(manager.getByRole('button', { name: 'Left a message', exact: true })).toBeVisible();
  await tool.send('POST', '/note-templates', { name: 'Prices sent', body: 'Prices by email.' });

  const rep = await onLead(browser);
  await rep.keyboard.press('n');
  const note = rep.getByLabel('Notes');
  await expect(note).toBeFocused();
  await rep.keyboard.type('First: /');
  const options = rep.getByRole('option');
  await expect(options).toHaveCount(2);
  await rep.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(note, 'the list closes, the text stays').toHaveValue('First: /');
  await expect(note).toBeFocused();
  await rep.keyboard.type(' done\n/left');
  await expect(options).toHaveCount(1);
  await expect(note).toHaveAttribute('aria-activedescendant', (await options.getAttribute('id'))!);
  await rep.keyboard.press('Tab');
  await rep.keyboard.type(' Bye, 1/2');
  await expect(note).toHaveValue(
    'First: / done\nLeft a message for Amsterdam Brewery in Toronto. Ask for {somebody}. Bye, 1/2',
  );
  await rep.keyboard.press('ControlOrMeta+Enter');
  await expect(rep.getByText('Note saved.')).toBeVisible();
  await rep.context().close();
});

test('a follow-up is planned by two keys, and said when it is near', async ({ browser }) => {
  const rep = await onLead(browser);
  await rep.keyboard.press('f');
  const dialog = rep.getByRole('dialog', { name: /Follow up with/ });
  await expect(dialog.getByText(/my time/).first()).toBeVisible();
  await rep.keyboard.press('2');
  await expect(rep.getByText('Follow-up planned.')).toBeVisible();
  const planned = (await reps.send('GET', '/follow-ups?open=true')).data;
  expect(planned).toHaveLength(1);
  const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Toronto', timeStyle: 'short' });
  expect(there.format(new Date(planned[0].due_at))).toBe('09:00');

  const due_at = new Date(Date.now() + 4 * 60_000).toISOString();
  await reps.send('POST', `/leads/${lead}/follow-ups`, { due_at, note: 'Ask for Eva.' });
  await rep.goto('/calls');
  const reminder = rep.getByText(/Amsterdam Brewery: follow-up in \d minutes .* Ask for Eva\./);
  await expect(reminder).toHaveCount(1);
  await rep.reload();
  await expect(rep.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(rep.getByText('Follow-ups').first()).toBeVisible();
  await expect(reminder, 'it is said once, also after a reload').toHaveCount(0);
  await reps.send('POST', `/leads/${lead}/follow-ups`, { due_at: new Date().toISOString() });
  await expect(rep.getByText(/follow-up is due now/)).toBeVisible();
  await expect(rep.getByRole('link', { name: /Follow-ups\s*1/ })).toBeVisible();
  await rep.getByRole('button', { name: 'Call now' }).click();
  await expect(rep).toHaveURL(new RegExp(`/leads/${lead}$`));
  await rep.context().close();
});

test('a rep gives an act another key, and switches one off', async ({ browser }) => {
  const rep = await signIn(browser, nina);
  await rep.goto('/me');
  await rep.getByRole('button', { name: 'Another key for: Write a note' }).click();
  await rep.keyboard.press('f');
  await expect(rep.getByText(/F is taken: Plan a follow-up/)).toBeVisible();
  await rep.keyboard.press('w');
  await expect(rep.getByText('Write a note is on W.')).toBeVisible();
  await rep.getByRole('button', { name: 'Switch the key off: Edit the lead' }).click();
  await expect(rep.getByText('Edit the lead has no key any more.')).toBeVisible();

  await rep.goto(`/leads/${lead}`);
  await expect(rep.getByText('How did it go?')).toBeVisible();
  await rep.keyboard.press('e');
  await rep.keyboard.press('n');
  await expect(rep.getByLabel('Notes')).not.toBeFocused();
  await rep.keyboard.press('w');
  await expect(rep.getByLabel('Notes')).toBeFocused();
  await rep.keyboard.type('wfe?');
  await expect(rep.getByLabel('Notes'), 'keys rest while one types').toHaveValue('wfe?');
  await expect(rep.getByRole('dialog', { name: /Follow up|Keyboard/ })).toHaveCount(0);
  await rep.getByLabel('Notes').fill('');

  await rep.goto('/me');
  await rep.getByRole('button', { name: 'Reset all keys' }).click();
  await expect(rep.getByText('All keys are as they were.')).toBeVisible();
  await rep.context().close();
});
