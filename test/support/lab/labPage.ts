/** The lab's page in a real browser: one lab and one browser for a file of tests, one window for each test. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { createLabConsole } from '../../../cli/console/labConsole.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { launchChromium } from '../../../scripts/chromium.ts';
import { anybody } from './labClient.ts';

export interface LabPage {
  readonly lab: Lab;
  readonly page: Page;
  /** What threw on the page. */
  readonly mistakes: readonly string[];
  /** By the lab's routes. @returns the JSON of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about, and they look at them by name.
  ask(method: string, path: string, body?: unknown): Promise<any>;
  phone(phoneId: string): Locator;
  button(name: string): Locator;
  /** What the lab itself says of a phone. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  shownBy(phoneId: string): Promise<any>;
  /** Another window of the same browser. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

export interface LabPageOptions extends BrowserContextOptions {
  /** For each thing that the page is asked for. */
  timeoutMs?: number;
  /** Once the lab runs. */
  prepareLab?(lab: LabPage): Promise<unknown>;
  /** Before each test, first. */
  prepareTest?(lab: LabPage): Promise<unknown>;
}

/** Call it at the top of the file. Each test begins with the page open, its phones locked and all that they show seen. */
export function useLabPage({
  timeoutMs = 10_000,
  prepareLab,
  prepareTest,
  ...contextOptions
}: LabPageOptions = {}): LabPage {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  const mistakes: string[] = [];

  const labPage: LabPage = {
    get lab() {
      return lab;
    },
    get page() {
      return page;
    },
    mistakes,
    ask: async (method, path, body) => (await anybody(lab)(method, path, body)).body,
    phone: (phoneId) => page.getByTestId(`phone-${phoneId}`),
    button: (name) => page.getByRole('button', { name, exact: true }),
    shownBy: (phoneId) => labPage.ask('GET', `/lab/phones/${phoneId}`),
    async open(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        ...contextOptions,
        ...options,
      });
      onTestFinished(() => context.close());
      context.setDefaultTimeout(timeoutMs);
      const opened = await context.newPage();
      opened.on('pageerror', (error) => mistakes.push(error.message));
      await opened.goto(lab.url);
      await opened.getByTestId('phone-bob-2').waitFor();
      return opened;
    },
  };

  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab({ port: 0, answerConsole: createLabConsole() }), launchChromium()]);
    await prepareLab?.(labPage);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });
  beforeEach(async () => {
    mistakes.length = 0;
    await prepareTest?.(labPage);
    for (const { phoneId } of (await labPage.ask('GET', '/lab/phones')).phones) {
      // Opened, which marks everything as seen, and locked again.
      for (const action of ['open', 'lock', 'clear'])
        await labPage.ask('POST', `/lab/phones/${phoneId}/actions`, { action });
    }
    page = await labPage.open();
  });
  return labPage;
}
