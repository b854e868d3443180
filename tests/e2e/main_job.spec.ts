// The main job, end to end: a list becomes leads, leads become calls, calls become figures.

import path from 'node:path';

import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const LIST = path.join(import.meta.dirname, '../fixtures/leads/breweries_ontario.csv');
const maya = { name: 'Maya Lindqvist', email: 'maya@example.com', password: 'a password of maya' };
const omar = { name: 'Omar Haddad', email: 'omar@example.com', password: 'a password of omar' };

test.beforeAll(async ({}, info) => {
  const tool = await Tool.signIn(info.project.use.baseURL!, admin);
  // The test is run at any hour.
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  await tool.send('POST', '/regions', { name: 'Ontario', default_country: 'CA' });
  for (const rep of [maya, omar]) await tool.send('POST', '/users', { ...rep, role: 'rep' });
});

test('a list is imported, split over two reps, called, and seen on the dashboard', async ({
  browser,
}) => {
  const manager = await signIn(browser, admin);

  await test.step('the admin uploads a real list and sees what would come of it', async () => {
    await manager.goto('/imports/new');
    await manager.locator('input[type=file]').setInputFiles(LIST);
    await manager.getByLabel('Region', { exact: true }).selectOption({ label: 'Ontario' });
    await manager.getByRole('button', { name: 'Upload and check' }).click();
    await expect(manager.getByText('164 rows read.')).toBeVisible();
  });

  await test.step('commits it, and gets a receipt', async () => {
    await manager.getByRole('button', { name: /^Import \d+ leads$/ }).click();
    await expect(manager.getByRole('button', { name: 'Assign these leads' })).toBeVisible();
  });

  await test.step('splits the leads evenly over two reps', async () => {
    await manager.getByRole('button', { name: 'Assign these leads' }).click();
    const dialog = manager.getByRole('dialog');
    await dialog.getByText('Split evenly').click();
    await dialog.getByText(maya.name).first().click();
    await dialog.getByText(omar.name).first().click();
    await dialog.getByRole('button', { name: /^Assign \d+ leads$/ }).click();
    await expect(dialog.getByText(/^\d+ leads handed out$/)).toBeVisible();
  });

  const tool = await Tool.signIn(test.info().project.use.baseURL!, admin);
  const loads = (await tool.send('GET', '/assignments/summary')).data;
  const open = (name: string) => loads.find((load: any) => load.name === name).open;
  expect(Math.abs(open(maya.name) - open(omar.name))).toBeLessThanOrEqual(1);
  expect(open(maya.name) + open(omar.name)).toBeGreaterThan(150);

  await test.step('and watches the dashboard', async () => {
    await manager.goto('/dashboard');
    await expect(manager.getByRole('row', { name: /Maya Lindqvist/ })).toBeVisible();
  });

  await test.step('a rep takes the next lead and logs a call by one key', async () => {
    const rep = await signIn(browser, maya);
    await rep.goto('/queue');
    await rep.getByRole('button', { name: 'Start calling' }).click();
    await expect(rep.getByText('How did it go?')).toBeVisible();
    await rep.keyboard.press('1');
    await expect(async () => {
      const summary = await tool.send('GET', '/analytics/summary?group_by=rep');
      expect(summary.totals).toMatchObject({ calls: 1, connected: 1, closed: 1 });
    }).toPass({ timeout: 20_000 });
  });

  await test.step("the admin's window has changed without being loaded again", async () => {
    const row = manager.getByRole('row', { name: /Maya Lindqvist/ });
    await expect(row.getByRole('cell').first()).toHaveText('1');
    await expect(row).toContainText('100%');
  });
});
