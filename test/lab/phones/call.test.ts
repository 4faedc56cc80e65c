import { describe, expect, it } from 'vitest';
import { callAnswer, tooLate } from './fakeApi.ts';
import { deviceId, ringPush, settled, testPhone } from './testPhone.ts';

/** How a ringing phone asks, and how one that has answered does. */
const ringQuestion = 'GET /v1/rings/ticket-c1';
const callQuestion = 'GET /v1/calls/c1';

/** A phone that rings. */
async function ringingPhone() {
  const test = testPhone();
  await test.push(ringPush(test.clock));
  return test;
}

describe('a phone that rings', () => {
  it('asks for the state of the call with its ticket, at once and then every 500 ms, without a login', async () => {
    // Prepare
    const { api, pass } = await ringingPhone();

    // Act
    await pass(1_000);

    // Assess
    const questions = api.requests.filter(({ method }) => method === 'GET');
    expect(questions.map(({ path }) => `GET ${path}`)).toEqual([ringQuestion, ringQuestion, ringQuestion]);
    expect(questions.map(({ authorization }) => authorization)).toEqual([null, null, null]);
  });

  it.each([
    ['answered', 4],
    ['declined', 5],
    ['cancelled', 2],
    ['timedOut', 3],
    ['failed', 1],
  ] as const)('shows that the call is %s, with CallKit reason %i, and stops asking', async (state, endedReason) => {
    // Prepare
    const { api, pass, phone, clock } = await ringingPhone();
    api.answer(ringQuestion, callAnswer(state, endedReason));

    // Act
    await pass(600);

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c1', state, endedReason });
    expect(clock.pending).toBe(0);
  });

  it('stops by itself when the call expires without a word from the server', async () => {
    // Prepare
    const { api, pass, phone, clock } = await ringingPhone();
    api.answer(ringQuestion, 'no answer');

    // Act
    await pass(29_900);
    const before = phone.view().call?.state;
    await pass(100);

    // Assess
    expect(before).toBe('ringing');
    expect(phone.view().call).toMatchObject({ state: 'timedOut', endedReason: 3 });
    expect(clock.pending).toBe(0);
  });

  it('keeps ringing without a network, and learns the state when it returns', async () => {
    // Prepare
    const { api, pass, phone } = await ringingPhone();
    await phone.change({ network: 'off' });
    const asked = api.requests.length;
    api.answer(ringQuestion, callAnswer('cancelled', 2));

    // Act
    await pass(5_000);
    const offline = { state: phone.view().call?.state, asked: api.requests.length };
    await phone.change({ network: 'on' });

    // Assess
    expect(offline).toEqual({ state: 'ringing', asked });
    expect(phone.view().call).toMatchObject({ state: 'cancelled', endedReason: 2 });
  });
});

describe('a call that is answered on this phone', () => {
  it('is reported to the server, runs, and ends with the reason of the other side', async () => {
    // Prepare
    const { api, pass, phone } = await ringingPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    api.answer(callQuestion, callAnswer('answered'));

    // Act
    await phone.act('answer');
    const running = phone.view().call;
    await pass(2_000);
    api.answer(callQuestion, callAnswer('ended', 2));
    await pass(1_000);

    // Assess
    expect(api.requests.find(({ path }) => path.endsWith('/answer'))).toMatchObject({
      path: '/v1/calls/c1/answer',
      body: { deviceId },
    });
    expect(running).toMatchObject({ state: 'answered', answeredAt: '2026-11-22T12:00:00.000Z' });
    expect(running?.endedReason).toBeUndefined();
    expect(phone.view().call).toMatchObject({ state: 'ended', endedReason: 2 });
  });

  it('does not ring again because of an earlier response still in flight', async () => {
    // Prepare
    const { api, phone, pass } = await ringingPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    const release = api.hold(ringQuestion);
    await pass(500);

    // Act
    await phone.act('answer');
    release();
    await settled();

    // Assess
    expect(phone.view().call?.state).toBe('answered');
  });

  it('asks for the state when it is too late', async () => {
    // Prepare
    const { api, phone } = await ringingPhone();
    api.answer('POST /v1/calls/c1/answer', tooLate);
    api.answer(ringQuestion, callAnswer('answered', 4));

    // Act
    await phone.act('answer');

    // Assess
    expect(phone.view().call).toMatchObject({ state: 'answered', endedReason: 4 });
  });

  it('fails when there is no network to connect it', async () => {
    // Prepare
    const { phone } = await ringingPhone();
    await phone.change({ network: 'off' });

    // Act
    await phone.act('answer');

    // Assess
    expect(phone.view().call).toMatchObject({ state: 'failed', endedReason: 1 });
  });

  it('is not ended by its deadline while the answer is on its way', async () => {
    // Prepare
    const { api, phone, pass } = await ringingPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    const release = api.hold('POST /v1/calls/c1/answer');

    // Act
    const answering = phone.act('answer');
    await pass(31_000);
    release();
    await answering;

    // Assess
    expect(phone.view().call?.state).toBe('answered');
  });

  it('can be ended on this phone, without a CallKit reason', async () => {
    // Prepare
    const { api, phone, clock } = await ringingPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    api.answer('POST /v1/calls/c1/end', callAnswer('ended'));
    await phone.act('answer');

    // Act
    await phone.act('end');

    // Assess
    expect(phone.view().call?.state).toBe('ended');
    expect(phone.view().call?.endedReason).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});

describe('a call that is declined on this phone', () => {
  it('ends on this phone at once, and is reported when the network returns', async () => {
    // Prepare
    const { api, phone, pass, clock } = await ringingPhone();
    api.answer('POST /v1/calls/c1/decline', callAnswer('declined'));
    await phone.change({ network: 'off' });

    // Act
    await phone.act('decline');
    const offline = phone.view().call;
    await phone.change({ network: 'on' });
    await pass(1_000);

    // Assess
    expect(offline).toMatchObject({ state: 'declined' });
    expect(api.actions()).toEqual(['POST /v1/calls/c1/decline']);
    expect(clock.pending).toBe(0);
  });

  it('is not reported again after the server refused it', async () => {
    // Prepare
    const { api, phone, pass } = await ringingPhone();
    api.answer('POST /v1/calls/c1/decline', { status: 404, body: { detail: 'no such call', fix: 'none' } });

    // Act
    await phone.act('decline');
    await pass(5_000);

    // Assess
    expect(phone.view().call?.state).toBe('declined');
    expect(api.actions()).toHaveLength(1);
  });
});

describe('a phone with nobody logged in', () => {
  it.each([
    ['answer', 'answered'],
    ['decline', 'declined'],
  ] as const)('shows the call, which can be %sed locally', async (action, state) => {
    // Prepare
    const { phone, push, clock, api } = testPhone({ userId: undefined });
    await push(ringPush(clock));

    // Act
    await phone.act(action);

    // Assess
    expect(phone.view().call?.state).toBe(state);
    expect(api.requests).toEqual([]);
  });
});

describe('fingers on a call that is over', () => {
  it.each(['answer', 'decline', 'end'] as const)('%s does nothing', async (action) => {
    // Prepare
    const { api, phone, pass } = await ringingPhone();
    api.answer(ringQuestion, callAnswer('answered', 4));
    await pass(600);

    // Act
    await phone.act(action);

    // Assess
    expect(api.actions()).toEqual([]);
    expect(phone.view().call).toMatchObject({ state: 'answered', endedReason: 4 });
  });
});
