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
