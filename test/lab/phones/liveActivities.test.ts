/** Live Activities on a phone of the lab, against a fake Apple and a fake API. */
import { describe, expect, it } from 'vitest';
import { callAnswer } from './fakeApi.ts';
import { deviceId, ringPush, settled, type TestPhone, testPhone } from './testPhone.ts';

/** The test's clock, in epoch seconds. */
const now = ({ clock }: TestPhone) => clock.nowMs() / 1000;

function startOf(test: TestPhone, fields: Record<string, unknown> = {}) {
  return {
    timestamp: now(test),
    event: 'start',
    'attributes-type': 'DeliveryAttributes',
    attributes: { activityId: 'order-1' },
    'content-state': { stage: 'cooking' },
    alert: { title: 'Trattoria', body: 'Your order is being cooked' },
    ...fields,
  };
}

/** @param token the push-to-start token if absent. */
async function push({ phone, installation }: TestPhone, aps: object, token = phone.record().liveActivityToken ?? '') {
  installation.otherTokens.get(token)?.({ apnsId: 'fake', headers: {}, payload: { aps } });
  await settled();
}

async function broadcast({ apple }: TestPhone, channelId: string, aps: object) {
  for (const follower of apple.channels.get(channelId) ?? [])
    follower({ apnsId: 'fake', headers: {}, payload: { aps } });
  await settled();
}

const shown = ({ phone }: TestPhone) => phone.view().activities;
const stages = (test: TestPhone) => shown(test).map(({ contentState, state }) => [contentState['stage'], state]);

describe('a Live Activity with a channel', () => {
  it('follows the channel: what is not older is shown, until it ends', async () => {
    // Prepare
    const test = testPhone();
    test.apple.channels.set('channel', []);
    const atStart = now(test);
    const seen: unknown[] = [];
    const change = async (event: string, second: number, stage: string, more = {}) => {
      const aps = { event, timestamp: atStart + second, 'content-state': { stage }, ...more };
      await broadcast(test, 'channel', aps);
      seen.push(stages(test));
    };

    // Act
    await push(test, startOf(test, { 'input-push-channel': 'channel' }));
    await change('update', 2, 'on the way');
    await change('update', 1, 'cooked');
    await change('update', 2, 'at the door');
    await change('end', 3, 'delivered', { 'dismissal-date': atStart + 60 });
    await change('update', 4, 'eaten');
    await test.pass(60_000);

    // Assess
    expect(seen).toEqual([
      [['on the way', 'active']],
      [['on the way', 'active']],
      [['at the door', 'active']],
      [['delivered', 'ended']],
      [['delivered', 'ended']],
    ]);
    expect(shown(test)).toEqual([]);
    expect(test.api.lines()).toEqual([]);
  });

  it('is shown although its channel is deleted', async () => {
    // Prepare
    const test = testPhone();
    // Act
    await push(test, startOf(test, { 'input-push-channel': 'deleted' }));
    // Assess
    expect(shown(test)).toMatchObject([{ activityId: 'order-1', channelId: 'deleted', state: 'active' }]);
  });
});

describe('a Live Activity without a channel', () => {
  const registered = (test: TestPhone) =>
    test.api.requests.filter(({ path }) => path === `/v1/devices/${deviceId}/activities/order-1`);

  it('wakes the app, which registers its update token, and is updated by it', async () => {
    // Prepare
    const test = testPhone({ state: 'killed' });
    await push(test, startOf(test, { 'input-push-token': 1 }));
    const [, token = ''] = [...test.installation.otherTokens.keys()];

    // Act
    await push(test, { event: 'update', timestamp: now(test), 'content-state': { stage: 'on the way' } }, token);

    // Assess
    expect(registered(test)).toMatchObject([{ method: 'PUT', body: { token, environment: 'production' } }]);
    expect(test.phone.view().state).toBe('background');
    expect(stages(test)).toEqual([['on the way', 'active']]);
  });

  it('registers the token later if the server does not answer', async () => {
    // Prepare
    const test = testPhone();
    const line = `PUT /v1/devices/${deviceId}/activities/order-1`;
    test.api.answer(line, 'no answer');
    await push(test, startOf(test, { 'input-push-token': 1 }));

    // Act
    test.api.answer(line, { status: 200, body: {} });
    await test.phone.change({ state: 'foreground' });
    await test.phone.change({ network: 'off' });
    await test.phone.change({ network: 'on' });

    // Assess
    expect(registered(test)).toHaveLength(2);
  });
});

it('a Live Activity is stale from its stale date on, until the next update', async () => {
  // Prepare
  const test = testPhone();
  test.apple.channels.set('channel', []);
  await push(test, startOf(test, { 'input-push-channel': 'channel', 'stale-date': now(test) + 30 }));

  // Act
  await test.pass(30_000);
  const late = stages(test);
  await broadcast(test, 'channel', { event: 'update', timestamp: now(test), 'content-state': { stage: 'on the way' } });

  // Assess
  expect(late).toEqual([['cooking', 'stale']]);
  expect(stages(test)).toEqual([['on the way', 'active']]);
});

it('an ended Live Activity leaves the lock screen after four hours at most', async () => {
  // Prepare
  const test = testPhone();
  const fourHoursMs = 4 * 60 * 60 * 1000;
  test.apple.channels.set('channel', []);
  await push(test, startOf(test, { 'input-push-channel': 'channel' }));
  await broadcast(test, 'channel', { event: 'end', timestamp: now(test), 'dismissal-date': now(test) + 86_400 });

  // Act
  test.clock.advance(fourHoursMs - 1);
  const before = stages(test);
  test.clock.advance(1);

  // Assess
  expect(before).toEqual([['cooking', 'ended']]);
  expect(shown(test)).toEqual([]);
});

it('Live Activities go with the app, and other pushes start none', async () => {
  // Prepare
  const test = testPhone();
  await push(test, { event: 'update', timestamp: now(test), 'content-state': {} });
  await push(test, startOf(test));
  const before = shown(test).length;
  // Act
  await test.phone.change({ uninstalled: true });
  // Assess
  expect(before).toBe(1);
  expect(shown(test)).toEqual([]);
});

it('a phone that comes back has the same push-to-start token', () => {
  // Prepare
  const { liveActivityToken } = testPhone().phone.record();
  // Act
  const back = testPhone({ liveActivityToken: 'ab'.repeat(32) });
  // Assess
  expect(liveActivityToken).toMatch(/^[0-9a-f]{64}$/);
  expect(back.phone.record().liveActivityToken).toBe('ab'.repeat(32));
});

describe('the card of a call in a group', () => {
  const cardOf = (test: TestPhone) =>
    startOf(test, {
      'attributes-type': 'GroupCallAttributes',
      attributes: { activityId: 'c1', callId: 'c1', groupId: 'family' },
      'content-state': { state: 'answered', inCall: 2, ringing: 0, callerName: 'Alice', hasVideo: false },
    });

  it('lets the user join: the app opens, and answers the call', async () => {
    // Prepare
    const test = testPhone();
    await push(test, cardOf(test));
    test.api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    test.api.answer('GET /v1/calls/c1', callAnswer('answered'));

    // Act
    await test.phone.act('join', { activityId: 'c1' });

    // Assess
    const { state, call } = test.phone.view();
    expect(test.api.actions()).toEqual(['POST /v1/calls/c1/answer']);
    expect(state).toBe('foreground');
    expect(call).toMatchObject({ callId: 'c1', state: 'answered', callerName: 'Alice' });
    expect(shown(test)).toHaveLength(1);
  });

  it('holds a call that runs, when the user joins another one', async () => {
    // Prepare
    const test = testPhone();
    const { api, phone, clock } = test;
    await push(test, cardOf(test));
    for (const callId of ['c1', 'c2']) api.answer(`POST /v1/calls/${callId}/answer`, callAnswer('answered'));
    await test.push(ringPush(clock, { callId: 'c2' }));
    await phone.act('answer');

    // Act
    await phone.act('join', { activityId: 'c1' });

    // Assess
    expect(phone.view()).toMatchObject({ call: { callId: 'c1' }, secondCall: { callId: 'c2', held: true } });
  });

  it('shows that the call could not be joined', async () => {
    // Prepare
    const test = testPhone();
    await push(test, cardOf(test));
    test.api.answer('POST /v1/calls/c1/answer', { status: 404, body: { detail: 'It is over.', fix: 'None.' } });

    // Act
    await test.phone.act('join', { activityId: 'c1' });

    // Assess
    expect(test.phone.view().call).toMatchObject({ callId: 'c1', state: 'failed', endedReason: 1 });
  });

  it('is not shown on the phone that has started the call, until that is over', async () => {
    // Prepare
    const test = testPhone({ state: 'foreground' });
    const { phone, api } = test;
    const handle = { type: 'generic', value: 'family' };
    const call = { callId: 'c1', callerName: 'Family', handle, hasVideo: false, supportsHolding: true };
    phone.openApp.followCall({ ...call, ringSeconds: 30 });
    api.answer('POST /v1/calls/c1/cancel', callAnswer('cancelled'));

    // Act
    await push(test, cardOf(test));
    const during = shown(test);
    await phone.act('end');

    // Assess
    expect(during).toEqual([]);
    expect(shown(test)).toHaveLength(1);
  });
});
