// A manager hands leads out, sees before what will happen, and takes it back.

import { expect, type Locator, test } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const hana = { name: 'Hana Handout', email: 'hana@example.com', password: 'a password of hana' };
const hilde = { name: 'Hilde Handout', email: 'hilde@example.com', password: 'a password of hilde' };

/** Chooses somebody in the list of reps. */
const choose = (dialog: Locator, name: string) =>
  dialog.locator('.choice-line', { hasText: name }).click();

test('leads are split with a preview, taken over, evened out, and all of it is undone', async ({ browser }) => {
  const tool = await Tool.signIn(test.info().project.use.baseURL!, admin);
  const { id: region_id } = await tool.send('POST', '/regions', { name: 'Handland', default_country: 'DE' });
  const ids: Record<string, string> = {};
  for (const rep of [hana, hilde]) {
    ids[rep.name] = (await tool.send('POST', '/users', { ...rep, role: 'rep', time_zone: 'UTC' })).id;
  }
  for (let at = 0; at < 6; at += 1) {
    await tool.send('POST', '/leads', {
      name: `Handwerk ${at}`,
      formatted_phone: `+49 89 5566770${at}`,
      region_id,
      latitude: 48 + at / 2,
      longitude: 11 + at / 3,
    });
  }
  const rep = await signIn(browser, hana);
  await rep.goto('/dashboard');
  await expect(rep.getByRole('heading', { level: 1 })).toBeVisible();
  const page = await signIn(browser, admin);
  await page.goto(`/leads?region_id=${region_id}`);
  const dialog = page.getByRole('dialog');
  const held = (name: string) => tool.send('GET', `/leads?assignee_id=${ids[name]}&count=exact`);

  await test.step('what will happen is said before it does', async () => {
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(dialog.getByText('6 leads to hand out. Choose who gets them.')).toBeVisible();
    await dialog.getByText('Split evenly').click();
    await choose(dialog, hana.name);
    await choose(dialog, hilde.name);
    await expect(dialog.getByText('6 leads: Hana Handout 3, Hilde Handout 3.')).toBeVisible();
    const row = dialog.getByRole('row', { name: /Hana Handout/ });
    await expect(row).toContainText('Handland 3');
    await expect(dialog.getByRole('group', { name: /^Map of where 6 leads/ })).toBeVisible();
  });

  await test.step('it is done, the receipt says so, and the rep hears of it', async () => {
    await dialog.getByRole('button', { name: 'Assign 6 leads' }).click();
    await expect(dialog.getByText('6 leads handed out')).toBeVisible();
    await expect(rep.getByText('New leads were handed to you.')).toBeVisible();
    expect((await held(hana.name)).count).toBe(3);
  });

  await test.step('undo gives them back', async () => {
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await expect(dialog.getByText('Undone: 6 leads are as before')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect((await held(hana.name)).count).toBe(0);
  });

  await test.step('one rep gets all of them, and evening out gives the other one half', async () => {
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await choose(dialog, hana.name);
    await dialog.getByRole('button', { name: 'Assign 6 leads' }).click();
    await expect(dialog.getByText('6 leads handed out')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();

    await page.goto('/workload');
    await page.getByRole('button', { name: 'Even out' }).click();
    // Everybody with leads is chosen; the others of these tests are not meant.
    const chosen = await dialog.locator('.choice-line.choice-on .truncate').allTextContents();
    for (const name of chosen.filter((name) => name !== hana.name)) await choose(dialog, name);
    await choose(dialog, hilde.name);
    await expect(dialog.getByText('3 leads will move.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Move 3 leads' }).click();
    await expect(dialog.getByText('3 leads moved')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect((await held(hilde.name)).count).toBe(3);
  });

  await test.step('the list of what was done undoes it later', async () => {
    const row = page.getByRole('row', { name: /3 leads moved/ });
    await row.getByRole('button', { name: 'Receipt and undo' }).click();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await expect(dialog.getByText('Undone: 3 leads are as before')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect((await held(hilde.name)).count).toBe(0);
  });

  await test.step('chosen leads are taken back', async () => {
    await page.goto(`/leads?region_id=${region_id}`);
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(dialog.getByText('6 leads will be with nobody.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Take back 6 leads' }).click();
    await expect(dialog.getByText('6 leads taken back')).toBeVisible();
    expect((await held(hana.name)).count).toBe(0);
  });
});
