import { describe, expect, it } from 'vitest';
import { callAnswer } from './fakeApi.ts';
import type { TestPush } from './fakeApple.ts';
import { ringPush, testPhone } from './testPhone.ts';

type Clock = Parameters<typeof ringPush>[0];

/** A time-sensitive alert in place of a VoIP push, with the same data. */
function alertRing(clock: Clock): TestPush {
  const { ringpost: _version, ...call } = ringPush(clock).payload;
  const aps = {
    alert: { title: 'Alice', body: 'Incoming video call' },
    sound: 'default',
    'interruption-level': 'time-sensitive',
  };
  return { kind: 'alert', payload: { aps, ringpost: call }, headers: { 'apns-collapse-id': 'c1' } };
}

const stoppedPush = (endedReason: number): TestPush => ({
  kind: 'alert',
  headers: { 'apns-push-type': 'background' },
  payload: { aps: { 'content-available': 1 }, ringpost: { callId: 'c1', state: 'cancelled', endedReason } },
});

describe('a phone that is rung by an alert', () => {
  it('shows a time-sensitive banner that stands for the call, and runs no app', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone({ state: 'killed' });

    // Act
    await push(alertRing(clock));

    // Assess
    expect(phone.view()).toMatchObject({
      state: 'killed',
      notifications: [
        {
          title: 'Alice',
          interruptionLevel: 'time-sensitive',
          call: { callId: 'c1', hasVideo: true },
          sound: 'default',
        },
      ],
    });
    expect(JSON.stringify(phone.view())).not.toContain('ticket-c1');
    expect(phone.view().call).toBeUndefined();
    expect(api.requests).toEqual([]);
  });

  it('replaces an alert with the next alert of the same call', async () => {
    // Prepare
    const { phone, push, clock } = testPhone();
    await push(alertRing(clock));
    clock.advance(10_000);

    // Act
    await push(alertRing(clock));

    // Assess
    expect(phone.view().notifications.map(({ at }) => at)).toEqual(['2026-11-22T12:00:10.000Z']);
  });

  it('joins the call when the app is opened, where it can be answered', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone({ state: 'killed' });
    await push(alertRing(clock));
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));

    // Act
    await phone.act('open');
    const opened = phone.view();
    await phone.act('answer');

    // Assess
    expect(opened).toMatchObject({
      state: 'foreground',
      call: { callId: 'c1', state: 'ringing', callerName: 'Alice' },
    });
    expect(phone.view().call?.state).toBe('answered');
    expect(api.lines()).toContain('GET /v1/rings/ticket-c1');
    expect(api.lines()).not.toContain('POST /v1/receipts');
  });

  it.each([-600_000, 0, 600_000])(
    'joins the call for the rest of its time with a clock that is off by %s ms',
    async (clockErrorMs) => {
      // Prepare
      const { phone, push, pass, clock } = testPhone({ clockErrorMs });
      await push(alertRing(clock));
      clock.advance(20_000);

      // Act
      await phone.act('open');
      const opened = phone.view().call?.state;
      await pass(10_000);

      // Assess
      expect(opened).toBe('ringing');
      expect(phone.view().call).toMatchObject({ state: 'timedOut', endedReason: 3 });
    },
  );

  it.each([-600_000, 0])(
    "joins nothing when the app is opened after the ring's deadline, clock off by %s ms",
    async (clockErrorMs) => {
      // Prepare
      const { phone, push, clock } = testPhone({ clockErrorMs });
      await push(alertRing(clock));
      clock.advance(30_000);

      // Act
      await phone.act('open');

      // Assess
      expect(phone.view().call).toBeUndefined();
    },
  );

  it('replaces it with a missed call, and does not ring when that is opened', async () => {
    // Prepare
    const { phone, push, clock } = testPhone();
    await push(alertRing(clock));

    // Act
    await push({
      kind: 'alert',
      headers: { 'apns-collapse-id': 'c1' },
      payload: {
        aps: { alert: { title: 'Alice', body: 'Missed call' }, sound: 'default' },
        ringpost: { callId: 'c1', missedCall: true, from: 'alice', callerName: 'Alice', hasVideo: false },
      },
    });
    await phone.act('open');

    // Assess
    expect(phone.view().history[0]).toMatchObject({
      title: 'Alice',
      body: 'Missed call',
      missedCall: { callId: 'c1' },
    });
    expect(phone.view().history[0]).not.toHaveProperty('call');
    expect(phone.view().call).toBeUndefined();
  });

  it('tolerates an alert that is not about a call', async () => {
    // Prepare
    const { phone, push } = testPhone();

    // Act
    await push({ kind: 'alert', payload: { aps: { alert: 'hi' }, ringpost: { messageId: 'm1', callId: 7 } } });

    // Assess
    expect(phone.view().notifications).toMatchObject([{ body: 'hi' }]);
    expect(phone.view().notifications[0]?.call).toBeUndefined();
  });
});

describe('a background push that says that a ring is over', () => {
  it('ends the call on the screen, with its reason', async () => {
    // Prepare
    const { phone, push, clock } = testPhone();
    await push(ringPush(clock));

    // Act
    await push(stoppedPush(2));

    // Assess
    expect(phone.view().call).toMatchObject({ state: 'cancelled', endedReason: 2 });
  });

  it('removes the alert of the call, but wakes no app that its user killed', async () => {
    // Prepare
    const phones = [testPhone(), testPhone({ state: 'killed' })];
    for (const { push, clock } of phones) await push(alertRing(clock));

    // Act
    for (const { push } of phones) await push(stoppedPush(2));

    // Assess
    expect(phones.map(({ phone }) => phone.view().notifications.length)).toEqual([0, 1]);
  });

  it('does nothing to another call', async () => {
    // Prepare
    const { phone, push, clock } = testPhone();
    await push(ringPush(clock, { callId: 'c2' }));

    // Act
    await push(stoppedPush(2));

    // Assess
    expect(phone.view().call).toMatchObject({ callId: 'c2', state: 'ringing' });
  });
});

describe('the buttons of a call', () => {
  it('mute and hold it while it runs, and not before', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    await push(ringPush(clock));

    // Act
    await phone.act('mute');
    const ringing = phone.view().call;
    await phone.act('answer');
    await phone.act('mute');
    await phone.act('hold');
    const running = phone.view().call;
    await phone.act('hold');

    // Assess
    expect([ringing?.muted, running?.muted, running?.held, phone.view().call?.held]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('do not hold a call that does not support it', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    api.answer('POST /v1/calls/c1/answer', callAnswer('answered'));
    await push(ringPush(clock, { supportsHolding: false }));
    await phone.act('answer');

    // Act
    await phone.act('hold');

    // Assess
    expect(phone.view().call).toMatchObject({ supportsHolding: false, held: false });
  });

  it('report busy while it rings', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    api.answer('POST /v1/calls/c1/busy', callAnswer('busy'));
    await push(ringPush(clock));

    // Act
    await phone.act('busy');

    // Assess
    expect(phone.view().call?.state).toBe('busy');
    expect(api.actions()).toEqual(['POST /v1/calls/c1/busy']);
  });
});

describe('a call of a group', () => {
  it("shows each phone its user's own state, not that of the whole call", async () => {
    // Prepare
    const { phone, push, pass, clock, api } = testPhone();
    const participants = [
      { userId: 'carol', state: 'ended' },
      { userId: 'bob', state: 'answered' },
    ];
    api.answer('POST /v1/calls/c1/answer', { status: 200, body: { callId: 'c1', state: 'answered', participants } });
    api.answer('GET /v1/calls/c1', { status: 200, body: { callId: 'c1', state: 'ringing', participants } });
    await push(ringPush(clock));

    // Act
    await phone.act('answer');
    await pass(2000);

    // Assess
    expect(phone.view().call?.state).toBe('answered');
  });
});
