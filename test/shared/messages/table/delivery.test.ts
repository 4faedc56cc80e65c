import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { maxTimelineTargets } from '../../../../shared/messages/flows/sendMessage.ts';
import type { ChunkStore } from '../../../../shared/messages/ports.ts';
import {
  coarseSummaryOfChunks,
  countsOf,
  isChunkDone,
  newProgress,
  openRecipients,
  summariseChunks,
  withResults,
} from '../../../../shared/messages/rules/chunkProgress.ts';
import type { ChunkName, Lease } from '../../../../shared/messages/rules/record.ts';
import { chunkStore } from '../../../../shared/messages/table/chunkStore.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import { receiptStore } from '../../../../shared/messages/table/receiptStore.ts';
import type { IdempotencyStore } from '../../../../shared/platform/ports.ts';
import { idempotencyStore } from '../../../../shared/platform/table/idempotencyStore.ts';
import { chunkKey } from '../../../../shared/platform/table/keys.ts';
import { listTargets } from '../../../../shared/push/rules/listedTargets.ts';
import { receiptEvents } from '../../../../shared/push/rules/receipt.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { type TargetOutcome, timelineOf } from '../../../../shared/push/rules/targetOutcome.ts';
import { statisticsStore } from '../../../../shared/push/table/statisticsStore.ts';
import { appId, isoTime, startMs } from '../../../support/factories.ts';
import { MemoryChunks, MemoryIdempotency } from '../../../support/memory/delivery.ts';
import { type ManualClock, manualClock } from '../../../support/memory/manualClock.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const name: ChunkName = { messageId, job: 'send', chunk: 12 };
const lease = (holder: string, untilMs = startMs + 30_000): Lease => ({ holder, untilMs });
const listed = (userId: string, outcome: TargetOutcome['outcome']): TargetOutcome => ({
  userId,
  deviceId: `${userId}-phone`,
  kind: 'alert',
  outcome,
});
const now = isoTime(startMs);

describe.each<[string, (clock: ManualClock) => ChunkStore]>([
  ['in DynamoDB', (clock) => chunkStore(openTable(), clock)],
  ['in memory, for tests', (clock) => new MemoryChunks(clock)],
])('chunks %s', (_where, open) => {
  it('belong to one worker at a time, until its lease expires or it returns them', async () => {
    // Prepare
    const clock = manualClock();
    const store = open(clock);

    // Act
    const first = await store.claim(name, 3, lease('one'));
    const meanwhile = await store.claim(name, 3, lease('two'));
    const again = await store.claim(name, 3, lease('one'));
    clock.advance(30_000);
    const afterwards = await store.claim(name, 3, lease('two', startMs + 60_000));
    await store.release(name, lease('two'));
    const givenBack = await store.claim(name, 3, lease('three', startMs + 60_000));

    // Assess
    const untouched = newProgress(3);
    expect([first, meanwhile, again, afterwards, givenBack]).toEqual([
      untouched,
      'held',
      untouched,
      untouched,
      untouched,
    ]);
  });

  it('keep their progress and the outcomes of some targets', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(name, 3, lease('one'));
    const counts = { accepted: 1, 'skipped/no_device': 1 };
    const progress = { ...newProgress(3), reached: 2, pushed: 1, notPushed: 1, counts };

    // Act
    const kept = await store.record(name, lease('one'), progress, [
      listed('bob', 'retrying'),
      listed('eve', 'rejected'),
    ]);
    await store.recordOutcomes(name, [listed('bob', 'accepted')]);

    // Assess
    expect(kept).toBe(true);
    const found = await store.find(name);
    expect(found).toMatchObject({ ...progress, listed: expect.any(Array) });
    expect(found?.listed).toHaveLength(2);
    expect(found?.listed).toEqual(expect.arrayContaining([listed('bob', 'accepted'), listed('eve', 'rejected')]));
    const claimed = await store.claim(name, 3, lease('one'));
    expect(claimed).toEqual({ ...found, listed: expect.arrayContaining([...(found?.listed ?? [])]) });
  });

  it('belong to no worker once they are finished', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(name, 2, lease('one'));
    const progress = { ...newProgress(2), reached: 2, pushed: 2, counts: { accepted: 2 } };
    await store.record(name, lease('one'), progress, []);

    // Act
    const claimed = await store.claim(name, 2, lease('two'));

    // Assess
    expect(claimed).toEqual(progress);
  });

  it('accept nothing from a worker that has lost them', async () => {
    // Prepare
    const clock = manualClock();
    const store = open(clock);
    await store.claim(name, 3, lease('one'));
    clock.advance(30_000);
    await store.claim(name, 3, lease('two', startMs + 60_000));

    // Act
    const kept = await store.record(name, lease('one'), { ...newProgress(3), reached: 3 }, []);

    // Assess
    expect(kept).toBe(false);
    expect(await store.find(name)).toEqual(newProgress(3));
  });

  it('keep more targets than one table update can hold', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(name, 400, lease('one'));
    const outcomes = Array.from({ length: 400 }, (_, index) => listed(`user-${index}`, 'accepted'));

    // Act
    await store.record(name, lease('one'), { ...newProgress(400), reached: 400 }, outcomes);

    // Assess
    const found = await store.find(name);
    expect(found?.listed).toHaveLength(400);
    expect(found?.listed).toEqual(expect.arrayContaining(outcomes));
  });
});

describe.each<[string, (clock: ManualClock) => IdempotencyStore]>([
  ['in DynamoDB', (clock) => idempotencyStore(openTable(), clock)],
  ['in memory, for tests', () => new MemoryIdempotency()],
])('idempotency keys %s', (_where, open) => {
  const scope = ['user alice', 'messages', 'key'];
  const record = (resultId: string) => ({ bodyHash: 'hash', resultId, runsUntilMs: startMs + 30_000 });

  it('belong to the first request and give others its answer', async () => {
    // Prepare
    const store = open(manualClock());

    // Act
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((resultId) => store.claim(scope, record(resultId))));
    await store.finish(scope, '{"status":200}');
    const later = await store.claim(scope, record('e'));

    // Assess
    expect(claims.filter((known) => known === undefined)).toHaveLength(1);
    expect(new Set(claims.flatMap((known) => known?.resultId ?? [])).size).toBe(1);
    expect(later).toMatchObject({ answer: '{"status":200}', bodyHash: 'hash' });
  });

  it('of a dead request are taken over once', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(scope, record('a'));
    const dead = record('a');

    // Act
    const taken = await Promise.all([1, 2, 3].map((n) => store.takeOver(scope, dead, startMs + 60_000 + n)));

    // Assess
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.claim(scope, record('b'))).toMatchObject({ resultId: 'a' });
  });

  it('of an answered request are not taken over', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(scope, record('a'));
    await store.finish(scope, '{}');

    // Act
    const taken = await store.takeOver(scope, record('a'), startMs + 60_000);

    // Assess
    expect(taken).toBe(false);
  });

  it('can be freed or left to the next request', async () => {
    // Prepare
    const store = open(manualClock());
    await store.claim(scope, record('a'));

    // Act
    await store.abandon(scope);
    const abandoned = await store.claim(scope, record('b'));
    await store.free(scope);
    const freed = await store.claim(scope, record('c'));

    // Assess
    expect(abandoned).toMatchObject({ resultId: 'a', runsUntilMs: 0 });
    expect(freed).toBeUndefined();
  });
});

describe('an idempotency key in DynamoDB', () => {
  it('is free again after a day', async () => {
    // Prepare
    const clock = manualClock();
    const store = idempotencyStore(openTable(), clock);
    const record = { bodyHash: 'hash', resultId: 'a', runsUntilMs: 0 };
    await store.claim(['key'], record);
    await store.finish(['key'], '{}');

    // Act
    clock.advance(24 * 60 * 60 * 1000);
    const known = await store.claim(['key'], { ...record, resultId: 'b' });

    // Assess
    expect(known).toBeUndefined();
  });
});

describe('a message in DynamoDB', () => {
  /** As its receipts see it. */
  const reported = { messageId, isToMany: true };
  const record = {
    messageId,
    from: 'alice',
    to: [],
    groupId: 'g',
    createdAtMs: startMs,
    targets: [],
    timeline: [],
    expansions: {},
  };

  it('is read with its chunks and receipts', async () => {
    // Prepare
    const [table, clock] = [openTable(), manualClock()];
    const [messages, chunks, receipts] = [
      messageStore(table, clock),
      chunkStore(table, clock),
      receiptStore(table, clock),
    ];
    await messages.put(record);
    for (const chunk of [0, 1]) await chunks.claim({ ...name, chunk }, 2, lease('one'));
    await chunks.claim({ ...name, job: 'recall' }, 9, lease('one'));
    const receipt = { userId: 'b#b', deviceId: 'phone-1', event: 'delivered', at: now } as const;

    // Act
    const added = [await receipts.add(reported, receipt), await receipts.add(reported, receipt)];
    await receipts.add(reported, { ...receipt, event: 'tapped' });
    const report = await messages.report(messageId);

    // Assess
    expect(added).toEqual(['new', 'known']);
    expect(report).toEqual({
      record,
      chunks: [newProgress(2), newProgress(2)],
      receipts: [{ userId: 'b#b', deviceId: 'phone-1', times: { delivered: now, tapped: now } }],
    });
  });

  it('is read with the receipts stored by version 0.3.0, each device once', async () => {
    // Prepare
    const [table, clock] = [openTable(), manualClock()];
    const [messages, receipts] = [messageStore(table, clock), receiptStore(table, clock)];
    await messages.put(record);
    const then = isoTime(startMs - 60_000);
    const old = { userId: 'b#b', deviceId: 'phone-1', delivered: `${then.slice(0, -1)}${'0'.repeat(200_000)}Z` };
    const Item = { pk: `MESSAGE#${messageId}`, sk: 'RECEIPT#phone-1#b#b', ...old };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    await receipts.add(reported, { userId: 'b#b', deviceId: 'phone-1', event: 'delivered', at: now });
    await receipts.add(reported, { userId: 'b#b', deviceId: 'phone-1', event: 'shown', at: now });
    const report = await messages.report(messageId);

    // Assess
    const times = { delivered: then, shown: now };
    expect(report?.receipts).toEqual([{ userId: 'b#b', deviceId: 'phone-1', times }]);
  });

  it('has one small item for the receipts of a user, even when devices change', async () => {
    // Prepare
    const [table, clock] = [openTable(), manualClock()];
    const [messages, receipts] = [messageStore(table, clock), receiptStore(table, clock)];
    await messages.put(record);
    const deviceIds = Array.from({ length: maxDevices + 1 }, (_, index) => `${index}`.padStart(128, 'x'));

    // Act
    const kept = [];
    for (const deviceId of deviceIds) {
      for (const event of receiptEvents)
        kept.push(await receipts.add(reported, { userId: 'b', deviceId, event, at: now }));
    }

    // Assess
    const perDevice = receiptEvents.length;
    expect(kept).toEqual([...Array(maxDevices * perDevice).fill('new'), ...Array(perDevice).fill('too_many')]);
    const items = (await allItems(table)).filter(({ sk }) => String(sk).startsWith('RECEIPT#'));
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items).length).toBeLessThan(20_000);
    expect((await messages.report(messageId))?.receipts).toHaveLength(maxDevices);
  });

  it('knows how far its recipients are listed and never goes back', async () => {
    // Prepare
    const messages = messageStore(openTable(), manualClock());
    await messages.put(record);
    const further = { chunks: 20, recipients: 2000, cursor: 'c', isComplete: false };

    // Act
    await messages.recordExpansion(messageId, 'send', further);
    await messages.recordExpansion(messageId, 'send', { chunks: 10, recipients: 1000, cursor: 'b', isComplete: false });

    // Assess
    expect((await messages.find(messageId))?.expansions).toEqual({ send: further });
  });

  it('is recalled once, and its phones are notified once in each mode', async () => {
    // Prepare
    const messages = messageStore(openTable(), manualClock());
    await messages.put(record);
    const laterMs = startMs + 1000;

    // Act
    const first = await messages.recall(messageId, 'withdraw', startMs);
    const again = await messages.recall(messageId, 'withdraw', laterMs);
    const other = await messages.recall(messageId, 'replace', laterMs);
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => messages.recall(messageId, 'replace', laterMs)));

    // Assess
    const recalled = { ...record, recalledAtMs: startMs, timeline: [{ at: now, event: 'recalled' }] };
    expect(first).toEqual({ record: { ...recalled, recallModes: new Set(['withdraw']) }, isRepeated: false });
    expect(again).toEqual({ ...first, isRepeated: true });
    expect(other).toEqual({
      record: { ...recalled, recallModes: new Set(['replace', 'withdraw']) },
      isRepeated: false,
    });
    expect(atOnce.map((each) => each?.isRepeated)).toEqual([true, true, true, true, true]);
    expect(await messages.recall('another', 'withdraw', startMs)).toBeUndefined();
  });

  it('recalled by version 0.3.0 notifies once more', async () => {
    // Prepare
    const messages = messageStore(openTable(), manualClock());
    await messages.put({ ...record, recalledAtMs: startMs });

    // Act
    const recalls = [
      await messages.recall(messageId, 'replace', startMs),
      await messages.recall(messageId, 'replace', startMs),
    ];

    // Assess
    expect(recalls.map((each) => each?.isRepeated)).toEqual([false, true]);
  });

  /** As long as IDs may be: a user ID of 255 characters of three bytes, a device ID of 128. */
  const longId = (user: number) => `${'龍'.repeat(252)}${String(user).padStart(3, '0')}`;
  const longTargets = (users: number, devices: number): TargetOutcome[] =>
    Array.from({ length: users * devices }, (_, index) => ({
      userId: longId(Math.floor(index / devices)),
      deviceId: String(index % devices).padStart(128, 'd'),
      kind: 'alert',
      outcome: 'retrying',
      reason: 'TooManyProviderTokenUpdates',
      apnsId: messageId,
      environment: 'development',
      status: 429,
      repair: 'environment_changed',
      notes: ['permission_denied'],
    }));

  it('is recorded for any names of recipients and any number of devices', async () => {
    // Prepare
    const messages = messageStore(openTable(), manualClock());
    const targets = longTargets(100, 20);
    const { listed: kept, unlisted } = listTargets(targets);
    const to = Array.from({ length: 100 }, (_, user) => longId(user));

    // Act
    await messages.put({ ...record, to, targets: kept, unlisted: countsOf(unlisted) });
    await messages.recall(messageId, 'withdraw', startMs);

    // Assess
    expect(unlisted.length).toBeGreaterThan(0);
    expect((await messages.find(messageId))?.targets).toHaveLength(kept.length);
  });

  it('has room for the timeline of every listed target at every attempt', async () => {
    // Prepare
    const messages = messageStore(openTable(), manualClock());
    const targets = longTargets(50, 1);
    const events = targets.flatMap((target) => timelineOf(target, now));

    // Act
    await messages.put({ ...record, to: targets.map(({ userId }) => userId), targets, timeline: events });
    for (let attempt = 2; attempt <= 6; attempt += 1) await messages.recordOutcomes(messageId, targets, events);

    // Assess
    expect(targets).toHaveLength(maxTimelineTargets);
    expect((await messages.find(messageId))?.timeline).toHaveLength(6 * events.length);
  });

  it('keeps the outcomes of a chunk for any names of recipients', async () => {
    // Prepare
    const chunks = chunkStore(openTable(), manualClock());
    await chunks.claim(name, 100, lease('one'));
    const targets = longTargets(100, 20);
    const results = Array.from({ length: 100 }, (_, index) => targets.slice(index * 20, index * 20 + 20));
    const { progress, newlyListed } = withResults(newProgress(100), results, true);

    // Act
    const isKept = await chunks.record(name, lease('one'), progress, newlyListed);

    // Assess
    expect(isKept).toBe(true);
    expect(await chunks.find(name)).toMatchObject({ recipients: 100, reached: 100 });
  });

  it('of 0.3.0 is finished where it was left: its chunks have a mark for each recipient', async () => {
    // Prepare
    const [table, clock] = [openTable(), manualClock()];
    const chunks = chunkStore(table, clock);
    const Item = {
      ...chunkKey(messageId, 'send', 12),
      ...{
        done: 'n10l',
        counts: { accepted: 1, 'skipped/no_device': 1 },
        targets: {},
        holder: 'dead',
        leaseUntilMs: 0,
      },
    };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const claimed = await chunks.claim(name, 4, lease('one'));
    if (claimed === 'held') throw new Error('it is held');
    const open = openRecipients(claimed, ['a', 'b', 'c', 'd']);
    const accepted = { userId: 'c', outcome: 'accepted' } as const;
    await chunks.record(name, lease('one'), withResults(claimed, [[accepted]], false).progress, []);
    const after = await chunks.find(name);

    // Assess
    expect(open).toEqual(['c']);
    expect(after && isChunkDone(after)).toBe(true);
    expect(after && summariseChunks(4, [after])).toMatchObject({ accepted: 2, skipped: 1, retrying: 0 });
    expect(after && coarseSummaryOfChunks(4, [after])).toMatchObject({ accepted: 2, skipped: 1, retrying: 0 });
  });

  it('is the newest under its collapse ID until another one is', async () => {
    // Prepare
    const clock = manualClock();
    const messages = messageStore(openTable(), clock);

    // Act
    const before = await messages.findNewest('order-7');
    await messages.putNewest('order-7', 'one');
    await messages.putNewest('order-7', 'other');

    // Assess
    expect(before).toBeUndefined();
    expect(await messages.findNewest('order-7')).toBe('other');
    clock.advance(31 * 24 * 3_600_000);
    expect(await messages.findNewest('order-7')).toBeUndefined();
  });
});

describe('statistics in DynamoDB', () => {
  it('add up by day and app, over several workers', async () => {
    // Prepare
    const workers = Array.from({ length: 6 }, () => statisticsStore(openTable()));
    const later = startMs + 24 * 60 * 60 * 1000;
    const [first] = workers;

    // Act
    await Promise.all(workers.map((worker) => worker.add(startMs, [{ appId, counters: { accepted: 2, skipped: 1 } }])));
    await first?.add(later, [{ appId, counters: { failed: 1 } }]);

    // Assess
    const read = await first?.read([dayOf(startMs), dayOf(later)]);
    expect(read?.apps).toEqual([
      { day: dayOf(startMs), appId, counters: { accepted: 12, skipped: 6 } },
      { day: dayOf(later), appId, counters: { failed: 1 } },
    ]);
  });

  it('are written together when they arrive in quick succession', async () => {
    // Prepare
    const table = openTable();
    const store = statisticsStore(table);
    const { send } = table.client;
    let writes = 0;
    table.client.send = ((...given: Parameters<typeof send>) => {
      writes += 1;
      return send.apply(table.client, given);
    }) as typeof send;
    const one = [{ appId, counters: { accepted: 1 } }];

    // Act
    for (let count = 0; count < 10; count += 1) await store.add(startMs + count, one);
    const atOnce = writes;
    await store.add(startMs + 1000, one);

    // Assess
    expect([atOnce, writes]).toEqual([1, 2]);
    expect((await store.read([dayOf(startMs)])).apps).toEqual([
      { day: dayOf(startMs), appId, counters: { accepted: 11 } },
    ]);
  });
});
