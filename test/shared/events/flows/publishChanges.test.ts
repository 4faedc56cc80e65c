import { describe, expect, it } from 'vitest';
import { applyCallAction, type Call, failParticipants } from '../../../../shared/calls/rules/call.ts';
import { invite, ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import type { CallLogEntry, CallRecord, CallTimer } from '../../../../shared/calls/rules/record.ts';
import { publishChanges } from '../../../../shared/events/flows/publishChanges.ts';
import type { DomainEvent } from '../../../../shared/events/rules/events.ts';
import type { TableChange } from '../../../../shared/events/rules/tableChange.ts';
import { startMs } from '../../../support/factories.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { captureMetrics } from '../../../support/memory/captureMetrics.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const expiresAtMs = startMs + 60_000;
const callId = (n: number) => `c0ffee00-0000-4000-8000-00000000000${n}`;

function aCallRecord(n = 1, changes: Partial<Call> = {}): CallRecord {
  const call: Call = {
    callId: callId(n),
    from: 'alice',
    state: 'ringing',
    participants: ringingParticipants(['bob'], expiresAtMs),
    createdAtMs: startMs,
    expiresAtMs,
    version: 1,
    ...changes,
  };
  const details = { handle: { type: 'generic', value: 'alice' }, callerName: 'Alice', hasVideo: false } as const;
  return { call, hasVideo: false, details };
}

const callChange = (before: CallRecord | undefined, after: CallRecord): TableChange => ({
  kind: 'call',
  change: { changeId: `${after.call.callId} ${after.call.version}`, changedAtMs: startMs },
  before,
  after,
});

/** Takes everything but what the test says. */
function somePorts(refuses: { timerOf?: string; logOf?: string; eventOf?: string } = {}) {
  const taken = { timers: [] as CallTimer[], entries: [] as CallLogEntry[], events: [] as DomainEvent[] };
  const take =
    <T>(kept: T[], isRefused: (one: T) => boolean) =>
    async (all: readonly T[]) => {
      kept.push(...all.filter((one) => !isRefused(one)));
      return all.filter(isRefused);
    };
  return {
    taken,
    ports: {
      ...memoryPorts(),
      log: captureLog(),
      metrics: captureMetrics(),
      callTimers: { schedule: take(taken.timers, (timer) => timer.callId === refuses.timerOf) },
      callLog: {
        add: take(taken.entries, (entry) => entry.callId === refuses.logOf),
        calls: async () => [],
        list: async () => ({ entries: [] }),
      },
      eventBus: {
        publish: take(taken.events, ({ detail }) => 'callId' in detail && detail.callId === refuses.eventOf),
      },
    },
  };
}

describe('publishChanges', () => {
  it('writes no line for who has blocked the caller, who invites, or the number that is shown', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    await ports.blocks.put('bob', 'alice');
    await ports.blocks.put('dave', 'carol');
    await ports.blocks.put('erin', 'carol');
    const participants = [
      ...ringingParticipants(['bob', 'carol', 'erin'], expiresAtMs),
      ...ringingParticipants(['dave', 'frank'], expiresAtMs, 'carol'),
    ];

    // Act
    await publishChanges(ports, [callChange(undefined, aCallRecord(1, { participants }))]);

    // Assess
    expect(taken.entries.map(({ userId }) => userId)).toEqual(['alice', 'carol', 'erin', 'frank']);
  });

  it('sets the timer of a new call, writes it into the logs of both sides and publishes it', async () => {
    // Prepare
    const { ports, taken } = somePorts();

    // Act
    const done = await publishChanges(ports, [callChange(undefined, aCallRecord())]);

    // Assess
    expect(done).toEqual([true]);
    expect(taken.timers).toEqual([{ callId: callId(1), dueAtMs: expiresAtMs, task: 'expire' }]);
    expect(taken.entries).toEqual([
      { userId: 'alice', callId: callId(1), createdAtMs: startMs },
      { userId: 'bob', callId: callId(1), createdAtMs: startMs },
    ]);
    expect(taken.events.map(({ type }) => type)).toEqual(['call.ringing']);
  });

  it('writes only those who are invited later into their logs, and sets their timer', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    const before = aCallRecord();
    const { call } = invite(before.call, { userId: 'alice' }, ['carol'], expiresAtMs + 9000, startMs + 9000);

    // Act
    await publishChanges(ports, [callChange(before, { ...before, call })]);

    // Assess
    expect(taken.entries.map(({ userId }) => userId)).toEqual(['carol']);
    expect(taken.timers.filter(({ task }) => task === 'expire')).toEqual([
      { callId: callId(1), dueAtMs: expiresAtMs + 9000, task: 'expire' },
    ]);
    expect(taken.events.map(({ type }) => type)).toEqual(['call.changed']);
  });

  it.each([
    ['at once', undefined, 0],
    ['a moment later where ring alerts may be on their way', startMs + 10_000, 1000],
  ])('has users who missed the call notified %s', async (_when, repeatAlertsAtMs, delayMs) => {
    // Prepare
    const { ports, taken } = somePorts();
    const participants = [...ringingParticipants(['bob', 'carol'], expiresAtMs)];
    const before = { ...aCallRecord(1, { participants }), repeatAlertsAtMs };
    const declined = applyCallAction(before.call, 'decline', { userId: 'carol' }, startMs).call;
    const { call } = applyCallAction(declined, 'cancel', { userId: 'alice' }, startMs);

    // Act
    await publishChanges(ports, [
      callChange(before, { ...before, call: declined }),
      callChange({ ...before, call: declined }, { ...before, call }),
    ]);

    // Assess
    expect(taken.timers).toEqual([
      {
        callId: callId(1),
        task: 'tell_missed',
        userIds: ['bob'],
        dueAtMs: startMs + delayMs,
        waitsUntilMs: startMs + 40_000,
      },
    ]);
  });

  it('publishes the end of a call, and sets no timer for it', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    const before = aCallRecord();

    // Act
    await publishChanges(ports, [callChange(before, { ...before, call: failParticipants(before.call, ['bob']) })]);

    // Assess
    expect(taken.events.map(({ type }) => type)).toEqual(['call.failed']);
    expect(taken.timers.filter(({ task }) => task === 'expire')).toEqual([]);
    expect(taken.entries).toEqual([]);
  });

  it('counts each state that a call enters, once it is published', async () => {
    // Prepare
    const { ports } = somePorts({ eventOf: callId(2) });
    const before = aCallRecord();
    const failed = { ...before, call: failParticipants(before.call, ['bob']) };

    // Act
    await publishChanges(ports, [
      callChange(undefined, before),
      callChange(before, { ...before, tellsWhenStopped: true }),
      callChange(before, failed),
      callChange(undefined, aCallRecord(2)),
    ]);

    // Assess
    expect(ports.metrics.added.map(({ name, dimensions: { state } }) => [name, state])).toEqual([
      ['Calls', 'ringing'],
      ['Calls', 'failed'],
    ]);
  });

  it('tells each timer which request the call was begun by', async () => {
    // Prepare
    const { ports, taken } = somePorts();

    // Act
    await publishChanges(ports, [callChange(undefined, { ...aCallRecord(), requestId: 'JKJaXmPLvHcESHA=' })]);

    // Assess
    expect(taken.timers).toEqual([
      { callId: callId(1), dueAtMs: expiresAtMs, task: 'expire', requestId: 'JKJaXmPLvHcESHA=' },
    ]);
  });

  it.each([
    ['timer', { timerOf: callId(2) }],
    ['log entry', { logOf: callId(2) }],
    ['event', { eventOf: callId(2) }],
  ])('says which change is not done when its %s was not taken', async (_title, refuses) => {
    // Prepare
    const { ports } = somePorts(refuses);
    const changes = [1, 2, 3].map((n) => callChange(undefined, aCallRecord(n)));

    // Act
    const done = await publishChanges(ports, changes);

    // Assess
    expect(done).toEqual([true, false, true]);
  });
});
