// A rule hands new leads out as they come in.

import { expect, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

test('a rule is added, tried out, and counts for the next lead', async ({ browser }) => {
  const tool = await Tool.signIn(test.info().project.use.baseURL!, admin);
  const rosa = { name: 'Rosa Rule', email: 'rosa@example.com', password: 'a password of rosa' };
  await tool.send('POST', '/users', { ...rosa, role: 'rep', time_zone: 'UTC' });
  const { id: region_id } = await tool.send('POST', '/regions', { name: 'Ruleland', default_country: 'DE' });
  const lead = (name: string) =>
    tool.send('POST', '/leads', { name, formatted_phone: `+49 89 88990${name.length}0`, region_id });
  expect((await lead('Before')).assignment).toBeNull();

  const page = await signIn(browser, admin);
  const dialog = page.getByRole('dialog');
  await test.step('the rule is set up', async () => {
    await page.goto('/assignment-rules');
    await expect(page.getByText('No assignment rules yet')).toBeVisible();
    await page.getByRole('button', { name: 'New assignment rule' }).first().click();
    await dialog.getByLabel('Name').fill('Ruleland to Rosa');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('Choose at least one person.')).toBeVisible();
    await dialog.getByLabel('Region').selectOption('Ruleland');
    await dialog.locator('.choice-line', { hasText: rosa.name }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /Ruleland to Rosa/ });
    await expect(row).toContainText('Leads of Ruleland');
    await expect(row).toContainText('In turn: Rosa Rule');
  });

  await test.step('what would have happened is shown', async () => {
    await page.getByRole('button', { name: 'Try out' }).click();
    await expect(dialog.getByText(/1 would have been handed out/)).toBeVisible();
    await expect(dialog.getByRole('row', { name: /Before/ })).toContainText('Rosa Rule');
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  await test.step('the next lead is hers, and the list of what was done says so', async () => {
    expect((await lead('Afterwards')).assignment.assignee.name).toBe(rosa.name);
    await page.goto('/workload');
    await expect(page.getByRole('row', { name: /1 lead handed out by rules/ })).toBeVisible();
  });

  await test.step('switched off, it no longer counts', async () => {
    await page.goto('/assignment-rules');
    await page.getByRole('button', { name: 'Actions for Ruleland to Rosa' }).click();
    await page.getByRole('menuitem', { name: 'Switch off' }).click();
    await expect(page.getByText('Ruleland to Rosa no longer counts.')).toBeVisible();
    expect((await lead('Much later')).assignment).toBeNull();
  });
});
