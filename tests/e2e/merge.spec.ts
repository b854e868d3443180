// Two leads that are one business become one, and nothing of either is lost.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

let kept: string;
let gone: string;

test.beforeAll(async ({}, info) => {
  const tool = await Tool.signIn(info.project.use.baseURL!, admin);
  const region = await tool.send('POST', '/regions', { name: 'Unterfranken', default_country: 'DE' });
  const add = async (cells: object, note: string): Promise<string> => {
    const lead = await tool.send('POST', '/leads', { region_id: region.id, country: 'DE', ...cells });
    await tool.send('POST', `/leads/${lead.id}/notes`, { body: note });
    return lead.id;
  };
  const place = { street: 'Zeller Straße', street_number: '4', city: 'Würzburg', postal_code: '97082' };
  kept = await add(
    { name: 'Weinhaus Stachel', formatted_phone: '+49 931 52770', ...place },
    'Open from eleven.',
  );
  gone = await add(
    { name: 'Weinhaus Stachel GmbH', formatted_phone: '+49 931 52771', url: 'https://stachel.example', ...place },
    'Ask for the cellar master.',
  );
});

test('two leads that are one business are merged', async ({ browser }) => {
  const manager = await signIn(browser, admin);
  const dialog = manager.getByRole('dialog', { name: 'Merge Weinhaus Stachel with another lead' });

  await test.step('begins at a lead of the list', async () => {
    await manager.goto('/leads?q=Stachel');
    await manager.getByRole('button', { name: 'Actions for Weinhaus Stachel', exact: true }).click();
    await manager.getByRole('menuitem', { name: /^Merge/ }).click();
    await expect(dialog.getByRole('searchbox')).toBeFocused();
  });

  await test.step('is offered its twin, with the reasons', async () => {
    const twin = dialog.getByRole('button', { name: /Weinhaus Stachel GmbH/ });
    await expect(twin).toContainText('% sure');
    await twin.click();
  });

  await test.step('chooses whose values stay, by keyboard', async () => {
    await dialog.getByRole('radio', { name: 'Phone: +49 931 52771' }).focus();
    await manager.keyboard.press('Space');
    await expect(dialog.getByText('Other phones are kept: +4993152770.')).toBeVisible();
    await expect(dialog.getByText(/^1 note of Weinhaus Stachel GmbH moves/)).toBeVisible();
    const faults = await new AxeBuilder({ page: manager }).include('dialog').analyze();
    expect(faults.violations).toEqual([]);
  });

  await test.step('merges them: one lead, both histories', async () => {
    await dialog.getByRole('button', { name: 'Merge leads' }).click();
    await expect(manager.getByText('Weinhaus Stachel GmbH is merged into Weinhaus Stachel.')).toBeVisible();
    await expect(manager.getByRole('button', { name: /^Actions for Weinhaus Stachel/ })).toHaveCount(1);
  });

  await test.step('finds it where the other one was', async () => {
    await manager.goto(`/leads/${gone}`);
    await expect(manager).toHaveURL(new RegExp(`/leads/${kept}`));
    for (const words of ['Open from eleven.', 'Ask for the cellar master.', '+49 931 52771']) {
      await expect(manager.getByText(words).first()).toBeVisible();
    }
  });
});
