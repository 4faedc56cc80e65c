import { describe, expect, it } from 'vitest';
import type { CallState } from '../../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../../shared/calls/rules/endedReason.ts';
import { callAnswer } from './fakeApi.ts';
import { deviceId, ringPush, settled, type TestPhone, testPhone } from './testPhone.ts';

/** A call that rings on the phone, and ends there. */
async function missCall({ push, clock, api, pass }: TestPhone, callId: string, end = callAnswer('timedOut', 3)) {
  api.answer(`GET /v1/rings/ticket-${callId}`, callAnswer('ringing'));
  await push(ringPush(clock, { callId }));
  api.answer(`GET /v1/rings/ticket-${callId}`, end);
  await pass(600);
}

const endings: [CallState, EndedReason, boolean][] = [
  ['timedOut', 3, true],
  ['cancelled', 2, true],
  ['answered', 4, false],
  ['declined', 5, false],
  ['failed', 1, false],
];

describe('Recents', () => {
  it.each(endings)('list a call that is %s with reason %i: missed is %s', async (state, endedReason, isMissed) => {
    // Prepare
    const test = testPhone();

    // Act
    await missCall(test, 'c1', callAnswer(state, endedReason));

    // Assess
    const { recents, missedCalls } = test.phone.view();
    const entry = { callId: 'c1', callerName: 'Alice', handle: { type: 'generic', value: 'alice' }, hasVideo: true };
    expect(recents).toEqual([{ ...entry, isOutgoing: false, isMissed, at: '2026-11-22T12:00:00.000Z' }]);
    expect(missedCalls).toBe(isMissed ? 1 : 0);
  });

  it('say how long a call ran that was answered on this phone', async () => {
    // Prepare
    const { phone, push, clock, api, pass } = testPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    api.answer('GET /v1/calls/c1', callAnswer('answered'));
    api.answer('POST /v1/calls/c1/end', callAnswer('ended'));
    await push(ringPush(clock));
    await phone.act('answer');
    await pass(65_000);

    // Act
    await phone.act('end');

    // Assess
    expect(phone.view().recents).toMatchObject([{ callId: 'c1', isMissed: false, durationSeconds: 65 }]);
  });

  it('count missed calls until they are opened, and survive a restart of the lab', async () => {
    // Prepare
    const test = testPhone();
    for (const callId of ['c1', 'c2']) await missCall(test, callId);

    // Act
    const again = testPhone(test.phone.record());
    const before = again.phone.view();
    await again.phone.act('seeRecents');

    // Assess
    expect(before.recents.map(({ callId }) => callId)).toEqual(['c2', 'c1']);
    expect([before.missedCalls, again.phone.view().missedCalls]).toEqual([2, 0]);
    expect(again.phone.view().recents).toHaveLength(2);
  });

  it('are in the order in which calls began, not in that of their ends', async () => {
    // Prepare
    const { phone, push, clock, api, pass } = testPhone();
    for (const callId of ['c1', 'c2']) {
      api.answer(`POST /v1/calls/${callId}/answer`, callAnswer('answered'));
      api.answer(`GET /v1/calls/${callId}`, callAnswer('answered'));
      api.answer(`POST /v1/calls/${callId}/end`, callAnswer('ended'));
      await push(ringPush(clock, { callId }));
      await phone.act('answer');
      await pass(1_000);
    }

    // Act
    await phone.act('end');
    await phone.act('end');

    // Assess
    expect(phone.view().recents.map(({ callId }) => callId)).toEqual(['c2', 'c1']);
  });

  it('keep the last 50 calls', async () => {
    // Prepare
    const test = testPhone();

    // Act
    for (let number = 1; number <= 51; number += 1) await missCall(test, `c${number}`);

    // Assess
    const { recents, missedCalls } = test.phone.view();
    expect([recents.length, recents[0]?.callId, recents[49]?.callId]).toEqual([50, 'c51', 'c2']);
    expect(missedCalls).toBe(51);
  });
});

describe('calling back from Recents', () => {
  const rung = { callId: 'c1', state: 'timedOut', endedReason: 3, from: 'alice', participants: [] };

  it('opens the app, which calls whoever called, and shows the outgoing call', async () => {
    // Prepare
    const test = testPhone();
    const { phone, api } = test;
    await missCall(test, 'c1');
    api.answer('GET /v1/calls/c1', { status: 200, body: rung });
    api.answer('POST /v1/calls', { status: 201, body: { callId: 'c9', state: 'ringing' } });

    // Act
    await phone.act('callBack', { callId: 'c1' });

    // Assess
    const { call, state, callProblem } = phone.view();
    const started = api.requests.find(({ method, path }) => method === 'POST' && path === '/v1/calls');
    expect(started?.body).toEqual({ to: { userId: 'alice' }, hasVideo: true, callId: call?.callId });
    expect([state, callProblem]).toEqual(['foreground', undefined]);
    expect(call).toMatchObject({ isOutgoing: true, isRingingThere: false, state: 'ringing', callerName: 'Alice' });
  });

  it('calls the group if the call was one of a group', async () => {
    // Prepare
    const test = testPhone();
    await missCall(test, 'c1');
    test.api.answer('GET /v1/calls/c1', { status: 200, body: { ...rung, groupId: 'family' } });

    // Act
    await test.phone.act('callBack', { callId: 'c1' });

    // Assess
    const started = test.api.requests.find(({ method, path }) => method === 'POST' && path === '/v1/calls');
    expect(started?.body).toMatchObject({ to: { groupId: 'family' } });
  });

  it('shows why the call could not begin', async () => {
    // Prepare
    const test = testPhone();
    await missCall(test, 'c1');
    test.api.answer('POST /v1/calls', { status: 403, body: { detail: 'Alice has blocked Bob.', fix: 'None.' } });

    // Act
    await test.phone.act('callBack', { callId: 'c1' });

    // Assess
    expect(test.phone.view()).toMatchObject({
      call: { isOutgoing: true, state: 'failed', endedReason: 1 },
      callProblem: '403: Alice has blocked Bob. None.',
    });
  });

  it('does nothing for an entry that does not exist', async () => {
    // Prepare
    const { phone, api } = testPhone();

    // Act
    await phone.act('callBack', { callId: 'c1' });

    // Assess
    expect(api.requests).toEqual([]);
    expect(phone.view().state).toBe('background');
  });
});

describe('a call that the user starts', () => {
  const outgoing = {
    callId: 'c1',
    callerName: 'Carol',
    handle: { type: 'generic', value: 'carol' },
    hasVideo: false,
    supportsHolding: true,
    ringSeconds: 30,
  };

  async function callingPhone() {
    const test = testPhone({ state: 'foreground' });
    const isFollowed = test.phone.openApp.followCall(outgoing);
    await settled();
    return { ...test, isFollowed };
  }

  it('rings there once a phone has reported it, runs, and ends with the reason of the other side', async () => {
    // Prepare
    const { phone, api, pass } = await callingPhone();
    const states = [phone.view().call];
    const answer = (state: CallState, endedReason?: EndedReason) =>
      api.answer('GET /v1/calls/c1', {
        status: 200,
        body: { callId: 'c1', state, timeline: [{ event: 'callReported' }], ...(endedReason && { endedReason }) },
      });

    // Act
    for (const [state, reason] of [['ringing'], ['answered'], ['ended', 2]] as const) {
      answer(state, reason);
      await pass(1_000);
      states.push(phone.view().call);
    }

    // Assess
    expect(states.map((call) => [call?.state, call?.isRingingThere, call?.endedReason])).toEqual([
      ['ringing', false, undefined],
      ['ringing', true, undefined],
      ['answered', true, undefined],
      ['ended', true, 2],
    ]);
    expect(phone.view().recents).toMatchObject([{ callerName: 'Carol', isOutgoing: true, isMissed: false }]);
  });

  it.each([
    ['declined', 2],
    ['busy', 2],
    ['timedOut', 3],
    ['failed', 1],
  ] as const)('ends with CallKit reason %#, when it is %s', async (state, endedReason) => {
    // Prepare
    const { phone, api, pass } = await callingPhone();
    api.answer('GET /v1/calls/c1', callAnswer(state, endedReason));

    // Act
    await pass(600);

    // Assess
    expect(phone.view().call).toMatchObject({ isOutgoing: true, state, endedReason });
    expect(phone.view().missedCalls).toBe(0);
  });

  it('is cancelled by its end button while it rings, and cannot be answered', async () => {
    // Prepare
    const { phone, api } = await callingPhone();
    api.answer('POST /v1/calls/c1/cancel', callAnswer('cancelled'));

    // Act
    for (const action of ['answer', 'decline', 'busy'] as const) await phone.act(action);
    await phone.act('end');

    // Assess
    expect(api.actions()).toEqual(['POST /v1/calls/c1/cancel']);
    expect(api.requests.at(-1)?.body).toEqual({ deviceId });
    expect(phone.view().call).toMatchObject({ state: 'cancelled' });
    expect(phone.view().call?.endedReason).toBeUndefined();
  });

  it('is not followed by a phone whose app is not open, or that is in a call', async () => {
    // Prepare
    const [closed, inCall] = [testPhone(), testPhone({ state: 'foreground' })];
    await inCall.push(ringPush(inCall.clock));

    // Act
    const followed = [closed, inCall].map(({ phone }) => phone.openApp.followCall({ ...outgoing, callId: 'c5' }));

    // Assess
    expect(followed).toEqual([false, false]);
  });
});
