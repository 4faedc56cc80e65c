/** Messages on the lab's page, in a real browser: by the page's own controls, as a person would try them. */
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
  // Groups are remembered by the browser: each test has one of its own.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
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

const askLab = async (method: string, path: string, body?: unknown) => (await anybody(lab)(method, path, body)).body;
const phone = (phoneId: string): Locator => page.getByTestId(`phone-${phoneId}`);
const bannerOn = (phoneId: string, text: string): Locator =>
  phone(phoneId).getByTestId('banner').filter({ hasText: text });
const badgeOn = (phoneId: string): Locator => phone(phoneId).getByTestId('badge');
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

async function send(text: string, from = 'alice', to?: string): Promise<void> {
  await page.getByLabel('From', { exact: true }).selectOption(from);
  if (to) await page.getByLabel('To', { exact: true }).selectOption({ label: to });
  await page.getByTestId('send-text').fill(text);
  await page.getByTestId('send').click();
  await page.locator('.outcome-what', { hasText: text }).waitFor();
}

/** Makes it in the page's dialog, with the users that are there. It is chosen as the recipient then. */
async function makeGroup(name: string, cards: Record<string, string> = {}): Promise<void> {
  await button('New group').click();
  await page.getByLabel('Group name').fill(name);
  for (const [user, card] of Object.entries(cards)) await page.getByLabel(`Card of ${user}`).fill(card);
  await button('Make the group').click();
  await page.getByPlaceholder(`Message to ${name}`).waitFor();
}

/** Carol has a French phone and no nickname. */
async function addCarol(): Promise<void> {
  await button('Add a phone').click();
  const dialog = page.getByRole('dialog', { name: 'Add a phone' });
  await dialog.getByLabel('User', { exact: true }).fill('carol');
  await dialog.getByLabel('Nickname').fill('');
  await dialog.getByLabel('Language of the phone').selectOption('Français');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await phone('carol-1').waitFor();
}

describe('a message on the page', () => {
  it('to a group names its sender by card, by nickname or not at all, in the language of each phone', async () => {
    // Prepare
    await addCarol();
    onTestFinished(() => askLab('DELETE', '/lab/phones/carol-1'));
    await makeGroup('Family', { Alice: 'Mum' });
    await button('Message options').click();
    await button('Image').click();

    // Act
    await send('dinner');
    await bannerOn('bob-1', 'Mum').waitFor();
    const [english, chinese] = await Promise.all(
      ['bob-1', 'bob-2'].map((phoneId) => bannerOn(phoneId, 'Mum').textContent()),
    );
    await send('coming', 'bob', 'Family');
    await send('me too', 'carol', 'Family');

    // Assess
    expect(english).toContain('Mum(Family):dinner[Image]');
    expect(chinese).toContain('Mum(Family):dinner[图片]');
    await bannerOn('carol-1', 'Bob(Family):coming').waitFor();
    await bannerOn('alice-1', '(Family):me too').waitFor();
    const { notifications } = await askLab('GET', '/lab/phones/alice-1');
    expect(notifications[0].body).toBe('(Family):me too');
    await phone('bob-2').getByText('通知中心').waitFor();
    expect(mistakes).toEqual([]);
  });

  it('counts the badge up on both phones, and reading on one takes it off the other', async () => {
    // Prepare
    const both = ['bob-1', 'bob-2'];
    const bobsBadges: (string | null)[][] = [];

    // Act
    for (const count of ['1', '2', '3']) {
      await send(`message ${count}`);
      await Promise.all(both.map((phoneId) => badgeOn(phoneId).filter({ hasText: count }).waitFor()));
      bobsBadges.push(await Promise.all(both.map((phoneId) => badgeOn(phoneId).textContent())));
    }
    await phone('bob-1').getByText('Foreground').click();
    await Promise.all(both.map((phoneId) => badgeOn(phoneId).waitFor({ state: 'detached' })));

    // Assess
    expect(bobsBadges).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ]);
    const [read, other] = await Promise.all(both.map((phoneId) => askLab('GET', `/lab/phones/${phoneId}`)));
    expect([read.badge, other.badge]).toEqual([0, 0]);
    expect([read.notifications.length, other.notifications.length]).toEqual([0, 3]);
    expect(mistakes).toEqual([]);
  });

  it('to a muted conversation is not pushed, and is when it mentions its reader', async () => {
    // Prepare
    await makeGroup('Chatter');
    await button('Bob’s conversations').click();
    const dialog = page.getByRole('dialog', { name: 'Bob’s conversations' });
    await dialog.getByLabel('Messages of Chatter').selectOption('Muted');
    const row = dialog.getByRole('listitem').filter({ hasText: 'Chatter' });
    await row.getByRole('checkbox', { name: 'Mentions still push' }).click();
    await row.getByRole('checkbox', { name: 'Mentions still push', checked: true }).waitFor();
    await button('Done').click();

    // Act
    await send('blah');
    const outcome = await page.getByText('muted').first().textContent();
    await button('Message options').click();
    await button('@Bob').click();
    await send('Bob, look');
    await bannerOn('bob-1', 'Bob, look').waitFor();

    // Assess
    expect(outcome).toContain('skipped · muted');
    const { notifications } = await askLab('GET', '/lab/phones/bob-1');
    expect(notifications.map(({ body }: { body: string }) => body)).toEqual(['Alice(Chatter):Bob, look']);
    expect(mistakes).toEqual([]);
  });

  it('disappears from all phones when its sender recalls it', async () => {
    // Prepare
    await send('stays');
    await send('not for you');
    const both = ['bob-1', 'bob-2'];
    await Promise.all(both.map((phoneId) => bannerOn(phoneId, 'not for you').waitFor()));

    // Act
    await page.getByTestId('recall').click();
    await Promise.all(both.map((phoneId) => bannerOn(phoneId, 'not for you').waitFor({ state: 'detached' })));

    // Assess
    await page.getByText('Taken back').waitFor();
    await Promise.all(both.map((phoneId) => bannerOn(phoneId, 'Alice:stays').waitFor()));
    expect(await page.getByTestId('recall').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it('names a sound of the app on the banner, and is reported by the phones', async () => {
    // Prepare
    await button('Message options').click();
    await page.getByLabel('Sound', { exact: true }).selectOption('ring.caf');
    await page.getByLabel('Title', { exact: true }).fill('Dinner');

    // Act
    await send('is ready');
    const banner = bannerOn('bob-1', 'is ready');
    const sound = await banner.getByTestId('sound').textContent();
    await page.getByTestId('receipts').filter({ hasText: 'delivered 2 · shown 2' }).waitFor();
    await banner.click();
    await page.getByTestId('receipts').filter({ hasText: 'tapped 1' }).waitFor();

    // Assess
    expect(sound).toBe('ring.caf');
    const { notifications } = await askLab('GET', '/lab/phones/bob-2');
    expect(notifications[0]).toMatchObject({ title: 'Dinner', body: 'Alice:is ready', sound: 'ring.caf' });
    expect(mistakes).toEqual([]);
  });

  it('fits a phone screen with all its options', async () => {
    // Prepare
    await page.setViewportSize({ width: 390, height: 844 });
    await makeGroup('A group with a name that is quite long for so small a screen');
    await button('Message options').click();

    // Act
    await send(`${'long'.repeat(60)} 很长的消息`.repeat(2));
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');

    // Assess
    expect(widths).toEqual([390, 390]);
  });
});
