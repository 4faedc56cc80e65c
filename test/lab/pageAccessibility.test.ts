/** The lab's page for those who use a keyboard or a screen reader. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { focusOn, stopsOf, unreachedBy } from '../support/lab/keyboard.ts';
import { serverClient, text, userClient } from '../support/lab/labClient.ts';
import { useLabPage } from '../support/lab/labPage.ts';

const labPage = useLabPage({ timeoutMs: 20_000 });
const { phone, button, ask, mistakes } = labPage;

const write = (content: string, offlinePush: object = {}) =>
  userClient(labPage.lab, 'alice')('POST', '/v1/messages', {
    to: { userId: 'bob' },
    ...text(content),
    offlinePush,
  });
/** Starts Live Activities on Bob's phones: the card of a call in a group, and one of another type that is outdated. */
async function startActivities(): Promise<void> {
  const started = { appId: 'com.example.ringpost', to: { userId: 'bob' }, alert: { title: 'Alice', body: 'A call' } };
  const call = { state: 'answered', inCall: 3, ringing: 0, callerName: 'Alice', hasVideo: false };
  const activities = [
    { activityId: 'call', attributesType: 'GroupCallAttributes', contentState: call },
    {
      activityId: 'order',
      attributesType: 'DeliveryAttributes',
      contentState: { stage: 'cooking' },
      staleAt: anHourAgo(),
    },
  ];
  for (const activity of activities) {
    const answer = await serverClient(labPage.lab)('POST', '/v1/server/activities', {
      ...started,
      ...activity,
      attributes: {},
    });
    expect(answer).toMatchObject({ status: 200, body: { summary: { accepted: 2 } } });
  }
}
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

describe('the keyboard', () => {
  it('reaches every control of the page, each with a name and an outline', async () => {
    // Prepare
    await write('hello', { category: 'message' });
    await phone('bob-2').getByTestId('banner').waitFor();
    await button('Message options').click();
    await labPage.page.reload();
    await phone('bob-2').getByTestId('banner').waitFor();

    // Act
    const stops = await stopsOf(labPage.page);

    // Assess
    expect(await unreachedBy(labPage.page)).toEqual([]);
    expect(stops[0]?.name).toBe('Skip to the phones');
    expect(stops.filter(({ name }) => name === '')).toEqual([]);
    expect(stops.filter(({ isOutlined }) => !isOutlined)).toEqual([]);
    expect(stops.map(({ name }) => name)).toContain('Show more: Ringpost');
  });

  it('skips to the phones', async () => {
    // Prepare
    await labPage.page.keyboard.press('Tab');

    // Act
    await labPage.page.keyboard.press('Enter');
    await labPage.page.keyboard.press('Tab');

    // Assess
    expect(await focusOn(labPage.page)).toBe('Alice’s conversations');
  });

  it('opens each dialog, and has the focus where it was once it is closed', async () => {
    // Prepare
    const openers = [
      'New group',
      'Break something',
      'Alice’s conversations',
      'Settings of Alice’s iPhone',
      'Remove Alice’s iPhone',
      'Add a phone',
    ];
    const found: { isInside: unknown; back: string }[] = [];

    // Act
    for (const opener of openers) {
      await button(opener).focus();
      await labPage.page.keyboard.press('Enter');
      const dialog = labPage.page.locator('dialog[open]');
      await dialog.waitFor();
      const isInside = await labPage.page.evaluate('document.activeElement.closest("dialog[open]") !== null');
      await labPage.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      found.push({ isInside, back: await focusOn(labPage.page) });
    }

    // Assess
    expect(found).toEqual(openers.map((opener) => ({ isInside: true, back: opener })));
  });

  it('opens a notification, replies in it, and clears the next one', async () => {
    // Prepare
    await write('one?', { category: 'message', threadId: '1' });
    await write('two?', { category: 'message', threadId: '2' });
    const bob = phone('bob-1');
    await bob.getByTestId('banner').filter({ hasText: 'two?' }).waitFor();
    const press = (key: string) => labPage.page.keyboard.press(key);
    const expanded = bob.getByTestId('expanded');

    // Act
    await bob.getByRole('button', { name: 'Show more' }).first().focus();
    await press('Enter');
    await expanded.waitFor();
    await press('Escape');
    await expanded.waitFor({ state: 'detached' });
    await expect.poll(() => focusOn(labPage.page)).toBe('Show more: Ringpost');
    await press('Enter');
    await expanded.waitFor();
    for (const key of ['Tab', 'Enter']) await press(key);
    await expanded.getByRole('textbox').waitFor();
    await labPage.page.keyboard.type('two!');
    await press('Enter');
    await phone('alice-1').getByTestId('banner').filter({ hasText: 'Bob:two!' }).waitFor();
    // It goes once the reply has its answer, which may be after Alice has the reply.
    await bob.getByTestId('banner').filter({ hasText: 'two?' }).waitFor({ state: 'detached' });
    await bob.getByRole('button', { name: 'Show more' }).focus();
    await press('Enter');
    await expanded.waitFor();
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await press(key);

    // Assess
    await bob.getByTestId('banner').waitFor({ state: 'detached' });
    expect(mistakes).toEqual([]);
  });
});

describe('a screen reader', () => {
  it('hears a message once for all phones, and of several only how many they are', async () => {
    // Prepare
    const arrived = labPage.page.getByTestId('arrived');

    // Act
    await write('Are you there?');
    await expect.poll(() => arrived.textContent()).toBe('Bob’s iPhone, Bob’s iPhone 2: Alice:Are you there?');
    await Promise.all(['a', 'b', 'c'].map((content) => write(content)));

    // Assess
    await expect.poll(() => arrived.textContent()).toMatch(/^\d new notifications on Bob’s iPhone, Bob’s iPhone 2\.$/);
  });
});

describe('axe-core finds nothing wrong', () => {
  it('in light and dark, at three widths, from an idle page to a call', async () => {
    // Prepare
    const page = await labPage.open({ colorScheme: 'light' });
    const faults: Record<string, string[]> = {};
    const widths = [390, 1024, 1440];
    /** Each once in dark, as colours do not depend on the width. @param within what is new in this state. */
    const check = async (state: string, within?: string) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        faults[`${state}, ${width}`] = await accessibilityFaults(page, { within });
      }
      await page.emulateMedia({ colorScheme: 'dark' });
      faults[`${state}, dark`] = await accessibilityFaults(page, { only: 'colours', within });
      await page.emulateMedia({ colorScheme: 'light' });
    };
    // What earlier tests have sent takes long to examine. There is something to clear also if this test runs alone.
    await write('to be cleared');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await check('idle');

    // Act
    await page.getByRole('button', { name: 'Message options' }).click();
    await page.getByTestId('send-text').fill('hi');
    await page.getByTestId('explain').click();
    await page.getByTestId('explanation').waitFor();
    await check('explanation', '.command');
    await page.getByTestId('send').click();
    await write('another');
    await page.getByTestId('phone-bob-1').getByTestId('banner').waitFor();
    await startActivities();
    const cards = page.getByTestId('phone-bob-1').getByTestId('live-activity');
    await cards.getByText('Not up to date').waitFor();
    const card = await cards.filter({ hasText: 'Alice' }).textContent();
    await write('at the lake', { communication: true, image: 'https://pictures.example/1.png', category: 'message' });
    const bob = page.getByTestId('phone-bob-1');
    await bob.getByTestId('thumbnail').waitFor();
    await check('notifications', '.stage');
    await bob.getByRole('button', { name: 'Show more: Alice', exact: true }).press('Enter');
    await bob.getByTestId('picture').waitFor();
    await check('a notification', '[data-testid="phone-bob-1"]');
    await bob.getByRole('button', { name: 'Reply', exact: true }).press('Enter');
    await bob.getByRole('textbox').waitFor();
    await check('a reply', '[data-testid="phone-bob-1"]');
    await page.keyboard.press('Escape');
    await ask('PATCH', '/lab/phones/bob-1', { summary: true });
    await ask('PATCH', '/lab/phones/bob-2', { focus: true });
    onTestFinished(() => ask('PATCH', '/lab/phones/bob-2', { focus: false }));
    await write('in the summary');
    await bob.getByText('1 for the summary').waitFor();
    await page.getByTestId('phone-bob-2').locator('.centre-button').click();
    await check('a Focus and a summary', '.stage');
    await page.getByRole('button', { name: 'Settings of Bob’s iPhone 2', exact: true }).click();
    await check('settings with a Focus', 'dialog[open]');
    await page.keyboard.press('Escape');
    await bob.getByRole('button', { name: 'Deliver now' }).click();
    await bob.getByTestId('summary').waitFor();
    await ask('PATCH', '/lab/phones/bob-2', { restarted: true });
    await page.getByTestId('restarted').waitFor();
    await check('a summary, and a phone after a restart', '.stage');
    await ask('PATCH', '/lab/phones/bob-1', { summary: false });
    await ask('PATCH', '/lab/phones/bob-1', { state: 'foreground' });
    await ask('POST', '/lab/phones/bob-2/actions', { action: 'home' });
    await page.getByTestId('phone-bob-2').locator('.swipe-down').click();
    await page.getByTestId('notification-centre').waitFor();
    await ask('PATCH', '/lab/phones/alice-1', { network: 'off', permission: 'denied' });
    onTestFinished(() => ask('PATCH', '/lab/phones/alice-1', { network: 'on', permission: 'granted' }));
    await page.getByTestId('phone-bob-1').getByRole('log').waitFor();
    await check('open app and Notification Centre', '.stage');
    await page.getByTestId('call').click();
    await page.getByTestId('phone-bob-1').getByTestId('incoming-call').waitFor();
    await page.getByTestId('phone-alice-1').locator('.call-screen').waitFor({ state: 'detached' });
    await check('ringing', '.stage');
    await page.getByTestId('phone-bob-1').getByTestId('answer').click();
    await page.getByText('In a call with Bob').waitFor();
    await check('in a call', '.stage');
    const carol = userClient(labPage.lab, 'carol');
    const carolRings = { to: { userId: 'bob' }, callerName: 'Carol', timeoutSeconds: 600 };
    await carol('POST', '/v1/calls', carolRings);
    await page.getByTestId('second-call').waitFor();
    await check('a second call', '[data-testid="phone-bob-1"]');
    await page.getByTestId('hold-and-answer').click();
    await page.getByTestId('swap').waitFor();
    await check('a call on hold', '[data-testid="phone-bob-1"]');
    await ask('POST', '/lab/phones/bob-1/actions', { action: 'end' });
    await page.getByTestId('swap').waitFor({ state: 'detached' });
    await page.getByTestId('phone-bob-1').locator('.home-indicator').click();
    await page.getByTestId('call-pill').waitFor();
    await page.getByTestId('phone-bob-1').getByTestId('phone-app').click();
    await page.getByTestId('recent').first().waitFor();
    await check('the island and Recents', '[data-testid="phone-bob-1"]');
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByText('The call has ended').waitFor();
    await ask('POST', '/lab/watch');
    await page.getByTestId('probe-row').first().getByText('Credential checks').click();
    await page.getByTestId('push-row').last().locator('summary').first().click();
    await check('details of pushes', '.push-panel');
    for (const opener of ['Add a phone', 'Break something', 'Settings of Bob’s iPhone', 'Bob’s conversations']) {
      await page.getByRole('button', { name: opener, exact: true }).click();
      await check(opener, 'dialog[open]');
      await page.keyboard.press('Escape');
    }

    // Assess
    expect(card).toBe('Alice3 in the call · Join');
    expect(Object.keys(faults)).toHaveLength(19 * (widths.length + 1));
    expect(Object.values(faults).flat()).toEqual([]);
  }, 600_000);
});
