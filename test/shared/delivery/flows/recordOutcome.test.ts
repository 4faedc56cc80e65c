import { describe, expect, it, vi } from 'vitest';
import { recordOutcome } from '../../../../shared/delivery/flows/recordOutcome.ts';
import { retryPushes } from '../../../../shared/delivery/flows/retryPushes.ts';
import { recallMessage } from '../../../../shared/messages/flows/recallMessage.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import type { RetryTask } from '../../../../shared/messages/rules/tasks.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const token = 'fcm-token:APA91b';
const external = { token, environment: 'auto', state: 'unproven', registeredAtMs: startMs - 60_000 } as const;
const time = { lease: { holder: 'w', untilMs: startMs + 30_000 }, beginUntilMs: startMs + 3_600_000 };

/** A message to Bob's Android device, handed over. */
async function prepare(): Promise<{ ports: MemoryPorts; messageId: string; wantedId: string }> {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ deviceId: 'pixel', tokens: { external } }));
  const sent = await sendMessage(ports, {
    from: 'alice',
    to: { userId: 'bob' },
    elements: [{ type: 'text', text: 'hi' }],
    onlineUserOnly: false,
    offlinePush: {},
  });
  if (isRefusal(sent)) throw new Error(sent.detail);
  expect(sent.targets).toMatchObject([{ kind: 'external', outcome: 'handedOver' }]);
  return { ports, messageId: sent.messageId, wantedId: ports.wantedPushes.events[0]?.wantedId ?? '' };
}

const ofBob = (wantedId: string) => ({ userId: 'bob', wantedId, token });
const retryTasksIn = ({ deliveries }: MemoryPorts) =>
  deliveries.enqueued.flatMap(({ task, delaySeconds }) => (task.task === 'retry' ? [{ task, delaySeconds }] : []));

async function retry(ports: MemoryPorts, task: RetryTask | undefined): Promise<void> {
  if (task === undefined) throw new Error('nothing is retried');
  await retryPushes(ports, task, time);
}

describe('an outcome that the function reports', () => {
  it('is kept with the message, and the same report again changes nothing', async () => {
    // Prepare
    const { ports, messageId, wantedId } = await prepare();
    // Act
    const first = await recordOutcome(ports, { ...ofBob(wantedId), outcome: 'accepted' });
    ports.clock.advance(1000);
    const again = await recordOutcome(ports, { ...ofBob(wantedId), outcome: 'accepted' });
    // Assess
    expect(first).toEqual({ wantedId, attempt: 1, outcome: 'accepted' });
    expect(again).toEqual(first);
    expect(ports.reportedOutcomes.of(messageId)).toMatchObject([
      { outcome: 'accepted', at: '2026-11-22T12:00:00.000Z' },
    ]);
    const { apps } = await ports.statistics.read(['2026-11-22']);
    expect(apps).toMatchObject([{ appId, counters: { accepted: 1 } }]);
  });

  it('is refused for another token, another attempt, a push that nobody knows, and a known outcome', async () => {
    // Prepare
    const { ports, wantedId } = await prepare();
    const codeOf = async (input: Parameters<typeof recordOutcome>[1]) => {
      const result = await recordOutcome(ports, input);
      return isRefusal(result) ? result.refusal : result.outcome;
    };
    // Act
    const codes = [
      await codeOf({ ...ofBob(wantedId), token: 'other', outcome: 'accepted' }),
      await codeOf({ ...ofBob(wantedId), attempt: 2, outcome: 'accepted' }),
      await codeOf({ ...ofBob('00000000-0000-4000-8000-999999999999'), outcome: 'accepted' }),
      await codeOf({ ...ofBob(wantedId), userId: 'mallory', outcome: 'accepted' }),
      await codeOf({ ...ofBob(wantedId), outcome: 'accepted' }),
      await codeOf({ ...ofBob(wantedId), outcome: 'failed' }),
    ];
    // Assess
    expect(codes).toEqual([
      'other_token',
      'other_attempt',
      'unknown_push',
      'unknown_push',
      'accepted',
      'outcome_known',
    ]);
  });

  it('drops the token, but not one that the app has registered since', async () => {
    // Prepare
    const [gone, again] = [await prepare(), await prepare()];
    const registered = { ...external, registeredAtMs: startMs };
    again.ports.devices.add(aDevice({ deviceId: 'pixel', tokens: { external: registered } }));
    // Act
    const results = await Promise.all(
      [gone, again].map(({ ports, wantedId }) =>
        recordOutcome(ports, { ...ofBob(wantedId), outcome: 'tokenDropped', reason: 'UNREGISTERED' }),
      ),
    );
    // Assess
    expect(results).toMatchObject([
      { outcome: 'rejected', reason: 'UNREGISTERED', repair: 'dropped' },
      { outcome: 'rejected', repair: 'refusal_outdated' },
    ]);
    expect((await gone.ports.devices.find('bob', 'pixel'))?.tokens).toEqual({});
    expect((await again.ports.devices.find('bob', 'pixel'))?.tokens).toEqual({ external: registered });
  });

  it('is followed by the next attempt, after the delays of every message, until they are over', async () => {
    // Prepare
    const { ports, messageId, wantedId } = await prepare();
    const delays: number[] = [];
    // Act
    let outcome = 'retrying';
    for (let attempt = 1; outcome === 'retrying'; attempt += 1) {
      const result = await recordOutcome(ports, { ...ofBob(wantedId), attempt, outcome: 'failed', retry: true });
      outcome = isRefusal(result) ? result.refusal : result.outcome;
      if (outcome !== 'retrying') break;
      const next = retryTasksIn(ports).at(-1);
      delays.push(next?.delaySeconds ?? 0);
      ports.clock.advance((next?.delaySeconds ?? 0) * 1000);
      await retry(ports, next?.task);
    }
    // Assess
    expect(outcome).toBe('failed');
    expect(delays).toEqual([5, 30, 120, 900, 900]);
    expect(ports.wantedPushes.events.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(ports.reportedOutcomes.of(messageId)).toMatchObject([{ outcome: 'failed' }]);
  });

  it('is counted once, if its request dies before the end and two others repeat it at once', async () => {
    // Prepare
    const { ports, messageId, wantedId } = await prepare();
    const report = { ...ofBob(wantedId), outcome: 'accepted' } as const;
    const put = vi.spyOn(ports.reportedOutcomes, 'put').mockRejectedValueOnce(new Error('the function was stopped'));
    // Act
    await expect(recordOutcome(ports, report)).rejects.toThrow('stopped');
    const repeated = await Promise.all([recordOutcome(ports, report), recordOutcome(ports, report)]);
    // Assess
    expect(repeated).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(put).toHaveBeenCalledTimes(3);
    expect(ports.reportedOutcomes.of(messageId)).toMatchObject([{ outcome: 'accepted' }]);
    const { apps } = await ports.statistics.read(['2026-11-22']);
    expect(apps).toMatchObject([{ appId, counters: { accepted: 1 } }]);
  });

  it('is not followed by another attempt once the message is recalled', async () => {
    // Prepare
    const { ports, messageId, wantedId } = await prepare();
    await recordOutcome(ports, { ...ofBob(wantedId), outcome: 'failed', retry: true });
    await recallMessage(ports, { messageId, mode: 'withdraw' });
    // Act
    await retry(ports, retryTasksIn(ports)[0]?.task);
    // Assess
    expect(ports.wantedPushes.events.map(({ purpose }) => purpose)).toEqual(['message', 'recall']);
    expect(ports.reportedOutcomes.of(messageId)).toMatchObject([{ outcome: 'skipped', reason: 'recalled' }]);
  });

  it('of a task that the queue delivers twice is wanted twice under one event ID', async () => {
    // Prepare
    const { ports, wantedId } = await prepare();
    await recordOutcome(ports, { ...ofBob(wantedId), outcome: 'failed', retry: true });
    const [next] = retryTasksIn(ports);
    // Act
    await retry(ports, next?.task);
    await retry(ports, next?.task);
    await recordOutcome(ports, { ...ofBob(wantedId), attempt: 2, outcome: 'accepted' });
    await retry(ports, next?.task);
    // Assess
    const ids = ports.wantedPushes.events.map(({ eventId }) => eventId);
    expect(ids).toEqual([`${wantedId}-1`, `${wantedId}-2`, `${wantedId}-2`]);
  });
});

describe('a push that cannot be handed over', () => {
  it.each([
    ['no_event_bus', 'failed', 0],
    ['queue_failed', 'retrying', 1],
  ] as const)('because of %s is %s', async (fault, outcome, retries) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'pixel', tokens: { external } }));
    ports.wantedPushes.fails = fault;
    // Act
    const sent = await sendMessage(ports, {
      from: 'alice',
      to: { userId: 'bob' },
      elements: [{ type: 'text', text: 'hi' }],
      onlineUserOnly: false,
      offlinePush: {},
    });
    // Assess
    expect(isRefusal(sent) ? sent : sent.targets).toMatchObject([{ kind: 'external', outcome, reason: fault }]);
    expect(retryTasksIn(ports)).toHaveLength(retries);
  });
});
