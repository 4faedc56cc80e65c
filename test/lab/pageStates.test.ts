/** The lab's page in the states that a person brings it to: calls over banners, reloads, new phones, a lab that stops. */
import type { Locator } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLab } from '../../lab/lab.ts';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { text, until, userClient } from '../support/lab/labClient.ts';
import { useLabPage } from '../support/lab/labPage.ts';

const labPage = useLabPage({
  timeoutMs: 20_000,
  async prepareTest({ ask }) {
    for (const phoneId of ['alice-1', 'bob-1', 'bob-2']) {
      await ask('PATCH', `/lab/phones/${phoneId}`, { state: 'background', network: 'on' });
    }
  },
});
const { phone, button, ask, mistakes } = labPage;

const asAlice = (method: string, path: string, body?: unknown) => userClient(labPage.lab, 'alice')(method, path, body);
const write = (content: string) => asAlice('POST', '/v1/messages', { to: { userId: 'bob' }, ...text(content) });
const ring = async (): Promise<string> =>
  (await asAlice('POST', '/v1/calls', { to: { userId: 'bob' }, callerName: 'Alice' })).body.callId;
const hangUp = () => button('Cancel').click();

/** Size of the element, in pixels of the window. */
async function edges(locator: Locator): Promise<{ top: number; bottom: number; right: number }> {
  const { x, y, width, height } = (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { top: y, bottom: y + height, right: x + width };
}

describe('a call that rings', () => {
  it('covers a banner, so that its name can be read and its buttons pressed', async () => {
    // Prepare
    await ask('POST', '/lab/phones/bob-1/actions', { action: 'home' });
    await write('a banner');
    await phone('bob-1').getByTestId('banner').waitFor();

    // Act
    const callId = await ring();
    const name = phone('bob-1').getByTestId('incoming-call').getByText('Alice', { exact: true });
    await name.waitFor();
    // Would fail if something else took the click.
    await name.click({ trial: true });

    // Assess
    await expect.poll(() => phone('bob-1').getByTestId('banner').count()).toBe(1);
    await asAlice('POST', `/v1/calls/${callId}/cancel`, {});
  });

  it('can be cancelled by its caller, after a second click and after a reload', async () => {
    // Prepare
    await labPage.page.getByTestId('call').dblclick();
    await labPage.page.getByText('Ringing Bob').waitFor();
    const isDisabled = await labPage.page.getByTestId('video-call').isDisabled();

    // Act
    await labPage.page.reload();
    await labPage.page.getByText('Ringing Bob').waitFor();
    await hangUp();
    await labPage.page.getByText('Alice cancelled the call').waitFor();

    // Assess
    expect(isDisabled).toBe(true);
    const { call } = await until(
      () => labPage.shownBy('bob-1'),
      (shown) => shown.call.endedReason !== undefined,
    );
    expect(call).toMatchObject({ state: 'cancelled', endedReason: 2 });
    await expect.poll(() => labPage.page.getByText('in another call').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it('started by another program can be cancelled from the page too', async () => {
    // Prepare
    await ring();
    await until(
      async () => (await asAlice('GET', '/v1/calls')).body.calls,
      (calls) => calls[0]?.state === 'ringing',
    );

    // Act
    const page = await labPage.open();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();

    // Assess
    await page.getByText('Alice cancelled the call').waitFor();
  });

  it('shows why a cancel was refused, and the state of the call', async () => {
    // Prepare
    await labPage.page.getByTestId('call').click();
    await phone('bob-1').getByTestId('incoming-call').waitFor();
    await labPage.page.route('**/cancel', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'call_state',
          title: 'Too late',
          detail: 'The call is answered.',
          fix: 'End it.',
        }),
      }),
    );

    // Act
    await hangUp();
    const said = await labPage.page.locator('.strip-problem').textContent();

    // Assess
    expect(said).toBe('Too late. The call is answered.');
    await labPage.page.unroute('**/cancel');
    await hangUp();
    await labPage.page.getByText('Alice cancelled the call').waitFor();
  });

  it('that nobody answers appears on the lock screen once, as a missed call', async () => {
    // Prepare
    await labPage.page.clock.install();
    await asAlice('POST', '/v1/calls', { to: { userId: 'bob' }, callerName: 'Alice', timeoutSeconds: 1 });
    const lockScreen = phone('bob-1').getByTestId('lock-screen');

    // Act
    await lockScreen.getByTestId('banner').filter({ hasText: 'Missed call' }).waitFor();
    await phone('bob-1').getByTestId('call-ended').waitFor();
    // The end of a call fills the screen for five seconds.
    await labPage.page.clock.fastForward(10_000);
    await phone('bob-1').locator('.call-screen').waitFor({ state: 'detached' });

    // Assess
    await expect.poll(() => lockScreen.getByText('Missed call').count()).toBe(1);
    await phone('bob-2').getByTestId('banner').filter({ hasText: '未接' }).waitFor();
    expect(mistakes).toEqual([]);
  });

  it('is in the phone’s language, and in the title of the tab', async () => {
    // Prepare
    await ask('PATCH', '/lab/phones/bob-1', { locale: 'fr-FR' });
    onTestFinished(() => ask('PATCH', '/lab/phones/bob-1', { locale: 'en_GB' }));

    // Act
    await labPage.page.getByTestId('call').click();
    const [french, chinese] = await Promise.all(
      ['bob-1', 'bob-2'].map((phoneId) => phone(phoneId).getByTestId('incoming-call').textContent()),
    );
    const title = await labPage.page.title();
    const announced = await labPage.page.getByTestId('ringing').textContent();

    // Assess
    expect(french).toMatch(/Ringpost audio[\s\S]*Refuser[\s\S]*glisser pour répondre/);
    expect(chinese).toMatch(/Ringpost 语音通话[\s\S]*拒绝[\s\S]*滑动来接听/);
    expect(title).toBe('Ringing: Bob’s iPhone, Bob’s iPhone 2');
    expect(announced).toBe('Alice calls Bob’s iPhone. Alice calls Bob’s iPhone 2.');
    await hangUp();
  });
});

describe('the page', () => {
  it('shows the newest message of an open app, and can be scrolled by keyboard', async () => {
    // Prepare
    await phone('bob-1').getByText('Foreground').click();
    for (let count = 1; count <= 12; count += 1) await write(`line ${count}`);

    // Act
    const last = phone('bob-1').getByText('Alice:line 12', { exact: true });
    await last.waitFor();
    const [line, conversation] = [await edges(last), await edges(phone('bob-1').getByRole('log'))];

    // Assess
    expect(line.bottom).toBeLessThanOrEqual(conversation.bottom);
    expect(line.top).toBeGreaterThanOrEqual(conversation.top);
    expect(await phone('bob-1').getByRole('log').getAttribute('tabindex')).toBe('0');
  });

  it('scrolls to an added phone, marks it and announces it', async () => {
    // Prepare
    onTestFinished(() => ask('DELETE', '/lab/phones/zoe-1'));

    // Act
    await ask('POST', '/lab/phones', { userId: 'zoe' });
    await labPage.page.locator('.phone-card.new').waitFor();
    const announced = await labPage.page.getByText('Zoe’s iPhone was added.').textContent();

    // Assess
    expect(announced).toBe('Zoe’s iPhone was added.');
    const box = await phone('zoe-1').boundingBox();
    expect(box && box.y + box.height <= 900 && box.y >= 0).toBe(true);
  });

  it('does not move the phones when an outcome or a call arrives, at any width', async () => {
    // Prepare
    const places: number[][] = [];
    const placeNow = async () =>
      (await edges(phone('bob-1'))).top - (await edges(labPage.page.locator('.command-bar'))).top;
    /** Once the page has settled after a change of its width, or of what it shows. */
    const place = async () => {
      const seen: number[] = [];
      const isSettled = () => seen.length > 2 && new Set(seen.slice(-3)).size === 1;
      await expect.poll(async () => seen.push(await placeNow()) > 0 && isSettled(), { interval: 80 }).toBe(true);
      return seen.at(-1) ?? Number.NaN;
    };

    // Act
    for (const width of [1440, 1024, 390]) {
      await labPage.page.setViewportSize({ width, height: 900 });
      const before = await place();
      await labPage.page.getByTestId('send-text').fill('a message that is quite long, so that its outcome is as well');
      await labPage.page.getByTestId('send').click();
      await labPage.page.getByTestId('recall').waitFor();
      const withOutcome = await place();
      await labPage.page.getByTestId('call').click();
      await labPage.page.getByText('Ringing Bob').waitFor();
      places.push([withOutcome - before, (await place()) - before]);
      await hangUp();
      await button('Dismiss the call').click();
    }

    // Assess
    expect(places).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('keeps the quotation marks of a text that is too long to be shown', async () => {
    // Prepare
    const long = 'and so on '.repeat(60).trim();

    // Act
    await labPage.page.getByTestId('send-text').fill(long);
    await labPage.page.getByTestId('send').click();
    const quote = labPage.page.locator('.outcome-what q');
    await quote.waitFor();
    const [whole, inner] = [await edges(quote), await edges(quote.locator('span'))];

    // Assess
    expect(whole.right - inner.right).toBeGreaterThan(3);
  });

  it('shows the initials of a nickname wherever it shows the nickname', async () => {
    // Prepare
    const userId = '46de348d-9d98';
    await userClient(labPage.lab, userId)('PUT', '/v1/profile', { nickname: 'Uma' });
    const { phoneId } = await ask('POST', '/lab/phones', { userId });
    onTestFinished(() => ask('DELETE', `/lab/phones/${phoneId}`));

    // Act
    await labPage.page.getByLabel('To', { exact: true }).selectOption({ label: 'Uma' });

    // Assess
    const initials = labPage.page.locator('.user-select').last().locator('.avatar');
    expect(await initials.textContent()).toBe('U');
  });

  it('asks before it removes a phone', async () => {
    // Prepare
    await ask('POST', '/lab/phones', { userId: 'zoe' });
    await button('Remove Zoe’s iPhone').click();
    const dialog = labPage.page.getByRole('dialog', { name: 'Remove Zoe’s iPhone?' });
    await dialog.getByRole('button', { name: 'Keep' }).click();
    const kept = await labPage.page.getByRole('article', { name: 'Zoe’s iPhone' }).count();

    // Act
    await button('Remove Zoe’s iPhone').click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();

    // Assess
    await labPage.page.getByRole('article', { name: 'Zoe’s iPhone' }).waitFor({ state: 'detached' });
    expect(kept).toBe(1);
  });

  it('collapses checks of credentials and does not count them as pushes', async () => {
    // Prepare
    const panel = labPage.page.getByRole('region', { name: 'Pushes' });
    // An alert of an earlier test may still be on its way, so both are asked at the same time.
    const counts = async () => {
      const { pushes } = await ask('GET', '/lab/pushes');
      const toPhones = pushes.filter(({ phoneId }: { phoneId?: string }) => phoneId !== undefined);
      return { shown: await panel.locator('header p').textContent(), toPhones: `${toPhones.length} pushes to Apple` };
    };

    // Act
    await ask('POST', '/lab/watch');
    const probes = panel.getByTestId('probe-row').first();
    await probes.getByText('6 pushes to a device token that cannot exist').waitFor();

    // Assess
    await expect.poll(async () => counts().then(({ shown, toPhones }) => shown === toPhones)).toBe(true);
    await expect.poll(() => panel.locator('.push-status.bad').count()).toBe(0);
    await probes.getByText('Credential checks').click();
    await expect.poll(() => probes.getByTestId('push-row').count()).toBe(6);
  });

  it('has its own text for a lab without phones', async () => {
    // Prepare
    const { phones } = await ask('GET', '/lab/phones');
    const page = await labPage.open();
    const phonesOff = (route: { fulfill(answer: object): Promise<void> }) =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: 'event: snapshot\ndata: {"phones":[],"pushes":[],"requests":[]}\n\n',
      });

    // Act
    await page.route('**/lab/live', phonesOff);
    await page.reload();
    const hint = await page.locator('.hint').textContent();

    // Assess
    expect(phones).toHaveLength(3);
    expect(hint).toBe('Add a phone. It registers with Ringpost as a real app does.');
    expect(await page.getByLabel('From', { exact: true }).textContent()).toContain('nobody yet');
  });
});

describe('what can be changed by hand', () => {
  it('is broken and repaired beside the list of pushes', async () => {
    // Prepare
    await button('Break something').click();
    const dialog = labPage.page.getByRole('dialog', { name: 'Break something' });
    await dialog.getByLabel('Phone').selectOption('Bob’s iPhone 2');

    // Act
    await dialog.getByRole('button', { name: '410 Unregistered' }).click();
    await dialog.getByRole('button', { name: 'Wrong environment' }).click();
    await dialog.getByRole('button', { name: 'Clocks apart' }).click();
    const active = dialog.getByText('Broken now:');
    const words =
      'Broken now: 410 Unregistered for Bob’s iPhone 2, once · Clocks apart · Wrong environment of Bob’s iPhone 2';
    await expect.poll(() => active.textContent()).toBe(words);
    const { broken } = await ask('GET', '/lab/faults');
    await dialog.getByRole('button', { name: 'Repair everything' }).click();
    await dialog.getByText('Nothing is broken.').waitFor();

    // Assess
    expect(broken).toEqual(['appleClock']);
    expect(await ask('GET', '/lab/faults')).toMatchObject({ faults: [], broken: [] });
    expect(await labPage.shownBy('bob-2')).toMatchObject({ wrongEnvironment: false });
    expect(mistakes).toEqual([]);
  });

  it('is whole again after a repair, although Ringpost had dropped a token for it', async () => {
    // Prepare: a user of its own, as a user may register only so often in a minute.
    const { phoneId } = await ask('POST', '/lab/phones', { userId: 'yan' });
    onTestFinished(() => ask('DELETE', `/lab/phones/${phoneId}`));
    await phone(phoneId).waitFor();
    const outcome = async (): Promise<string> =>
      (await asAlice('POST', '/v1/messages', { to: { userId: 'yan' }, ...text('hi') })).body.targets[0].outcome;
    const tokens = async () => (await userClient(labPage.lab, 'yan')('GET', '/v1/devices')).body.devices[0].tokens;
    await ask('POST', '/lab/faults', { kind: 'status', status: 410, reason: 'Unregistered', match: phoneId, count: 1 });
    const broken = await outcome();
    const dropped = await tokens();

    // Act
    await button('Break something').click();
    await button('Repair everything').click();
    await until(tokens, ({ alert }) => alert !== undefined);

    // Assess
    expect({ broken, alert: dropped.alert }).toEqual({ broken: 'rejected', alert: undefined });
    expect(await outcome()).toBe('accepted');
  });

  it('is set for a phone, and for its user: quiet hours prevent a push', async () => {
    // Prepare
    await button('Settings of Bob’s iPhone').click();
    const settings = labPage.page.getByRole('dialog', { name: 'Settings of Bob’s iPhone' });
    await settings.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await settings.getByRole('button', { name: 'Restart' }).click();
    await phone('bob-1').getByText('Restarted and not unlocked since').waitFor({ state: 'attached' });
    await settings.getByRole('button', { name: 'Done' }).click();
    await button('Bob’s conversations').click();
    const conversations = labPage.page.getByRole('dialog', { name: 'Bob’s conversations' });

    // Act
    await conversations.getByLabel('Quiet hours').click();
    await conversations.getByText('00:00 to 24:00: no pushes').waitFor();
    await conversations.getByRole('button', { name: 'Done' }).click();
    const { targets } = (await write('shh')).body;
    await button('Bob’s conversations').click();
    await conversations.getByLabel('Quiet hours').click();
    await conversations.getByText('No pushes, all day').waitFor();

    // Assess
    expect(targets.map(({ reason }: { reason: string }) => reason)).toEqual(['do_not_disturb', 'do_not_disturb']);
    expect(await labPage.shownBy('bob-1')).toMatchObject({ timeZone: 'Asia/Tokyo', state: 'killed' });
    expect(mistakes).toEqual([]);
  });

  it('stays as the user has set it, although the page is still reading', async () => {
    // Prepare
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    let read = 0;
    await labPage.page.route('**/v1/conversations/*/settings', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      await answered;
      await route.fulfill({ response });
      read += 1;
    });
    await labPage.page.reload();
    await button('Bob’s conversations').click();
    const conversations = labPage.page.getByRole('dialog', { name: 'Bob’s conversations' });
    const level = conversations.getByLabel('Messages of Alice');

    // Act
    await level.selectOption('Mentions only');
    await expect.poll(() => button('Bob’s conversations').textContent()).toContain('Alice');
    answer();
    await expect.poll(() => read).toBeGreaterThan(1);

    // Assess
    await expect.poll(() => level.inputValue()).toBe('mentions');
    await level.selectOption('All messages');
    expect(mistakes).toEqual([]);
  });

  it('waits for what is set already, and keeps the nickname', async () => {
    // Prepare
    const asBob = userClient(labPage.lab, 'bob');
    onTestFinished(async () => void (await asBob('PUT', '/v1/profile', { nickname: 'Bob' })));
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await labPage.page.route('**/v1/blocks', async (route) => {
      await answered;
      await route.continue();
    });
    await button('Bob’s conversations').click();
    const conversations = labPage.page.getByRole('dialog', { name: 'Bob’s conversations' });
    const quietHours = conversations.getByLabel('Quiet hours');

    // Act
    const before = await quietHours.isDisabled();
    answer();
    await quietHours.click();
    await conversations.getByText('00:00 to 24:00: no pushes').waitFor();

    // Assess
    expect(before).toBe(true);
    const { body } = await asBob('GET', '/v1/profile');
    expect(body).toMatchObject({ nickname: 'Bob', doNotDisturb: { windows: [{ start: '00:00', end: '24:00' }] } });
    expect(mistakes).toEqual([]);
  });
});

describe('the calls of a phone', () => {
  const asCarol = (method: string, path: string, body?: unknown) =>
    userClient(labPage.lab, 'carol')(method, path, body);
  const carolRings = async (timeoutSeconds = 60): Promise<string> =>
    (await asCarol('POST', '/v1/calls', { to: { userId: 'bob' }, callerName: 'Carol', timeoutSeconds })).body.callId;
  const alert = () => labPage.page.getByTestId('ringing').textContent();

  it('are on the caller’s phone, too: it rings there, runs in the island, and ends', async () => {
    // Prepare
    const alice = phone('alice-1');

    // Act
    await labPage.page.getByTestId('call').click();
    await alice.getByTestId('outgoing-call').getByText('ringing…').waitFor();
    await labPage.page.keyboard.press('Alt+Shift+A');
    await alice.getByTestId('active-call').waitFor();
    await alice.locator('.home-indicator').click();
    const pill = alice.getByTestId('call-pill');
    await expect.poll(() => pill.textContent()).toMatch(/^0:\d\d$/);
    await pill.press('Enter');
    await alice.getByTestId('end').click();
    await alice.getByTestId('call-ended').getByText('Ended here by the user').waitFor();

    // Assess
    await labPage.page.getByText('The call has ended').waitFor();
    expect((await labPage.shownBy('alice-1')).recents[0]).toMatchObject({ isOutgoing: true, isMissed: false });
    expect(mistakes).toEqual([]);
  });

  it('come in as a banner on an unlocked phone, which opens to the whole screen', async () => {
    // Prepare
    await ask('POST', '/lab/phones/bob-1/actions', { action: 'home' });
    const incoming = phone('bob-1').getByTestId('incoming-call');

    // Act
    const callId = await ring();
    await incoming.getByText('Alice', { exact: true }).waitFor();
    const banner = await edges(incoming);
    const said = await alert();
    await incoming.getByRole('button', { name: 'Alice' }).press('Enter');
    await phone('bob-1').locator('.call-screen').waitFor();
    await labPage.page.keyboard.press('Alt+Shift+D');

    // Assess
    await until(
      () => labPage.shownBy('bob-1'),
      ({ call }) => call.callId === callId && call.state === 'declined',
    );
    expect(banner.bottom - banner.top).toBeLessThan(150);
    expect(said).toContain('Alice calls Bob’s iPhone.');
    expect(mistakes).toEqual([]);
  });

  it('are two with one on hold, which goes on after the other', async () => {
    // Prepare
    const bob = phone('bob-1');
    await labPage.page.getByTestId('video-call').click();
    await bob.getByTestId('answer').click();
    await bob.getByTestId('active-call').waitFor();

    // Act
    await carolRings();
    const second = bob.getByTestId('second-call');
    await second.getByText('Carol', { exact: true }).waitFor();
    await expect.poll(alert).toContain('Carol calls Bob’s iPhone.');
    await second.getByRole('button', { name: 'Hold & Accept' }).click();
    await bob.getByTestId('swap').getByText('Alice').waitFor();
    await bob.getByTestId('end').click();
    await bob.getByTestId('swap').waitFor({ state: 'detached' });

    // Assess
    const { call, recents } = await labPage.shownBy('bob-1');
    expect(call).toMatchObject({ callerName: 'Alice', state: 'answered', held: false });
    expect(recents[0]).toMatchObject({ callerName: 'Carol', isMissed: false });
    await button('Hang up').click();
    await labPage.page.getByText('The call has ended').waitFor();
    expect(mistakes).toEqual([]);
  });

  it('that were missed are red in Recents, from where a tap calls back', async () => {
    // Prepare
    await ask('POST', '/lab/phones/bob-1/actions', { action: 'home' });
    await carolRings(1);
    await until(
      () => labPage.shownBy('bob-1'),
      ({ call }) => call?.callerName === 'Carol' && call.endedReason === 3,
    );

    // Act
    await phone('bob-1').getByTestId('phone-app').press('Enter');
    const entry = phone('bob-1').getByTestId('recent').first();
    await entry.getByText('Missed call').waitFor();
    await expect.poll(async () => (await labPage.shownBy('bob-1')).missedCalls).toBe(0);
    await entry.press('Enter');
    await phone('bob-1').getByTestId('call-ended').getByText('Call failed').waitFor();

    // Assess
    const requests = (await asCarol('GET', '/v1/calls')).body.calls;
    expect(requests[0]).toMatchObject({ from: 'bob', state: 'failed' });
    expect(mistakes).toEqual([]);
  });

  it('in a group have a card, from where a user joins; the caller’s phone has none', async () => {
    // Prepare
    const { phoneId } = await ask('POST', '/lab/phones', { userId: 'yan' });
    onTestFinished(() => ask('DELETE', `/lab/phones/${phoneId}`));
    await asAlice('PUT', '/v1/groups/family', { name: 'Family' });
    for (const member of ['bob', 'yan']) await asAlice('PUT', `/v1/groups/family/members/${member}`, {});
    await ask('POST', '/lab/phones/alice-1/actions', { action: 'open' });
    await ask('POST', '/lab/phones/bob-2/actions', { action: 'home' });

    // Act
    const call = { to: { groupId: 'family' }, ring: ['yan'], liveActivity: true, callerName: 'Alice' };
    const { callId } = (await asAlice('POST', '/v1/calls', call)).body;
    await phone('bob-1').getByTestId('live-activity').waitFor();
    await phone('bob-2').getByTestId('island-activity').press('Enter');
    await phone('bob-2').getByTestId('active-call').waitFor();

    // Assess
    const { participants } = (await asAlice('GET', `/v1/calls/${callId}`)).body;
    expect(participants).toContainEqual(expect.objectContaining({ userId: 'bob', state: 'answered' }));
    expect(await labPage.shownBy('alice-1')).toMatchObject({ activities: [], call: { callId, callerName: 'Family' } });
    await asAlice('POST', `/v1/calls/${callId}/end`, {});
    expect(mistakes).toEqual([]);
  });
});

describe('a stopped lab', () => {
  it('is announced over frozen phones, and the page resumes by itself when the lab is back', async () => {
    // Prepare
    const first = await startLab({ port: 0 });
    const page = await labPage.open();
    await page.goto(first.url);
    await page.getByTestId('call').click();
    await page.getByTestId('phone-bob-1').getByTestId('incoming-call').waitFor();

    // Act
    await first.stop();
    const overlay = page.getByTestId('lab-stopped');
    await overlay.getByText('Start it again with npm start').waitFor();
    const left = page.getByTestId('phone-bob-1').locator('.call-left');
    const [before, isInert, faults] = [
      await left.textContent(),
      (await page.locator('main').getAttribute('inert')) !== null,
      await accessibilityFaults(page, { within: '[data-testid="lab-stopped"]' }),
    ];
    const after = await left.textContent();
    const again = await startLab({ port: Number(new URL(first.url).port) });
    onTestFinished(() => again.stop());
    await overlay.waitFor({ state: 'detached' });

    // Assess
    expect(isInert).toBe(true);
    expect(after).toBe(before);
    expect(faults).toEqual([]);
    await expect.poll(() => page.getByTestId('phone-bob-1').getByTestId('incoming-call').count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor({ state: 'detached' });
    expect(mistakes).toEqual([]);
  }, 120_000);
});
