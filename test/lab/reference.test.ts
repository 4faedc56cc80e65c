/** The API reference at `/docs`, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { launchChromium } from '../../scripts/chromium.ts';
import { routes } from '../../shared/api/routes.ts';
import { eventSchemas } from '../../shared/api/schemas/events.ts';

let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  [lab, browser] = await Promise.all([startLab({ port: 0 }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

interface Reference {
  page: Page;
  /** What threw, or what the browser refused to load. */
  mistakes: string[];
  /** Where the page has asked for something. */
  origins: Set<string>;
}

async function open(hash = '', options: { colorScheme?: 'dark' | 'light'; width?: number } = {}): Promise<Reference> {
  const { colorScheme = 'light', width = 1440 } = options;
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const mistakes: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', ({ message }) => mistakes.push(message));
  page.on('console', (message) => message.type() === 'error' && mistakes.push(message.text()));
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await page.goto(`${lab.url}/docs${hash}`);
  await page.locator('#state').filter({ hasText: 'Calls as alice' }).waitFor();
  return { page, mistakes, origins };
}

/** Clicks "Execute". @returns what the lab answered, once the page shows it. */
async function execute(page: Page, operation: string) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/v1/')),
    page.locator(`#operations-${operation} .execute`).click(),
  ]);
  await page.locator(`#operations-${operation} .live-responses-table tbody .response-col_status`).waitFor();
  return { status: answer.status(), body: await answer.json() };
}

describe('the reference', { timeout: 120_000 }, () => {
  test('shows every operation and contacts only the lab', async () => {
    // Prepare
    const { page, mistakes, origins } = await open();

    // Act
    const shown = await page.locator('.opblock').count();

    // Assess
    expect(shown).toBe(Object.keys(routes).length + Object.keys(eventSchemas).length);
    expect([...origins]).toEqual([new URL(lab.url).origin]);
    expect(mistakes).toEqual([]);
  });

  test('has a token ready: its example message is sent with the first click, and again as a new one', async () => {
    // Prepare
    const { page } = await open('#/Messages/sendMessage');

    // Act
    const [first, second] = [await execute(page, 'Messages-sendMessage'), await execute(page, 'Messages-sendMessage')];

    // Assess
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.messageId).not.toBe(first.body.messageId);
  });

  test('calls as another named user', async () => {
    // Prepare
    const { page } = await open('#/Profile%20and%20preferences/getProfile');
    await page.getByLabel('App user').fill('bob');
    await page.getByRole('button', { name: 'Get a token' }).click();
    await page.locator('#state').filter({ hasText: 'Calls as bob' }).waitFor();

    // Act
    const { status, body } = await execute(page, 'Profile_and_preferences-getProfile');

    // Assess
    expect([status, body.nickname]).toEqual([200, 'Bob']);
  });

  test('signs server requests', async () => {
    // Prepare
    const { page } = await open('#/Server/getUser');

    // Act
    const { status, body } = await execute(page, 'Server-getUser');

    // Assess
    expect([status, body.userId]).toEqual([200, 'bob']);
  });

  test.each([
    ['dark', 1440],
    ['light', 390],
  ] as const)("follows the system's colour scheme and the width of the window: %s, %i", async (colorScheme, width) => {
    // Prepare
    const { page } = await open('#/Calls/answerCall', { colorScheme, width });
    await page.locator('#operations-Calls-answerCall .opblock-body').waitFor();

    // Act
    const look = await page.evaluate(
      '[document.documentElement.className, document.documentElement.scrollWidth <= innerWidth]',
    );

    // Assess
    expect(look).toEqual([colorScheme === 'dark' ? 'dark-mode' : '', true]);
  });
});
