import { describe, expect, it } from 'vitest';
import type { PhoneAction } from '../../../lab/phones/view.ts';
import { callAnswer, tooLate } from './fakeApi.ts';
import { ringPush, settled, testPhone } from './testPhone.ts';

/** A phone in a call with Alice, whom Carol calls, too. */
async function phoneInTwoCalls(first: Record<string, unknown> = {}) {
  const test = testPhone();
  const { api, push, clock, phone } = test;
  for (const callId of ['c1', 'c2']) {
    for (const [action, state] of [
      ['answer', 'answered'],
      ['end', 'ended'],
      ['decline', 'declined'],
      ['busy', 'busy'],
    ] as const) {
      api.answer(`POST /v1/calls/${callId}/${action}`, callAnswer(state));
    }
    api.answer(`GET /v1/calls/${callId}`, callAnswer('answered'));
  }
  await push(ringPush(clock, first));
  await phone.act('answer');
  await push(ringPush(clock, { callId: 'c2', callerName: 'Carol' }));
  api.requests.length = 0;
  return test;
}

describe('a second call while one runs', () => {
  it('rings beside it, without a word to the server', async () => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();

    // Act
    const { call, secondCall } = phone.view();

    // Assess
    expect(call).toMatchObject({ callId: 'c1', state: 'answered', held: false });
    expect(secondCall).toMatchObject({ callId: 'c2', state: 'ringing', callerName: 'Carol' });
    expect(api.actions()).toEqual([]);
  });

  it.each(['holdAndAnswer', 'answer'] as const)('is answered with the first on hold (%s)', async (action) => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();

    // Act
    await phone.act(action);

    // Assess
    expect(api.actions()).toEqual(['POST /v1/calls/c2/answer']);
    expect(phone.view()).toMatchObject({
      call: { callId: 'c2', state: 'answered', held: false },
      secondCall: { callId: 'c1', state: 'answered', held: true },
    });
  });

  it('is answered after the first has ended', async () => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();

    // Act
    await phone.act('endAndAnswer');

    // Assess
    expect(api.actions()).toEqual(['POST /v1/calls/c1/end', 'POST /v1/calls/c2/answer']);
    expect(phone.view().call).toMatchObject({ callId: 'c2', state: 'answered' });
    expect(phone.view().secondCall).toBeUndefined();
  });

  it('can only end the first if that cannot be held', async () => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls({ supportsHolding: false });

    // Act
    await phone.act('holdAndAnswer');
    const held = api.actions();
    await phone.act('answer');

    // Assess
    expect(held).toEqual([]);
    expect(api.actions()).toEqual(['POST /v1/calls/c1/end', 'POST /v1/calls/c2/answer']);
  });

  it.each(['decline', 'busy'] as const)('is refused with %s, and the first goes on', async (action) => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();

    // Act
    await phone.act(action);

    // Assess
    expect(api.actions()).toEqual([`POST /v1/calls/c2/${action}`]);
    expect(phone.view().call).toMatchObject({ callId: 'c1', state: 'answered', held: false });
    expect(phone.view().secondCall).toBeUndefined();
  });

  it('takes the place of the first when the other side ends that', async () => {
    // Prepare
    const { phone, api, pass } = await phoneInTwoCalls();
    api.answer('GET /v1/calls/c1', callAnswer('ended', 2));

    // Act
    await pass(1_000);

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c2', state: 'ringing' });
    expect(phone.view().recents).toMatchObject([{ callId: 'c1', isMissed: false }]);
  });

  it('leaves the first on hold if it cannot be answered any more', async () => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();
    api.answer('POST /v1/calls/c2/answer', tooLate);
    api.answer('GET /v1/rings/ticket-c2', callAnswer('cancelled', 2));

    // Act
    await phone.act('holdAndAnswer');

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c1', state: 'answered', held: true });
    expect(phone.view().secondCall).toBeUndefined();
  });

  it('finds the phone busy when it is the third', async () => {
    // Prepare
    const { phone, api, push, clock } = await phoneInTwoCalls();
    await phone.act('holdAndAnswer');

    // Act
    await push(ringPush(clock, { callId: 'c3', callerName: 'Dave' }));

    // Assess
    expect(api.actions()).toEqual(['POST /v1/calls/c2/answer', 'POST /v1/calls/c3/busy']);
  });
});

describe('a call on hold', () => {
  it('goes on when the user ends the other one, and stays on hold when the other side does', async () => {
    // Prepare
    const phones = [await phoneInTwoCalls(), await phoneInTwoCalls()] as const;
    for (const { phone } of phones) await phone.act('holdAndAnswer');
    phones[1].api.answer('GET /v1/calls/c2', callAnswer('ended', 2));

    // Act
    await phones[0].phone.act('end');
    await phones[1].pass(1_000);

    // Assess
    expect(phones.map(({ phone }) => phone.view().call)).toMatchObject([
      { callId: 'c1', state: 'answered', held: false },
      { callId: 'c1', state: 'answered', held: true },
    ]);
  });

  it('is swapped with the other one', async () => {
    // Prepare
    const { phone, api } = await phoneInTwoCalls();
    await phone.act('holdAndAnswer');
    api.requests.length = 0;

    // Act
    await phone.act('swap');

    // Assess
    expect(phone.view()).toMatchObject({
      call: { callId: 'c1', held: false },
      secondCall: { callId: 'c2', held: true },
    });
    expect(api.actions()).toEqual([]);
  });

  it('ends with the app, like the other one', async () => {
    // Prepare
    const { phone, clock } = await phoneInTwoCalls();
    await phone.act('holdAndAnswer');

    // Act
    await phone.act('kill');
    await settled();

    // Assess
    expect(phone.view().call).toMatchObject({ state: 'failed', endedReason: 1 });
    expect(phone.view().secondCall).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});

describe('without a second call', () => {
  it.each(['holdAndAnswer', 'endAndAnswer', 'swap'] satisfies PhoneAction[])('%s does nothing', async (action) => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    await push(ringPush(clock));
    await phone.act('answer');
    const before = { call: phone.view().call, actions: api.actions() };

    // Act
    await phone.act(action);

    // Assess
    expect({ call: phone.view().call, actions: api.actions() }).toEqual(before);
  });
});
