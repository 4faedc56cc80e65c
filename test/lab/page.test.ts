import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { launchChromium } from '../support/chromium.ts';
import { anybody } from '../support/labClient.ts';

let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  [lab, browser] = await Promise.all([startLab({ port: 0 }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

let page: Page;
let mistakes: string[];
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  mistakes = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  for (const phoneId of ['alice-1', 'bob-1', 'bob-2']) {
    // Opened, which marks everything as seen, and locked again.
    for (const action of ['open', 'lock']) await askLab('POST', `/lab/phones/${phoneId}/actions`, { action });
  }
  await page.goto(lab.url);
  await phone('bob-2').waitFor();
});

const phone = (phoneId: string): Locator => page.getByTestId(`phone-${phoneId}`);

const askLab = async (method: string, path: string, body?: unknown) => (await anybody(lab)(method, path, body)).body;

/** What the lab itself says of a phone. */
const shownBy = (phoneId: string) => askLab('GET', `/lab/phones/${phoneId}`);

describe('the page of the lab', () => {
  it("rings both of Bob's phones when Alice calls, and the one stops when the other is answered", async () => {
    // Prepare
    const ringing = ['bob-1', 'bob-2'].map((phoneId) => phone(phoneId).getByTestId('incoming-call'));

    // Act
    await page.getByTestId('call').click();
    await Promise.all(ringing.map((incoming) => incoming.getByText('Alice', { exact: true }).waitFor()));
    await phone('bob-1').getByTestId('answer').click();
    const ended = await phone('bob-2').getByTestId('call-ended').textContent();

    // Assess
    expect(ended).toContain('Answered on another device');
    expect((await shownBy('bob-2')).call).toMatchObject({ state: 'answered', endedReason: 4 });
    await page.getByText('In a call with Bob').waitFor();
    await phone('bob-1').getByTestId('end').click();
    await page.getByText('The call has ended').waitFor();
    expect((await shownBy('bob-1')).call).toMatchObject({ state: 'ended' });
    expect(await phone('alice-1').getByTestId('incoming-call').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it("shows a message on Bob's lock screen, with a badge, although his app is killed", async () => {
    // Prepare
    await phone('bob-1').getByText('Killed').click();
    await phone('bob-1').getByRole('radio', { name: 'Killed', checked: true }).waitFor();

    // Act
    await page.getByTestId('send-text').fill('hi');
    await page.getByTestId('send').click();
    const banner = await phone('bob-1').getByTestId('lock-screen').getByTestId('banner').textContent();

    // Assess
    expect(banner).toContain('Alice:hi');
    expect(await phone('bob-1').getByTestId('badge').textContent()).toBe('1');
    expect(await shownBy('bob-1')).toMatchObject({ badge: 1, notifications: [{ body: 'Alice:hi' }] });
    const rows = page.getByTestId('push-row');
    await rows.filter({ hasText: 'production' }).filter({ hasText: 'alert' }).first().waitFor();
    await rows.filter({ hasText: 'development' }).filter({ hasText: 'alert' }).first().waitFor();
    expect(mistakes).toEqual([]);
  });

  it('stops ringing when Alice takes the call back', async () => {
    // Prepare
    await page.getByTestId('video-call').click();
    await phone('bob-2').getByTestId('incoming-call').getByText('Ringpost Video').waitFor();

    // Act
    await page.getByRole('button', { name: 'Cancel' }).click();
    const ended = await phone('bob-2').getByTestId('call-ended').textContent();

    // Assess
    expect(ended).toContain('Call cancelled');
    await page.getByText('You cancelled the call').waitFor();
  });

  it('says that nothing is pushed to a user who is online, and why', async () => {
    // Prepare
    await phone('bob-1').getByText('Foreground').click();
    await phone('bob-1').getByRole('region', { name: 'Ringpost, the app' }).waitFor();

    // Act
    await page.getByTestId('send-text').fill('are you there?');
    await page.getByTestId('send').click();
    const outcome = await page.getByText('skipped · online · the app is open').first().textContent();

    // Assess
    expect(outcome).toMatch(/^Bob/);
  });

  it('adds a phone for a new user, who can then be written to', async () => {
    // Prepare
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page
      .getByRole('textbox', { name: 'User' })
      .or(page.getByRole('combobox', { name: 'User' }))
      .fill('carol');

    // Act
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await phone('carol-1').waitFor();
    await page.getByLabel('To', { exact: true }).selectOption('carol');
    await page.getByTestId('send-text').fill('welcome');
    await page.getByTestId('send').click();
    const banner = await phone('carol-1').getByTestId('banner').textContent();

    // Assess
    expect(banner).toContain('Alice:welcome');
  });

  it('fits a phone screen: nothing is wider than it', async () => {
    // Prepare
    await page.setViewportSize({ width: 390, height: 844 });

    // Act
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');

    // Assess
    expect(widths).toEqual([390, 390]);
  });
});
