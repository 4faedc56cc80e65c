import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRing } from '../../../lab/phones/ring.ts';
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

  it('reports a call that arrives after its end and ends it at once as unanswered', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();

    // Act
    await push(ringPush(clock, { expiresAt: clock.nowMs() / 1000 }));

    // Assess
    expect(phone.view()).toMatchObject({ call: { state: 'timedOut', endedReason: 3 }, voip: { missedReports: 0 } });
    expect(api.lines()).toEqual(['POST /v1/receipts/ticket-c1']);
  });

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
        const wanted = ['callId', 'callerName', 'expiresAt', 'handle', 'hasVideo', 'supportsHolding'];

        // Act
        const ring = readRing(payload);

        // Assess
        expect(ring === undefined || wanted.every((name) => name in ring)).toBe(true);
      }),
    );
  });
});
