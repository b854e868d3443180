// Every screen, in both themes, against WCAG 2.2 AA as far as a program can tell.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

import { signIn } from './actors';
import { admin } from './playwright.config';

const SCREENS = [
  '/dashboard',
  '/leads',
  '/imports',
  '/imports/new',
  '/exports',
  '/workload',
  '/calls',
  '/do-not-call',
  '/follow-ups',
  '/activity',
  '/users',
  '/regions',
  '/campaigns',
  '/dispositions',
  '/calling-rules',
  '/note-templates',
  '/assignment-rules',
  '/settings',
  '/queue',
  '/me',
];

async function faults(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return result.violations.map(
    (fault) => `${fault.id}: ${fault.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
}

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is accessible in the ${theme} theme`, async ({ browser }) => {
    const page = await signIn(browser, admin);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const screen of SCREENS) {
      await page.goto(screen);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      found.push(...(await faults(page)).map((fault) => `${screen} ${fault}`));
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) found.push(`${screen} is ${overflow} px wider than the window`);
    }
    expect(found).toEqual([]);
  });
}

test('every screen fits a window of 360 pixels', async ({ browser }) => {
  const page = await signIn(browser, admin);
  await page.setViewportSize({ width: 360, height: 740 });
  const tooWide: string[] = [];
  for (const screen of SCREENS) {
    await page.goto(screen);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) tooWide.push(`${screen} by ${overflow} px`);
  }
  expect(tooWide).toEqual([]);
});
