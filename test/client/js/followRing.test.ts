/** The TypeScript client follows rings, over the lab's AppSync Events and by asking. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FollowRingOptions, followRing, type RingState } from '../../../client/js/src/followRing.ts';
import { type EventApi, startEventApi } from '../../../lab/aws/appsync/eventApi.ts';
import { timerClock } from '../../../lab/clock.ts';
import { appSyncRingPublisher } from '../../../shared/calls/aws/ringPublisher.ts';
import type { RingEvent } from '../../../shared/calls/rules/ringChannel.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const channel = `/rings/${callId}/0`;
const ticket = 'good';
/** Epoch seconds, by the server's clock. */
const sentAt = 1_796_040_000;

let api: EventApi;
let stops: (() => void)[];
beforeEach(async () => {
  api = await startEventApi({ namespace: 'rings', clock: timerClock, roles: { check: () => undefined } });
  api.authorizeWith(async (request) => {
    const { authorizationToken } = request as { authorizationToken: string };
    return { value: { isAuthorized: authorizationToken === ticket, ttlOverride: 300 } };
  });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'LABROLEcallChanges');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) stop();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  await api.stop();
});

const publish = (event: Omit<RingEvent, 'callId'>) =>
  appSyncRingPublisher(api.publishUrl, 'us-east-1').publish({ channel, event: { callId, ...event } });
const live = () => ({ url: api.realtimeUrl, host: api.host, channel });

type Answer = Awaited<ReturnType<FollowRingOptions['client']['getRing']>>;
const ringing: Answer = { ok: true, status: 200, value: { callId, state: 'ringing' } };
const refused = (status: number): Answer => ({
  ok: false,
  status,
  problem: { type: '', title: '', status, code: '', detail: '', fix: '' },
});

/** A phone whose clock moves as the test says. */
function follow(given: Partial<FollowRingOptions['ring']> = {}, answer: Answer = ringing) {
  let nowMs = 0;
  const timers: { dueMs: number; run(): void }[] = [];
  const states: RingState[] = [];
  const phone = { asked: 0, states };
  const stop = followRing({
    client: {
      getRing: async () => {
        phone.asked += 1;
        return answer;
      },
    },
    ring: { callId, ticket, sentAt, expiresAt: sentAt + 600, ...given },
    deviceId: 'phone-1',
    onState: (state) => states.push(state),
    steadyNowMs: () => nowMs,
    after(ms, run) {
      const timer = { dueMs: nowMs + ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  });
  stops.push(stop);
  return Object.assign(phone, {
    stop,
    timers,
    /** Lets time pass, and what is due happen, one after the other. */
    async pass(seconds: number): Promise<void> {
      const untilMs = nowMs + seconds * 1000;
      await new Promise((resolve) => setImmediate(resolve));
      for (;;) {
        const [next] = timers.filter(({ dueMs }) => dueMs <= untilMs).sort((one, other) => one.dueMs - other.dueMs);
        if (next === undefined) break;
        timers.splice(timers.indexOf(next), 1);
        nowMs = next.dueMs;
        next.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = untilMs;
    },
  });
}

describe('a phone that listens', () => {
  it('asks once, hears the end of its ring, and then nothing more', async () => {
    // Prepare
    const phone = follow({ live: live() });
    await expect.poll(() => phone.asked).toBe(1);

    // Act
    await publish({ state: 'cancelled', endedReason: 2 });
    await expect.poll(() => phone.states.at(-1)).toEqual({ callId, state: 'cancelled', endedReason: 2 });
    await publish({ state: 'ended', endedReason: 1 });

    // Assess
    expect(phone.timers).toEqual([]);
    expect(phone.asked).toBe(1);
  });

  it('rings on where it is an exception, and shows a new name', async () => {
    // Prepare
    const phone = follow({ live: live() });
    await expect.poll(() => phone.asked).toBe(1);

    // Act
    await publish({ state: 'answered', endedReason: 4, exceptions: [{ deviceId: 'phone-1' }] });
    await publish({ state: 'ringing', callerName: 'Alice B.' });

    // Assess
    await expect
      .poll(() => phone.states)
      .toEqual([
        { callId, state: 'ringing' },
        { callId, state: 'answered' },
        { callId, state: 'ringing', callerName: 'Alice B.' },
      ]);
  });

  it('finds out by its first question that the ring is already over', async () => {
    // Prepare
    const over: Answer = { ok: true, status: 200, value: { callId, state: 'cancelled', endedReason: 2 } };

    // Act
    const phone = follow({ live: live() }, over);

    // Assess
    await expect.poll(() => phone.states).toEqual([{ callId, state: 'cancelled', endedReason: 2 }]);
    expect(phone.timers).toEqual([]);
  });

  it.each<[string, () => Promise<unknown> | unknown, string]>([
    ['the host is gone', () => api.stop(), 'good'],
    ['its ticket is refused there', () => {}, 'bad'],
  ])('asks where %s', async (_what, act, itsTicket) => {
    // Prepare
    const phone = follow({ live: live(), ticket: itsTicket });
    if (itsTicket === ticket) await expect.poll(() => phone.asked).toBe(1);
    const before = phone.asked;

    // Act
    await act();

    // Assess
    await expect.poll(() => phone.asked).toBe(before + 1);
    await phone.pass(2);
    expect(phone.asked).toBe(before + 3);
  });

  it('asks where the channel says nothing for two seconds', async () => {
    // Prepare
    const phone = follow({ live: { ...live(), url: 'ws://127.0.0.1:9' } });

    // Act
    await phone.pass(2);

    // Assess
    await expect.poll(() => phone.asked).toBeGreaterThan(0);
  });

  it('asks once a minute too, as a network that is gone does not close a socket', async () => {
    // Prepare
    const phone = follow({ live: live() });
    await expect.poll(() => phone.asked).toBe(1);

    // Act
    await phone.pass(300);

    // Assess
    expect(phone.asked).toBe(6);
  });
});

describe('a phone that asks', () => {
  it('asks each second for five seconds, and every three from then on', async () => {
    // Prepare
    const phone = follow();

    // Act
    await phone.pass(5);
    const early = phone.asked;
    await phone.pass(55);

    // Assess
    expect([early, phone.asked]).toEqual([6, 6 + Math.floor(55 / 3)]);
    expect(phone.states).toEqual([{ callId, state: 'ringing' }]);
  });

  it('ends the ring at its deadline, whatever the network does', async () => {
    // Prepare
    const phone = follow({ expiresAt: sentAt + 60 }, refused(0));

    // Act
    await phone.pass(60);

    // Assess
    expect(phone.states).toEqual([{ callId, state: 'timedOut', endedReason: 3 }]);
    expect(phone.timers).toEqual([]);
  });

  it.each([-86_400_000, -600_000, 600_000, 86_400_000])(
    'rings for its time by a clock that is off by %s ms',
    async (errorMs) => {
      // Prepare
      vi.useFakeTimers({ toFake: ['Date'], now: sentAt * 1000 + errorMs });
      const phone = follow({ expiresAt: sentAt + 30 });

      // Act
      await phone.pass(29);
      const before = [...phone.states];
      await phone.pass(1);

      // Assess
      expect(before).toEqual([{ callId, state: 'ringing' }]);
      expect(phone.states.at(-1)).toEqual({ callId, state: 'timedOut', endedReason: 3 });
    },
  );

  it('counts by a clock that nobody sets', async () => {
    // Prepare
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] });
    const states: RingState[] = [];
    const client = { getRing: async () => refused(503) };
    followRing({
      client,
      ring: { callId, ticket, sentAt, expiresAt: sentAt + 30 },
      deviceId: 'phone-1',
      onState: (state) => states.push(state),
    });

    // Act
    vi.setSystemTime(0);
    await vi.advanceTimersByTimeAsync(29_999);
    const before = states.length;
    await vi.advanceTimersByTimeAsync(1);

    // Assess
    expect([before, states]).toEqual([0, [{ callId, state: 'timedOut', endedReason: 3 }]]);
  });

  it('says which times it lacks', () => {
    expect(() => follow({ sentAt: Number.NaN })).toThrow(/sentAt and expiresAt of the push/);
  });

  it.each([
    [404, 1, []],
    [410, 1, [{ callId, state: 'timedOut', endedReason: 3 }]],
    [503, 6, []],
  ])('that is answered %s has asked %s times within five seconds', async (status, asked, states) => {
    // Prepare
    const phone = follow({}, refused(status));

    // Act
    await phone.pass(5);

    // Assess
    expect([phone.asked, phone.states]).toEqual([asked, states]);
  });

  it('stops when the app says so', async () => {
    // Prepare
    const phone = follow();
    await phone.pass(1);

    // Act
    phone.stop();
    await phone.pass(60);

    // Assess
    expect([phone.asked, phone.timers]).toEqual([2, []]);
  });
});
