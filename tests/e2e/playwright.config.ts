import { defineConfig } from '@playwright/test';

const port = 18099;

export const admin = { email: 'ada@example.com', password: 'correct horse battery' };

export default defineConfig({
  testDir: '.',
  outputDir: './output',
  // One system, told as one story: the tests share it and run in order.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.SKIIGEN_TEST_BROWSER ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A microphone that hums, and a browser that lets it be used.
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    },
  },
  webServer: {
    command: 'bash serve.sh',
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'ignore',
    env: {
      SKIIGEN_BIND: `127.0.0.1:${port}`,
      SKIIGEN_ADMIN_EMAIL: admin.email,
      SKIIGEN_ADMIN_PASSWORD: admin.password,
      SKIIGEN_LOG: 'warn',
      // One admin is here the tool of every test and a dozen windows that stay open, all in one minute.
      SKIIGEN_REQUESTS_PER_MINUTE: '20000',
    },
  },
});
