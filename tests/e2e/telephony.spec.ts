// Calls from the page: the carrier's own software, unmodified, against the carrier in the box.

import { expect, test, type Browser, type Page, type WebSocketRoute } from '@playwright/test';

import { signIn, Tool } from './actors';
import { admin } from './playwright.config';

const nora = { name: 'Nora Okafor', email: 'nora@example.com', password: 'a password of nora' };

/** What the last two digits of a number make the simulator do. */
const numbers = {
  answers: '+1 416 555 0150',
  busy: '+1 416 555 0101',
  noAnswer: '+1 416 555 0102',
  machine: '+1 416 555 0103',
  hangsUp: '+1 416 555 0105',
} as const;

let tool: Tool;
let region: { id: string };
/** The admin's window: opened once, never loaded again. */
let watching: Page;
/** What Nora has done so far, as every figure of her has to say. */
const done = { calls: 0, connected: 0 };

test.beforeAll(async ({ browser }, info) => {
  tool = await Tool.signIn(info.project.use.baseURL!, admin);
  await tool.send('PATCH', '/settings', { calling_windows: 'off' });
  region = await tool.send('POST', '/regions', { name: 'Telephone test', default_country: 'CA' });
  await tool.send('POST', '/users', { ...nora, role: 'rep' });
  watching = await signIn(browser, admin);
  await watching.goto('/dashboard');
  await expect(watching.getByRole('row', { name: nora.name })).toBeVisible();
});

// Windows that nobody looks at any more would go on asking for what changes.
test.afterEach(async ({ browser }) => {
  const others = browser.contexts().filter((context) => context !== watching.context());
  await Promise.all(others.map((context) => context.close()));
});

/** One more call is right everywhere: on the lead, in the figures, and in the admin's window. */
async function isCounted(page: Page, whom: { id: string }, said: string, reached: boolean) {
  done.calls += 1;
  done.connected += reached ? 1 : 0;
  await test.step('the timeline, the figures and the other window are right', async () => {
    if (!page.url().endsWith(whom.id)) await page.goto(`/leads/${whom.id}`);
    const latest = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
    await expect(latest.filter({ hasText: 'You called' })).toHaveCount(1);
    await expect(latest.filter({ hasText: 'You called' })).toContainText(said);
    const cells = watching.getByRole('row', { name: nora.name }).getByRole('cell');
    await expect(cells.nth(0)).toHaveText(`${done.calls}`);
    await expect(cells.nth(2)).toHaveText(`${done.connected}`);
    const { rows } = await tool.send('GET', '/analytics/summary?group_by=rep');
    expect(rows.find((row: any) => row.label === nora.name)).toMatchObject(done);
  });
}

/** A lead of Nora's with this number. */
async function lead(name: string, phone: string): Promise<{ id: string; name: string }> {
  const made = await tool.send('POST', '/leads', {
    name,
    formatted_phone: phone,
    region_id: region.id,
  });
  const people = (await tool.send('GET', '/users?limit=200')).data;
  const rep = people.find((one: any) => one.email === nora.email);
  await tool.send('POST', '/assignments', {
    selection: { lead_ids: [made.id] },
    strategy: 'even_split',
    assignee_ids: [rep.id],
  });
  return made;
}

/** Nora's window, with a microphone that she has allowed before. */
async function window(browser: Browser): Promise<Page> {
  const page = await signIn(browser, nora);
  await page.context().grantPermissions(['microphone']);
  return page;
}

async function call(page: Page, whom: { id: string }): Promise<void> {
  await page.goto(`/leads/${whom.id}`);
  await page.getByRole('button', { name: /^Call( C)?$/ }).click();
}

const bar = (page: Page) => page.locator('.call-dock');
/** The outcome that fits what the carrier told, focused and waiting for Enter. */
const fitting = (page: Page) => page.locator('.outcome-fits');

async function recorded(whom: { id: string }): Promise<any> {
  return (await tool.send('GET', '/calls?limit=50')).data.find(
    (one: any) => one.lead?.id === whom.id && one.origin === 'browser',
  );
}

test('a call is answered, muted, given keys, hung up, and said to be warm', async ({ browser }) => {
  const whom = await lead('Answering Ales', numbers.answers);
  const page = await window(browser);
  await call(page, whom);
  await expect(bar(page)).toContainText('Ringing');
  await expect(bar(page)).toContainText('Simulated call');
  await expect(bar(page)).toContainText('On the call');

  await page.keyboard.press('m');
  await expect(bar(page)).toContainText('Muted');
  await page.keyboard.press('m');
  await expect(bar(page)).toContainText('On the call');

  await page.keyboard.press('#');
  await page.keyboard.press('4');
  await page.keyboard.press('2');
  await expect(page.getByRole('dialog', { name: 'Keypad' })).toContainText('42');
  await page.keyboard.press('Escape');

  await test.step('and goes on while she looks at another screen', async () => {
    await page.getByRole('link', { name: 'Calls', exact: true }).first().click();
    await expect(bar(page)).toContainText('On the call');
  });

  await page.keyboard.press('c');
  const asked = page.getByRole('dialog', { name: 'Your call with Answering Ales' });
  await expect(asked).toContainText('They answered');
  await asked.getByLabel('Notes').fill('Wants a tasting in May.');
  await asked.getByRole('button', { name: /^Warm/ }).click();
  await expect(page.getByText('Call logged. Answering Ales: Warm.')).toBeVisible();
  await expect
    .poll(() => recorded(whom))
    .toMatchObject({
      status: 'completed',
      connected: true,
      disposition: 'warm',
      notes: 'Wants a tasting in May.',
    });
  await isCounted(page, whom, 'Warm', true);
});

test('a busy line suggests its outcome, and Enter takes it', async ({ browser }) => {
  const whom = await lead('Busy Brewing', numbers.busy);
  const page = await window(browser);
  await call(page, whom);
  await expect(fitting(page)).toContainText('Busy');
  await expect(fitting(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Call logged. Busy Brewing: Busy.')).toBeVisible();
  expect(await recorded(whom)).toMatchObject({ status: 'busy', connected: false });
  await isCounted(page, whom, 'Busy', false);
});

test('nobody answers', async ({ browser }) => {
  const whom = await lead('Quiet Cellar', numbers.noAnswer);
  const page = await window(browser);
  await call(page, whom);
  await expect(fitting(page)).toContainText('No answer', { timeout: 60_000 });
  expect(await recorded(whom)).toMatchObject({ status: 'no_answer', disposition: null });
  await isCounted(page, whom, 'No answer', false);
});

test('hanging up while it rings counts as no answer', async ({ browser }) => {
  const whom = await lead('Patient Porter', numbers.noAnswer);
  const page = await window(browser);
  await call(page, whom);
  await expect(bar(page)).toContainText('Ringing');
  await bar(page).getByRole('button', { name: 'Hang up' }).click();
  await expect(fitting(page)).toContainText('No answer');
  await isCounted(page, whom, 'Hung up before an answer', false);
});

test('the other side hangs up, and a reload does not lose the question', async ({ browser }) => {
  const whom = await lead('Hasty Hops', numbers.hangsUp);
  const page = await window(browser);
  await call(page, whom);
  await expect(bar(page)).toContainText('On the call');
  await expect(page.locator('.call-clock')).toContainText('They answered');
  await page.goto('/follow-ups');
  await bar(page).getByRole('button', { name: 'How did it go?' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Not interested/ }).click();
  await expect(page.getByText('Call logged. Hasty Hops: Not interested.')).toBeVisible();
  await isCounted(page, whom, 'Not interested', true);
});

test('a recorded message is left on an answering machine', async ({ browser }) => {
  const whom = await lead('Machine Malts', numbers.machine);
  const page = await window(browser);
  await page.goto('/me');
  await page.getByRole('button', { name: 'Record a message' }).click();
  await expect(page.getByText('Recording. Speak now.')).toBeVisible();
  await page.waitForTimeout(1_500);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText('Your message is saved.')).toBeVisible();

  await call(page, whom);
  const leave = bar(page).getByRole('button', { name: 'Leave my message' });
  // It stands out once a machine was heard.
  await expect(leave).toHaveClass(/btn-primary/);
  await page.keyboard.press('v');
  await expect(fitting(page)).toContainText('Voicemail');
  await expect(page.locator('.call-clock')).toContainText('You left your message');
  expect(await recorded(whom)).toMatchObject({ voicemail_dropped: true });
  await isCounted(page, whom, 'left the recorded message', false);
});

test('the microphone is explained first, and a blocked one is explained too', async ({ browser }) => {
  const whom = await lead('Silent Stout', numbers.answers);
  const page = await signIn(browser, nora);
  // The browser of the tests grants the microphone unasked; people's do not.
  await page.addInitScript(() => {
    navigator.permissions.query = async () => ({ state: 'prompt' }) as PermissionStatus;
  });
  await page.goto(`/leads/${whom.id}`);
  await page.getByRole('button', { name: /^Call( C)?$/ }).click();
  await expect(page.getByRole('dialog', { name: 'Skiigen needs your microphone' })).toBeVisible();
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Allow microphone' }).click();
  await expect(page.getByRole('dialog', { name: 'The microphone is blocked' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar(page)).toContainText('nobody would hear you');
  expect(await recorded(whom)).toBeUndefined();
});

test('a second tab is told where the call is', async ({ browser }) => {
  const [first, second] = [
    await lead('First Ferment', numbers.answers),
    await lead('Second Ferment', numbers.answers),
  ];
  const page = await window(browser);
  await call(page, first);
  await expect(bar(page)).toContainText('On the call');
  const other = await page.context().newPage();
  await call(other, second);
  await expect(bar(other)).toContainText('You are on a call in another tab');
  await test.step('and leaving the first one is asked about', async () => {
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await expect(bar(page)).toContainText('On the call');
  });
  await bar(page).getByRole('button', { name: 'Hang up' }).click();
  await expect(page.locator('.call-clock')).toBeVisible();
  await isCounted(page, first, 'nobody said yet', true);
});

test('a call survives a connection that is lost and comes back', async ({ browser }) => {
  const whom = await lead('Wobbly Wheat', numbers.answers);
  const page = await window(browser);
  const lines: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/simulator\/signal/, (line) => {
    line.connectToServer();
    lines.push(line);
  });
  await call(page, whom);
  await expect(bar(page)).toContainText('On the call');
  await lines[0]!.close({ code: 3001 });
  await expect.poll(() => lines.length).toBeGreaterThan(1);
  await expect(bar(page)).toContainText('On the call');
  await bar(page).getByRole('button', { name: 'Hang up' }).click();
  await expect(page.locator('.call-clock')).toContainText('They answered');
  await isCounted(page, whom, 'nobody said yet', true);
});

test('hanging up while the line is away ends the call for them too', async ({ browser }) => {
  const whom = await lead('Faraway Festbier', numbers.answers);
  const page = await window(browser);
  let isCut = false;
  let cut = async () => {};
  await page.routeWebSocket(/\/simulator\/signal/, (line) => {
    if (!isCut) line.connectToServer();
    cut = async () => {
      isCut = true;
      await line.close({ code: 3001 });
    };
  });
  await call(page, whom);
  await expect(bar(page)).toContainText('On the call');
  await page.getByRole('link', { name: 'Calls', exact: true }).first().click();
  await cut();
  await expect(bar(page)).toContainText('Reconnecting');
  await page.keyboard.press('c');
  const asked = page.getByRole('dialog', { name: 'Your call with Faraway Festbier' });
  await expect(asked).toContainText('They answered');
  // At once, not only when the carrier finds out that nobody is there.
  await expect.poll(async () => (await recorded(whom)).status, { timeout: 8_000 }).toBe('completed');
  await asked.getByRole('button', { name: /^Closed/ }).click();
  await isCounted(page, whom, 'Closed', true);
});

test('a call whose end gets lost on the line is over when the server knows', async ({ browser }) => {
  const whom = await lead('Quiet Quadrupel', numbers.busy);
  const page = await window(browser);
  const lost: string[] = [];
  await page.routeWebSocket(/\/simulator\/signal/, (line) => {
    const carrier = line.connectToServer();
    carrier.onMessage((text) => {
      if (`${text}`.includes('"hangup"')) lost.push(`${text}`);
      else line.send(text);
    });
  });
  await call(page, whom);
  await expect(fitting(page)).toContainText('Busy');
  expect(lost.length).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await isCounted(page, whom, 'Busy', false);
});

test('a permission that runs out in the call is renewed, and the call goes on', async ({ browser }) => {
  const whom = await lead('Enduring Dubbel', numbers.answers);
  const page = await window(browser);
  const shown: string[] = [];
  let expire = () => {};
  await page.routeWebSocket(/\/simulator\/signal/, (line) => {
    const carrier = line.connectToServer();
    line.onMessage((text) => {
      if (text.includes('"listen"')) shown.push(JSON.parse(`${text}`).payload.token);
      carrier.send(text);
    });
    carrier.onMessage((text) => {
      const message = `${text}`.trim() === '' ? {} : JSON.parse(`${text}`);
      // The library asks for a fresh permission a minute before the end that it is told.
      if (message.type === 'connected' && shown.length === 1) message.payload.token.ttl = 63;
      line.send(message.type === 'connected' ? JSON.stringify(message) : text);
    });
    const error = { code: 31205, message: 'JWT token expired' };
    expire = () => line.send(JSON.stringify({ type: 'error', payload: { error }, version: '1.6' }));
  });
  await call(page, whom);
  await expect(bar(page)).toContainText('On the call');

  await test.step('before its end', async () => {
    await expect.poll(() => new Set(shown).size).toBe(2);
    await expect(bar(page)).toContainText('On the call');
  });

  await test.step('and after it, when the carrier says that it is over', async () => {
    expire();
    await expect.poll(() => new Set(shown).size).toBe(3);
    await expect(bar(page)).toContainText('On the call');
    await page.keyboard.press('m');
    await expect(bar(page)).toContainText('Muted');
  });

  await bar(page).getByRole('button', { name: 'Hang up' }).click();
  await expect(page.locator('.call-clock')).toContainText('They answered');
  await isCounted(page, whom, 'nobody said yet', true);
});

test('somebody who is deactivated in a call is told, and finds every word again', async ({ browser }) => {
  const whom = await lead('Lasting Lambic', numbers.answers);
  const rep = (await tool.send('GET', '/users?limit=200')).data.find((one: any) => one.email === nora.email);
  const page = await window(browser);
  await call(page, whom);
  await expect(bar(page)).toContainText('On the call');
  await page.getByLabel('Notes').fill('Wants twelve kegs by Friday');

  await test.step('she is told why, and where her words are', async () => {
    await tool.send('PATCH', `/users/${rep.id}`, { active: false });
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByText('Your account was deactivated.')).toContainText('kept in this browser');
    await expect.poll(async () => (await recorded(whom)).status).toBe('completed');
  });

  await test.step('active again, she goes on where she was', async () => {
    await tool.send('PATCH', `/users/${rep.id}`, { active: true });
    await page.getByLabel('Email').fill(nora.email);
    await page.getByLabel('Password', { exact: true }).fill(nora.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(new RegExp(whom.id));
    await expect(page.getByLabel('Notes')).toHaveValue('Wants twelve kegs by Friday');
    await page.getByRole('button', { name: /^Warm/ }).click();
    await expect.poll(async () => (await recorded(whom)).notes).toBe('Wants twelve kegs by Friday');
    expect(await recorded(whom)).toMatchObject({ disposition: 'warm', connected: true });
  });
});
