import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationTray } from '../../lab/phones/notificationTray.ts';
import type { Message } from '../../shared/content/message.ts';
import { maxRepeatsPerDeath } from '../../shared/delivery/flows/fanOut.ts';
import { sqsDeliveryQueue } from '../../shared/messages/aws/deliveryQueue.ts';
import { recipientsPerChunk } from '../../shared/messages/flows/deliveryTasks.ts';
import type { MessageOverview } from '../../shared/messages/rules/record.ts';
import { summaryOf } from '../../shared/messages/rules/summary.ts';
import { messageStore } from '../../shared/messages/table/messageStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { type DeliveryWorld, startDeliveryWorld } from '../support/lab/deliveryWorld.ts';
import { until } from '../support/lab/labClient.ts';

/**
 * A smaller group than the fan-out is built for, because `npm test` runs this. The same with as many as the largest claim
 * names: `FAN_OUT_MEMBERS=100000 npx vitest run test/lab/workerDeaths.test.ts`.
 */
const members = Number(process.env['FAN_OUT_MEMBERS'] ?? 6000);
const workers = 3;
/** A worker dies each time that APNs has taken as many pushes: it does not matter how fast that is. */
const pushesPerDeath = members >= 50_000 ? 2500 : 1900;
const timeLimitMs = 420_000 + members * 5;
/** A worker is at one chunk at a time, and is never further ahead of what it has stored. */
const mostRepeats = Math.min(maxRepeatsPerDeath, recipientsPerChunk);

let world: DeliveryWorld;
beforeAll(async () => {
  world = await startDeliveryWorld({ workers, livesMs: 10_000 });
});
afterAll(() => world.stop());

/** What reached a phone, and what it shows. */
interface Phone {
  pushes: number;
  tray: NotificationTray;
}

/** What APNs and networks do on a bad day: every kind of answer that asks for another attempt, and none at all. */
function misbehave({ apple }: DeliveryWorld): void {
  // Parts of device tokens: some phones of the ten thousand have them.
  for (let part = 0x100; part < 0x130; part += 1) {
    const match = part.toString(16);
    apple.addFault({ kind: 'status', reason: 'ServiceUnavailable', match, count: 1 });
    apple.addFault({ kind: 'status', reason: 'TooManyRequests', match: `a${match}`, count: 1 });
    apple.addFault({ kind: 'status', reason: 'InternalServerError', match: `b${match}`, count: 1 });
  }
  apple.addFault({ kind: 'reset', match: 'c1', count: 20 });
  apple.addFault({ kind: 'goaway', match: 'd2', count: 10 });
  apple.addFault({ kind: 'blackhole', match: 'e3', count: 3 });
}

/** Kills a worker at work, whenever so many pushes have arrived. @returns called with each push. */
function killer({ workers: all }: DeliveryWorld): () => void {
  let pushes = 0;
  return () => {
    pushes += 1;
    if (pushes % pushesPerDeath !== 0) return;
    const first = (pushes / pushesPerDeath) % all.length;
    [...all.slice(first), ...all.slice(0, first)].some((worker) => worker.kill());
  };
}

describe(`a message to a group of ${members.toLocaleString('en')}, while workers are killed and APNs misbehaves`, () => {
  it(
    'reaches every member: one outcome each, empty queues, and no phone shows it twice',
    async () => {
      // Prepare
      const phones = new Map<string, Phone>();
      const onEachPush = killer(world);
      const userIds = await world.makeGroup('everybody', members, (userId, push) => {
        const phone = phones.get(userId) ?? { pushes: 0, tray: new NotificationTray() };
        phone.pushes += 1;
        phone.tray.receive(push, { at: new Date().toISOString(), steadyMs: 0 });
        phones.set(userId, phone);
        onEachPush();
      });
      const [from = ''] = userIds;
      const messageId = randomUUID();
      const message: Message = {
        messageId,
        from,
        sender: { nickname: 'Alice' },
        group: { groupId: 'everybody', name: 'Everybody' },
        elements: [{ type: 'text', text: 'hi' }],
        mentions: [],
        onlineUserOnly: false,
        offlinePush: { badge: { mode: 'none' } },
        createdAtMs: Date.now(),
      };
      const messages = messageStore(world.table, systemClock);
      const { createdAtMs } = message;
      const record = { messageId, from, to: [], groupId: 'everybody', createdAtMs, targets: [], timeline: [] };
      await messages.put({ ...record, expansions: {} });
      misbehave(world);
      await sqsDeliveryQueue(world.environment['RINGPOST_DELIVERY_QUEUE_URL'] ?? '').enqueue([
        { task: { task: 'expand', job: { kind: 'send', message }, groupId: 'everybody' }, delaySeconds: 0 },
      ]);

      // Act
      world.startWorkers();
      const isEmpty = () => Object.values(world.queue.counts()).every((count) => count === 0);
      const report = await until(
        async () => (isEmpty() ? messages.report(messageId) : undefined),
        (found): found is MessageOverview => found !== undefined,
        // Half a minute on a machine that does nothing else; tests that run beside it take their share.
        timeLimitMs - 20_000,
      );
      const deaths = world.workers.reduce((sum, worker) => sum + worker.deathsAtWork(), 0);

      // Assess
      const pushes = [...phones.values()].reduce((sum, phone) => sum + phone.pushes, 0);
      const repeated = pushes - phones.size;
      const shownTwice = [...phones.values()].filter(({ tray }) => tray.view().notifications.length !== 1);
      // The measurements are in docs/decisions/0091.
      process.stdout.write(
        `${deaths} workers killed at work; ${pushes} pushes accepted, ${repeated} of them repeated\n`,
      );
      expect(world.deadLetters.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
      expect(deaths).toBeGreaterThan(0);
      expect(phones.size).toBe(members - 1);
      expect(report && summaryOf(report)).toEqual({
        accepted: members - 1,
        skipped: 1,
        rejected: 0,
        failed: 0,
        retrying: 0,
      });
      // The phone shows a repeated push once.
      expect(shownTwice).toEqual([]);
      expect(repeated).toBeLessThanOrEqual(deaths * mostRepeats);
    },
    timeLimitMs,
  );
});
