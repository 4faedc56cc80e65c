import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRing } from '../../../lab/phones/ring.ts';
import { callAnswer } from './fakeApi.ts';
import { deviceId, ringPush, settled, testPhone } from './testPhone.ts';

describe('a phone that receives a VoIP push', () => {
  it('starts the killed app and reports the call from the payload alone', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone({ state: 'killed' });
    api.hold('GET /v1/rings/ticket-c1');

    // Act
    await push(ringPush(clock));

    // Assess
    expect(phone.view()).toMatchObject({
      state: 'background',
      call: { callId: 'c1', state: 'ringing', callerName: 'Alice', hasVideo: true, handle: { value: 'alice' } },
    });
  });

  it('rings although the user has denied notifications', async () => {
    // Prepare
    const { phone, push, clock } = testPhone({ permission: 'denied' });

    // Act
    await push(ringPush(clock));

    // Assess
    expect(phone.view().call?.state).toBe('ringing');
  });

  it.each([
    ['by a ticket that is over', { status: 410, body: { code: 'ring_over' } }, { state: 'timedOut', endedReason: 3 }],
    ['by the state of the call', callAnswer('answered', 4), { state: 'answered', endedReason: 4 }],
  ])('reports a call that arrives after its end, and learns %s that it is over', async (_how, answer, call) => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    api.answer('GET /v1/rings/ticket-c1', answer);
    const seconds = clock.nowMs() / 1000;

    // Act
    await push(ringPush(clock, { sentAt: seconds - 90, expiresAt: seconds - 60 }));

    // Assess
    expect(phone.view()).toMatchObject({ call, voip: { missedReports: 0 } });
    expect(api.lines()).toEqual(['GET /v1/rings/ticket-c1', 'POST /v1/receipts/ticket-c1']);
  });

  it.each([-600_000, 600_000, 86_400_000])(
    'rings for its time with a clock that is off by %s ms',
    async (clockErrorMs) => {
      // Prepare
      const { phone, push, pass, clock } = testPhone({ clockErrorMs });
      const endsAt = clock.nowMs() / 1000 + 30;

      // Act
      await push(ringPush(clock));
      await pass(29_900);
      const before = phone.view().call;
      await phone.change({ clockErrorMs: 0 });
      await pass(100);

      // Assess
      expect(before).toMatchObject({ state: 'ringing', expiresAt: endsAt });
      expect(phone.view().call).toMatchObject({ state: 'timedOut', endedReason: 3 });
    },
  );

  it('treats a second push for the same call as the same call', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    await push(ringPush(clock));
    await phone.act('decline');

    // Act
    await push(ringPush(clock));

    // Assess
    expect(phone.view().voip.missedReports).toBe(0);
    expect(api.actions()).toEqual(['POST /v1/calls/c1/decline']);
  });

  it('reports busy to another call during a call', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    await push(ringPush(clock));

    // Act
    await push(ringPush(clock, { callId: 'c2', callerName: 'Carol' }));

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c1', state: 'ringing' });
    expect(api.requests.find(({ path }) => path === '/v1/calls/c2/busy')).toMatchObject({ body: { deviceId } });
  });

  it('lets another call ring when the previous one has ended', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    await push(ringPush(clock));
    api.answer('GET /v1/rings/ticket-c1', { status: 200, body: { callId: 'c1', state: 'cancelled', endedReason: 2 } });

    // Act
    await push(ringPush(clock, { callId: 'c2', callerName: 'Carol' }));

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c2', state: 'ringing', callerName: 'Carol' });
  });
});

describe('an app that does not report its calls', () => {
  it('is killed by iOS and gets no VoIP push after the third time', async () => {
    // Prepare
    const { phone, push, clock } = testPhone({ reportsCalls: false });

    // Act
    const seen: unknown[] = [];
    for (const callId of ['c1', 'c2', 'c3', 'c4']) {
      await push(ringPush(clock, { callId }));
      seen.push(phone.view().voip);
    }

    // Assess
    expect(seen).toEqual([
      { missedReports: 1, blocked: false },
      { missedReports: 2, blocked: false },
      { missedReports: 3, blocked: true },
      { missedReports: 3, blocked: true },
    ]);
    expect(phone.view()).toMatchObject({ state: 'killed' });
    expect(phone.view().call).toBeUndefined();
  });

  it('is blocked until it reports again and is opened', async () => {
    // Prepare
    const { phone, push, clock } = testPhone({
      reportsCalls: false,
      state: 'killed',
      voip: { blocked: true, missedReports: 3 },
    });

    // Act
    await phone.act('open');
    const afterOpening = phone.view().voip.blocked;
    await phone.change({ state: 'background', reportsCalls: true });
    await push(ringPush(clock));
    const beforeOpeningAgain = phone.view();
    await phone.act('open');
    await push(ringPush(clock, { callId: 'c2' }));

    // Assess
    expect(afterOpening).toBe(true);
    expect(beforeOpeningAgain.voip.blocked).toBe(true);
    expect(beforeOpeningAgain.call).toBeUndefined();
    expect(phone.view()).toMatchObject({ voip: { blocked: false, missedReports: 0 }, call: { callId: 'c2' } });
  });

  it('need not report while it is in the foreground', async () => {
    // Prepare
    const { phone, push, clock } = testPhone({ reportsCalls: false, state: 'foreground' });

    // Act
    await push(ringPush(clock));

    // Assess
    expect(phone.view()).toMatchObject({ state: 'foreground', voip: { missedReports: 0, blocked: false } });
  });

  it('counts as not reporting when it cannot read the payload', async () => {
    // Prepare
    const { phone, push } = testPhone();

    // Act
    await push({ kind: 'voip', payload: { aps: {}, hello: 'world' } });

    // Assess
    expect(phone.view()).toMatchObject({ state: 'killed', voip: { missedReports: 1 } });
  });

  it('ends its call when it is killed while it rings', async () => {
    // Prepare
    const { phone, push, clock } = testPhone();
    await push(ringPush(clock));

    // Act
    await phone.act('kill');
    await settled();

    // Assess
    expect(phone.view()).toMatchObject({ state: 'killed', call: { state: 'failed', endedReason: 1 } });
    expect(clock.pending).toBe(0);
  });
});

describe('the VoIP payload', () => {
  it('never crashes the app', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
        // Prepare
        const wanted = ['callId', 'callerName', 'handle', 'hasVideo', 'ringSeconds', 'supportsHolding'];

        // Act
        const ring = readRing(payload);

        // Assess
        expect(ring === undefined || wanted.every((name) => name in ring)).toBe(true);
      }),
    );
  });
});
