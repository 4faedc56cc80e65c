import { describe, expect, it } from 'vitest';
import { applyCallAction, failParticipants } from '../../../../shared/calls/rules/call.ts';
import { invite, ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import type { CallLogEntry, CallTimer } from '../../../../shared/calls/rules/record.ts';
import { followCalls } from '../../../../shared/events/flows/followCalls.ts';
import { UnreadableItem } from '../../../../shared/platform/unreadableItem.ts';
import { startMs } from '../../../support/factories.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { captureMetrics } from '../../../support/memory/captureMetrics.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { aCallRecord, callChange, callId, expiresAtMs } from './callChanges.ts';

/** Takes everything but what the test says. */
function somePorts(refuses: { timerOf?: string; logOf?: string } = {}) {
  const taken = { timers: [] as CallTimer[], entries: [] as CallLogEntry[] };
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
    },
  };
}

describe('followCalls', () => {
  it('writes no entry for a callee who has blocked the caller, the inviter or the shown number', async () => {
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
    await followCalls(ports, [callChange(undefined, aCallRecord(1, { participants }))]);

    // Assess
    expect(taken.entries.map(({ userId }) => userId)).toEqual(['alice', 'carol', 'erin', 'frank']);
  });

  it('writes no entry for a callee whose items are unreadable, and does the rest', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    const { find } = ports.recipients;
    ports.recipients.find = (userId, about) =>
      userId === 'bob'
        ? Promise.reject(new UnreadableItem('device', 'tokens'))
        : find.call(ports.recipients, userId, about);
    const participants = [...ringingParticipants(['bob', 'carol'], expiresAtMs)];

    // Act
    const done = await followCalls(ports, [callChange(undefined, aCallRecord(1, { participants }))]);

    // Assess
    expect(done).toEqual([true]);
    expect(taken.entries.map(({ userId }) => userId)).toEqual(['alice', 'carol']);
    expect(ports.log.lines).toMatchObject([
      { level: 'error', fields: { userId: 'bob', error: 'UnreadableItem(device.tokens)' } },
    ]);
  });

  it('processes a change again while a callee cannot be read', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    ports.recipients.find = () => Promise.reject(new Error('throttled'));

    // Act
    const done = await followCalls(ports, [callChange(undefined, aCallRecord())]);

    // Assess
    expect(done).toEqual([false]);
    expect(taken.entries).toEqual([]);
  });

  it('sets the timers of a new call, and writes it into the logs of both sides', async () => {
    // Prepare
    const { ports, taken } = somePorts();

    // Act
    const done = await followCalls(ports, [callChange(undefined, aCallRecord())]);

    // Assess
    expect(done).toEqual([true]);
    expect(taken.timers).toMatchObject([
      { callId: callId(1), dueAtMs: expiresAtMs, task: 'expire' },
      { callId: callId(1), dueAtMs: startMs + 3000, task: 'insure' },
    ]);
    expect(taken.entries).toEqual([
      { userId: 'alice', callId: callId(1), createdAtMs: startMs },
      { userId: 'bob', callId: callId(1), createdAtMs: startMs },
    ]);
  });

  it('writes later invitees into their own logs only, and sets their timer', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    const before = aCallRecord();
    const { call } = invite(before.call, { userId: 'alice' }, ['carol'], expiresAtMs + 9000, startMs + 9000);

    // Act
    await followCalls(ports, [callChange(before, { ...before, call })]);

    // Assess
    expect(taken.entries.map(({ userId }) => userId)).toEqual(['carol']);
    expect(taken.timers.filter(({ task }) => task === 'expire')).toEqual([
      { callId: callId(1), dueAtMs: expiresAtMs + 9000, task: 'expire' },
    ]);
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
    await followCalls(ports, [
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

  it('sets no timer for the end of a call', async () => {
    // Prepare
    const { ports, taken } = somePorts();
    const before = aCallRecord();

    // Act
    await followCalls(ports, [callChange(before, { ...before, call: failParticipants(before.call, ['bob']) })]);

    // Assess
    expect(taken.timers.filter(({ task }) => task === 'expire')).toEqual([]);
    expect(taken.entries).toEqual([]);
  });

  it('counts each state that a call enters once its effects are done', async () => {
    // Prepare
    const { ports } = somePorts({ timerOf: callId(2) });
    const before = aCallRecord();
    const failed = { ...before, call: failParticipants(before.call, ['bob']) };

    // Act
    await followCalls(ports, [
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

  it('gives each timer the request ID of its call', async () => {
    // Prepare
    const { ports, taken } = somePorts();

    // Act
    await followCalls(ports, [callChange(undefined, { ...aCallRecord(), requestId: 'JKJaXmPLvHcESHA=' })]);

    // Assess
    expect(taken.timers.map(({ task, requestId }) => [task, requestId])).toEqual([
      ['expire', 'JKJaXmPLvHcESHA='],
      ['insure', 'JKJaXmPLvHcESHA='],
    ]);
  });

  it.each([
    ['timer', { timerOf: callId(2) }],
    ['log entry', { logOf: callId(2) }],
  ])('reports a change as failed when its %s was refused', async (_title, refuses) => {
    // Prepare
    const { ports } = somePorts(refuses);
    const changes = [1, 2, 3].map((n) => callChange(undefined, aCallRecord(n)));

    // Act
    const done = await followCalls(ports, changes);

    // Assess
    expect(done).toEqual([true, false, true]);
  });
});
