// People who use the page, each in a browser window of their own.

import { expect, type Browser, type Page } from '@playwright/test';

export type Credentials = { email: string; password: string };

/** Opens a window and signs in, as a person does. */
export async function signIn(browser: Browser, who: Credentials): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
  return page;
}

/** The API as a tool uses it, for what a test needs but does not tell. */
export class Tool {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  static async signIn(base: string, who: Credentials): Promise<Tool> {
    const answer = await fetch(`${base}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(who),
    });
    expect(answer.status).toBe(200);
    return new Tool(base, (await answer.json()).access_token);
  }

  async send(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer.status === 204 ? undefined : answer.json();
  }
}

/** Opens a screen and waits until the page can be rung. */
export async function canBeRung(page: Page, path: string): Promise<void> {
  const isListening = page.waitForEvent('websocket', (line) => line.url().endsWith('/simulator/signal'));
  await page.goto(path);
  const line = await isListening;
  await line.waitForEvent('framereceived', ({ payload }) => `${payload}`.includes('"ready"'));
}

/** Somebody rings our number, as the simulator plays it. */
export async function ring(base: string, caller: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${base}/simulator/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(caller),
  });
  expect(answer.status).toBe(201);
}
