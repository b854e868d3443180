// A list as people have them: semicolons, Windows-1252, German column names below a title line.

import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const LINES = [
  'Brauereien, Stand März;;;;;;',
  'Firma;Rufnummer;Anschrift;PLZ;Ort;Land;Geöffnet',
  'Brauhaus Übersee;+49 9261 628000;Hauptstr. 21;96317;Kronach;Deutschland;Mo–Fr'.replace('–', '-'),
  'Brauhaus Uebersee GmbH;09261 628000;Hauptstraße 21;96317;Kronach;Deutschland;Mo-Fr',
  ';+49 9261 628111;Marktplatz 3;96317;Kronach;Deutschland;',
  'Gasthof Löwe;+49 921 55555;Bahnhofstr. 7;95444;Bayreuth;Deutschland;Sa',
];
const LIST = Buffer.from(LINES.join('\r\n'), 'latin1');

test.beforeAll(async ({}, info) => {
  const tool = await Tool.signIn(info.project.use.baseURL!, admin);
  await tool.send('POST', '/regions', { name: 'Oberfranken', default_country: 'DE' });
});

test('a foreign list is mapped, mended, decided about, imported and taken back', async ({ browser }) => {
  const manager = await signIn(browser, admin);
  const grid = manager.getByRole('grid', { name: 'Rows of the list' });

  await test.step('uploads it, and sees how it is read', async () => {
    await manager.goto('/imports/new');
    await manager
      .locator('input[type=file]')
      .setInputFiles({ name: 'brauereien.csv', mimeType: 'text/csv', buffer: LIST });
    await manager.getByLabel('Region', { exact: true }).selectOption({ label: 'Oberfranken' });
    await manager.getByRole('button', { name: 'Upload and check' }).click();
    await expect(manager.getByText(/Windows-1252, semicolons between cells, column names in line 2/i)).toBeVisible();
  });

  await test.step('chooses what a column becomes', async () => {
    const columns = manager.getByRole('button', { name: /^Columns/ });
    if ((await columns.getAttribute('aria-expanded')) === 'false') await columns.click();
    await manager.getByLabel('What the column Rufnummer becomes').selectOption({ label: 'Phone' });
    await manager
      .getByLabel('What the column Geöffnet becomes')
      .selectOption({ label: 'Keep as an extra field' });
    await manager.getByLabel('What the extra field of Geöffnet is called').fill('Opening hours');
    await manager.getByRole('button', { name: 'Check the rows again' }).click();
    await expect(manager.getByRole('button', { name: /^Import \d+ leads?$/ })).toBeEnabled();
  });

  await test.step('opens the rows behind an item of the report card', async () => {
    const germany = manager.getByRole('button', { name: /^Germany/ });
    await germany.click();
    await expect(manager.getByText('Country: Germany')).toBeVisible();
    await expect(grid.getByRole('rowheader')).toHaveText(['3', '6']);
    await germany.click();
    await expect(grid.getByRole('rowheader')).toHaveText(['3', '4', '5', '6']);
  });

  await test.step('mends a cell where it stands, and the row can be used', async () => {
    await manager.getByRole('tab', { name: /^Cannot be used 1$/ }).click();
    await grid.focus();
    await manager.keyboard.press('Home');
    await manager.keyboard.press('Enter');
    await manager.keyboard.type('Café Markt');
    await manager.keyboard.press('Enter');
    await expect(manager.getByText('Nothing left here')).toBeVisible();
  });

  await test.step('decides about a duplicate by a key, and takes that back', async () => {
    await manager.getByRole('tab', { name: /^Duplicates 1$/ }).click();
    await expect(manager.getByText(/The same business, \d+% sure/)).toBeVisible();
    await grid.focus();
    await manager.keyboard.press('c');
    await expect(manager.getByRole('tab', { name: /^New 4$/ })).toBeVisible();
    await manager.getByRole('button', { name: 'Undo' }).click();
    await expect(manager.getByRole('tab', { name: /^Duplicates 1$/ })).toBeVisible();
  });

  await test.step('imports it, and gets a receipt', async () => {
    await expect(manager.getByText('3 new leads, 1 duplicate.')).toBeVisible();
    await manager.getByRole('button', { name: 'Import 3 leads' }).click();
    await expect(manager.getByText('3 leads added, 1 duplicate left out.')).toBeVisible();
  });

  await test.step('takes it back', async () => {
    await manager.getByRole('button', { name: 'Take it back' }).click();
    await manager.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await expect(manager.getByText('This list is taken back. 3 leads removed.')).toBeVisible();
  });
});
