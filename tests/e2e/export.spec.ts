// A manager takes leads out as a file: what the filters show, counted before, fetched when it is ready.

import { readFile } from 'node:fs/promises';

import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

test.beforeAll(async ({}, info) => {
  const tool = await Tool.signIn(info.project.use.baseURL!, admin);
  const region = await tool.send('POST', '/regions', { name: 'Oberpfalz', default_country: 'DE' });
  for (const name of ['Naabtaler Kräuterhof', 'Naabtaler Mühle']) {
    await tool.send('POST', '/leads', { name, city: 'Nabburg', region_id: region.id });
  }
});

test('what the filters show becomes a file that can be downloaded', async ({ browser }) => {
  const manager = await signIn(browser, admin);

  await test.step('is told how many leads it will be, before it is asked for', async () => {
    await manager.goto('/leads?q=Naabtaler');
    await manager.getByRole('button', { name: 'Export' }).click();
    const dialog = manager.getByRole('dialog', { name: 'Export leads' });
    await expect(dialog.getByText('2 leads: those that the filters show.')).toBeVisible();
    await dialog.getByRole('button', { name: 'CSV' }).click();
    await dialog.getByRole('button', { name: 'Export 2 leads' }).click();
  });

  await test.step('sees it get ready, and downloads it', async () => {
    await expect(manager).toHaveURL(/\/exports$/);
    const row = manager.getByRole('row', { name: /^leads-.*\.csv/ }).first();
    await expect(row.getByText('Ready').last()).toBeVisible();
    await expect(row).toContainText('2 leads');
    const saved = manager.waitForEvent('download');
    await row.getByRole('button', { name: /^Download leads-/ }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^leads-.*\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain('Naabtaler Kräuterhof');
    expect(text.trim().split('\r\n')).toHaveLength(3);
  });
});
