/** Messages on the lab's page, in a real browser: by the page's own controls, as a person would try them. */
import type { Locator } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useLabPage } from '../support/lab/labPage.ts';

const labPage = useLabPage({ timeoutMs: 20_000 });
const { phone, button, mistakes, ask: askLab } = labPage;

const bannerOn = (phoneId: string, text: string): Locator =>
  phone(phoneId).getByTestId('banner').filter({ hasText: text });
const badgeOn = (phoneId: string): Locator => phone(phoneId).getByTestId('badge');

async function send(text: string, from = 'alice', to?: string): Promise<void> {
  await labPage.page.getByLabel('From', { exact: true }).selectOption(from);
  if (to) await labPage.page.getByLabel('To', { exact: true }).selectOption({ label: to });
  await labPage.page.getByTestId('send-text').fill(text);
  await labPage.page.getByTestId('send').click();
  await labPage.page.locator('.outcome-what', { hasText: text }).waitFor();
}

/** Makes it in the page's dialog, with the users that are there. It is chosen as the recipient then. */
async function makeGroup(name: string, cards: Record<string, string> = {}): Promise<void> {
  await button('New group').click();
  await labPage.page.getByLabel('Group name').fill(name);
  for (const [user, card] of Object.entries(cards))
    await labPage.page.getByLabel(`Group nickname of ${user}`).fill(card);
  await button('Create group').click();
  await labPage.page.getByPlaceholder(`Message to ${name}`).waitFor();
}

/** Carol has a French phone and no nickname. */
async function addCarol(): Promise<void> {
  await button('Add a phone').click();
  const dialog = labPage.page.getByRole('dialog', { name: 'Add a phone' });
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

  it('increments the badge on both phones, and reading on one clears it on the other', async () => {
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

  it('to a muted conversation is pushed only when it mentions its reader', async () => {
    // Prepare
    await makeGroup('Chatter');
    await button('Bob’s conversations').click();
    const dialog = labPage.page.getByRole('dialog', { name: 'Bob’s conversations' });
    await dialog.getByLabel('Messages of Chatter').selectOption('Mentions only');
    await expect.poll(() => labPage.page.locator('.conversations-button.quiet').count()).toBe(1);
    await button('Done').click();

    // Act
    await send('blah');
    const outcome = await labPage.page.locator('.target').getByText('muted').first().textContent();
    await button('Message options').click();
    await button('@Bob').click();
    await send('Bob, look');
    await bannerOn('bob-1', 'Bob, look').waitFor();

    // Assess
    expect(outcome).toContain('skipped: the conversation is muted');
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
    await labPage.page.getByTestId('recall').click();
    await Promise.all(both.map((phoneId) => bannerOn(phoneId, 'not for you').waitFor({ state: 'detached' })));

    // Assess
    await labPage.page.getByText('Recalled:').waitFor();
    await Promise.all(both.map((phoneId) => bannerOn(phoneId, 'Alice:stays').waitFor()));
    await expect.poll(() => labPage.page.getByTestId('recall').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it('names a sound of the app on the banner, and is reported by the phones', async () => {
    // Prepare
    await button('Message options').click();
    await labPage.page.getByLabel('Sound', { exact: true }).selectOption('ring.caf');
    await labPage.page.getByLabel('Title', { exact: true }).fill('Dinner');

    // Act
    await send('is ready');
    const banner = bannerOn('bob-1', 'is ready');
    const sound = await banner.getByTestId('sound').textContent();
    await labPage.page.getByTestId('receipts').filter({ hasText: 'delivered 2 · shown 2' }).waitFor();
    await banner.click();
    await labPage.page.getByTestId('receipts').filter({ hasText: 'tapped 1' }).waitFor();

    // Assess
    expect(sound).toBe('ring.caf');
    const { notifications } = await askLab('GET', '/lab/phones/bob-2');
    expect(notifications[0]).toMatchObject({ title: 'Dinner', body: 'Alice:is ready', sound: 'ring.caf' });
    expect(mistakes).toEqual([]);
  });

  it('is a person’s, with a picture and actions, and passes a Focus that allows its sender', async () => {
    // Prepare
    onTestFinished(() => askLab('PATCH', '/lab/phones/bob-1', { focus: false, focusAllows: [] }));
    onTestFinished(() => askLab('PATCH', '/lab/phones/bob-2', { permission: 'granted' }));
    await button('Settings of Bob’s iPhone').click();
    const settings = labPage.page.getByRole('dialog', { name: 'Settings of Bob’s iPhone', exact: true });
    await settings.getByLabel('Focus').click();
    await settings.getByLabel('Allow Alice').click();
    await settings.getByRole('button', { name: 'Done' }).click();
    await button('Settings of Bob’s iPhone 2').click();
    const others = labPage.page.getByRole('dialog', { name: 'Settings of Bob’s iPhone 2' });
    await others.getByLabel('Permission').selectOption('Provisional: quietly, in Notification Centre');
    await others.getByRole('button', { name: 'Done' }).click();
    await send('nobody’s');
    await button('Message options').click();
    for (const extra of ['As a person', 'With a picture', 'With actions']) await button(extra).click();

    // Act
    await send('a person’s');
    const banner = bannerOn('bob-1', 'a person’s');
    await banner.getByTestId('sender-icon').waitFor();
    await banner.getByTestId('thumbnail').waitFor();
    const onLockScreen = await phone('bob-1').getByTestId('banner').count();
    await phone('bob-1').getByRole('img', { name: 'Focus is on' }).waitFor();
    await banner.click({ button: 'right' });
    const actions = await phone('bob-1').getByTestId('expanded').locator('.expanded-actions button').allTextContents();
    await phone('bob-2').getByRole('button', { name: '通知中心 · 2' }).click();
    await bannerOn('bob-2', 'a person’s').click({ button: 'right' });
    await phone('bob-2').getByTestId('expanded').getByRole('button', { name: '保留' }).click();

    // Assess
    expect(onLockScreen).toBe(1);
    expect(actions).toEqual(['Reply', 'Mute', 'Clear']);
    await expect.poll(async () => (await askLab('GET', '/lab/phones/bob-2')).permission).toBe('granted');
    expect(mistakes).toEqual([]);
  });

  it('says what became of a push that wakes an app whose user has force-quit it', async () => {
    // Prepare
    await phone('bob-1').getByText('Killed').click();
    await send('oops');
    await bannerOn('bob-1', 'oops').waitFor();

    // Act
    await labPage.page.getByTestId('recall').click();
    await phone('bob-1').getByText('Not delivered: 1 background push, because the app was force-quit').waitFor();

    // Assess
    await bannerOn('bob-1', 'oops').waitFor();
    await bannerOn('bob-2', 'oops').waitFor({ state: 'detached' });
    await phone('bob-1').getByText('Foreground').click();
    await phone('bob-1').getByText('Not delivered').waitFor({ state: 'detached' });
    expect(mistakes).toEqual([]);
  });

  it('fits a phone screen with all its options', async () => {
    // Prepare
    await labPage.page.setViewportSize({ width: 390, height: 844 });
    await makeGroup('A group with a name that is quite long for so small a screen');
    await button('Message options').click();

    // Act
    await send(`${'long'.repeat(60)} 很长的消息`.repeat(2));
    const widths = await labPage.page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    await button('Settings of Bob’s iPhone').click();
    await labPage.page.locator('dialog[open]').waitFor();
    const overflow = await labPage.page.evaluate(
      '(() => { const { scrollWidth, clientWidth } = document.querySelector("dialog[open]"); return scrollWidth - clientWidth; })()',
    );

    // Assess
    expect(widths).toEqual([390, 390]);
    expect(overflow).toBe(0);
  });
});
