// A shift of twenty leads by keyboard alone: what the keys said is what the database has in the end.

import { expect, test, type Page } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const sana = { name: 'Sana Ito', email: 'sana@example.com', password: 'a password of sana' };

const ANSWERS = '50';
const BUSY = '01';
const MACHINE = '03';
const HANGS_UP = '05';
const DECLINES = '06';

/** What happens on one lead, and how it must stand in the end. */
type Turn = {
  name: string;
  /** What the last two digits make the simulator do; none for a lead that is not dialled. */
  line?: string;
  does: (page: Page) => Promise<void>;
  ends: Record<string, unknown>;
};

let tool: Tool;
let leads: { id: string; name: string }[];

const bar = (page: Page) => page.locator('.call-dock');
const fitting = (page: Page) => page.locator('.outcome-fits');
const key = (page: Page, keys: string) => page.keyboard.press(keys);

/** Dials, waits until somebody is on the line, and hangs up. */
async function talk(page: Page): Promise<void> {
  await key(page, 'c');
  await expect(bar(page)).toContainText('On the call');
  await key(page, 'h');
  await expect(page.locator('.call-clock')).toContainText('They answered');
}

/** Writes a note without leaving the keyboard. */
async function note(page: Page, text: string): Promise<void> {
  await key(page, 'n');
  await page.keyboard.type(text);
  await key(page, 'Escape');
}

const failed = { status: 'completed', category: 'failed' };
const retried = { status: 'in_progress', category: null };

/** Says one word after a conversation. */
const said = (name: string, digit: string, ends: Record<string, unknown>): Turn => ({
  name,
  line: ANSWERS,
  does: async (page) => {
    await talk(page);
    await key(page, digit);
  },
  ends,
});

/** Says one word of a call that was made on another phone. */
const logged = (name: string, digit: string, ends: Record<string, unknown>): Turn => ({
  name,
  does: (page) => key(page, digit),
  ends,
});

const turns: Turn[] = [
  said('Alder Ales', '1', { status: 'completed', category: 'closed', disposition: 'closed' }),
  {
    name: 'Birch Brewing',
    line: BUSY,
    does: async (page) => {
      await key(page, 'c');
      await expect(fitting(page)).toBeFocused();
      await key(page, 'Enter');
    },
    ends: { ...retried, disposition: 'busy' },
  },
  {
    name: 'Cedar Cellar',
    line: MACHINE,
    does: async (page) => {
      await key(page, 'c');
      await expect(bar(page).getByRole('button', { name: 'Leave my message' })).toHaveClass(/btn-primary/);
      await key(page, 'v');
      await expect(fitting(page)).toContainText('Voicemail');
      await key(page, '6');
    },
    ends: { ...retried, disposition: 'voicemail' },
  },
  said('Dogwood Draught', '9', { ...failed, disposition: 'do_not_call' }),
  {
    name: 'Elder Export',
    line: ANSWERS,
    does: async (page) => {
      await talk(page);
      await note(page, 'Call when the new tanks are in.');
      await key(page, '3');
      const asked = page.getByRole('dialog');
      await expect(asked).toBeVisible();
      await asked.getByRole('button').filter({ hasText: /tomorrow/i }).first().focus();
      await key(page, 'Enter');
    },
    ends: { ...retried, disposition: 'call_back' },
  },
  {
    name: 'Fir Festbier',
    line: HANGS_UP,
    does: async (page) => {
      await key(page, 'c');
      await expect(page.locator('.call-clock')).toContainText('They answered');
      await key(page, '7');
    },
    ends: { ...failed, disposition: 'not_interested' },
  },
  {
    name: 'Ginkgo Gose',
    line: DECLINES,
    does: async (page) => {
      await key(page, 'c');
      await expect(fitting(page)).toBeFocused();
      await key(page, '5');
    },
    ends: { ...retried, disposition: 'busy' },
  },
  {
    name: 'Hazel Helles',
    line: ANSWERS,
    does: async (page) => {
      // The wrong key, taken back, and the right one.
      await talk(page);
      await note(page, 'Wants the price list.');
      await key(page, '7');
      await expect(page.getByRole('heading', { name: 'Ironwood IPA' })).toBeVisible();
      await key(page, 'z');
      await expect(page.getByRole('heading', { name: 'Hazel Helles' })).toBeVisible();
      await expect(page.getByLabel('Notes')).toHaveValue('Wants the price list.');
      await expect(page.locator('.call-clock')).toContainText('They answered');
      await key(page, '2');
    },
    ends: { status: 'completed', category: 'warm', disposition: 'warm' },
  },
  {
    name: 'Ironwood IPA',
    line: ANSWERS,
    does: async (page) => {
      // The network goes in the middle; the tab crashes; nothing that was said is lost.
      await talk(page);
      await note(page, 'The brewer is Eva.');
      await page.context().setOffline(true);
      await key(page, '2');
      await expect(page.getByText('Not yet saved: 1.')).toBeVisible();
      await page.context().setOffline(false);
      await page.reload();
      await expect(page.getByText('Not yet saved')).toBeHidden();
      await expect
        .poll(async () => (await find('Ironwood IPA')).disposition)
        .toBe('warm');
      await page.goto('/queue');
      await page.getByRole('button', { name: /^(Start calling|Continue)/ }).focus();
      await key(page, 'Enter');
    },
    ends: { status: 'completed', category: 'warm', disposition: 'warm' },
  },
  {
    name: 'Juniper Jubilee',
    does: async (page) => {
      await key(page, 's');
      await page.getByRole('dialog').getByLabel('In your own words').focus();
      await page.keyboard.type('Closed for the season');
      await key(page, 'Enter');
    },
    ends: { status: 'new', disposition: null, attempt_count: 0 },
  },
  logged('Katsura Kolsch', '4', { ...retried, disposition: 'no_answer' }),
  logged('Larch Lager', '8', { ...failed, disposition: 'wrong_number' }),
  logged('Maple Marzen', '5', { ...retried, disposition: 'busy' }),
  logged('Nutmeg Nectar', '2', { status: 'completed', category: 'warm', disposition: 'warm' }),
  logged('Oak Oyster Stout', '1', { status: 'completed', category: 'closed', disposition: 'closed' }),
  logged('Pine Porter', '6', { ...retried, disposition: 'voicemail' }),
  logged('Quince Quad', '7', { ...failed, disposition: 'not_interested' }),
  logged('Rowan Rye', '4', { ...retried, disposition: 'no_answer' }),
  logged('Spruce Saison', '1', { status: 'completed', category: 'closed', disposition: 'closed' }),
  logged('Teak Tripel', '7', { ...failed, disposition: 'not_interested' }),
];

/** The lead as it stands. */
async function find(name: string): Promise<any> {
  return tool.send('GET', `/leads/${leads.find((lead) => lead.name === name)!.id}`);
}

test.beforeAll(async ({}, info) => {
  tool = await Tool.signIn(info.project.use.baseURL!, admin);
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  const region = await tool.send('POST', '/regions', { name: 'Shift', default_country: 'CA' });
  const rep = await tool.send('POST', '/users', { ...sana, role: 'rep' });
  leads = [];
  for (const [number, turn] of turns.entries()) {
    const phone = `+1 416 555 ${String(number + 10).padStart(2, '0')}${turn.line ?? ANSWERS}`;
    const lead = { name: turn.name, formatted_phone: phone, region_id: region.id };
    leads.push(await tool.send('POST', '/leads', lead));
  }
  await tool.send('POST', '/assignments', {
    selection: { lead_ids: leads.map((lead) => lead.id) },
    strategy: 'to_one',
    assignee_ids: [rep.id],
  });
});

test('a shift of twenty leads ends as it was played, by keyboard alone', async ({ browser }) => {
  test.setTimeout(600_000);
  const page = await signIn(browser, sana);
  await page.context().grantPermissions(['microphone']);
  await test.step('a message for answering machines is recorded before', async () => {
    await page.goto('/me');
    await page.getByRole('button', { name: 'Record a message' }).focus();
    await key(page, 'Enter');
    await expect(page.getByText('Recording. Speak now.')).toBeVisible();
    await page.waitForTimeout(1_500);
    await page.getByRole('button', { name: 'Stop and save' }).focus();
    await key(page, 'Enter');
    await expect(page.getByText('Your message is saved.')).toBeVisible();
  });

  await page.goto('/queue');
  await expect(page.getByRole('button', { name: 'Start calling' })).toBeFocused();
  await key(page, 'Enter');
  for (const turn of turns) {
    await test.step(turn.name, async () => {
      await expect(page.getByRole('heading', { name: turn.name, level: 1 })).toBeVisible();
      await turn.does(page);
    });
  }

  await test.step('the queue says that all is done for now', async () => {
    await expect(page.getByRole('heading', { name: 'My queue', level: 1 })).toBeVisible();
    await expect(page.getByText('Not yet saved')).toBeHidden();
  });

  await test.step('and the database has it as it was played', async () => {
    for (const turn of turns) {
      await expect.poll(() => find(turn.name), { message: turn.name }).toMatchObject(turn.ends);
    }
    const { data: calls } = await tool.send('GET', '/calls?limit=200');
    for (const turn of turns) {
      const own = calls.filter((call: any) => call.lead?.name === turn.name);
      const expected = turn.ends.attempt_count === 0 ? [] : [turn.ends.disposition];
      expect(own.map((call: any) => call.disposition), turn.name).toEqual(expected);
    }
    const eva = calls.find((call: any) => call.lead?.name === 'Ironwood IPA');
    expect(eva.notes).toBe('The brewer is Eva.');
    const hazel = calls.find((call: any) => call.lead?.name === 'Hazel Helles');
    expect(hazel.notes).toBe('Wants the price list.');
    const forbidden = await find('Dogwood Draught');
    expect(forbidden.not_callable_because).toMatch(/do_not_call|completed/);
    const promised = leads.find((lead) => lead.name === 'Elder Export')!;
    const { data: promises } = await tool.send('GET', `/leads/${promised.id}/follow-ups`);
    expect(promises).toHaveLength(1);
    const { totals } = await tool.send('GET', '/analytics/summary?group_by=rep');
    expect(totals.calls).toBeGreaterThanOrEqual(turns.length - 1);
  });
});
