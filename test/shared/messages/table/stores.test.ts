import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import type { BadgeStore, MessageStore } from '../../../../shared/messages/ports.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';
import { badgeStore } from '../../../../shared/messages/table/badgeStore.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import type { ProfileStore } from '../../../../shared/people/ports.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { callKey, messageKey } from '../../../../shared/platform/table/keys.ts';
import type { DeviceTarget, Target } from '../../../../shared/push/rules/decide.ts';
import { aCall, aCallRecord, appId, isoTime, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { MemoryBadges, MemoryProfiles } from '../../../support/memory/stores.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const now = isoTime(startMs);
const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const bobsPhone: DeviceTarget = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' };
const aMessageRecord = (): MessageRecord => ({
  messageId,
  from: 'alice',
  to: ['bob', 'carol'],
  createdAtMs: startMs,
  targets: [
    { ...bobsPhone, outcome: 'retrying', reason: 'deadline', apnsId: 'id', environment: 'production' },
    { userId: 'carol', outcome: 'skipped', reason: 'no_device' },
  ],
  timeline: [{ at: now, event: 'received' }],
});

describe.each<[string, () => ProfileStore]>([
  ['in DynamoDB', () => profileStore(openTable())],
  ['in memory, for tests', () => new MemoryProfiles()],
])('profiles %s', (_where, open) => {
  it('are empty until they are written, and then as last written', async () => {
    // Prepare
    const store = open();
    const before = await store.find('alice');
    await store.replace('alice', { nickname: 'Alice' });
    await store.replace('bob', {});

    // Act
    await store.replace('alice', { nickname: '爱丽丝' });

    // Assess
    expect(before).toEqual({});
    expect(await store.find('alice')).toEqual({ nickname: '爱丽丝' });
    expect(await store.find('bob')).toEqual({});
  });

  it('lose fields that are not written again', async () => {
    // Prepare
    const store = open();
    await store.replace('alice', { nickname: 'Alice' });

    // Act
    await store.replace('alice', { nickname: undefined });

    // Assess
    expect((await store.find('alice')).nickname).toBeUndefined();
  });
});

describe.each<[string, () => BadgeStore]>([
  ['in DynamoDB', () => badgeStore(openTable())],
  ['in memory, for tests', () => new MemoryBadges()],
])('badges %s', (_where, open) => {
  it('count from 1 for each user and app, or from a set value', async () => {
    // Prepare
    const store = open();
    await store.set('carol', appId, 7);

    // Act
    const counted = [
      await store.increment('bob', appId),
      await store.increment('bob', appId),
      await store.increment('bob', 'com.example.other'),
      await store.increment('carol', appId),
    ];
    const replaced = [await store.set('bob', appId, 0), await store.set('dora', appId, 4)];

    // Assess
    expect(counted).toEqual([1, 2, 1, 8]);
    expect(replaced).toEqual([2, 0]);
    expect(await store.increment('bob', appId)).toBe(1);
  });

  it('give each of many concurrent messages its own number, so that no icon shows too few', async () => {
    // Prepare
    const store = open();
    const messages = Array.from({ length: 25 }, (_, index) => `message-${index}`);

    // Act
    const counted = await Promise.all(messages.map((messageId) => store.increment('bob', appId, 1, messageId)));

    // Assess
    expect(counted.toSorted((one, other) => one - other)).toEqual(messages.map((_, index) => index + 1));
  });

  it('count by more than one or by zero', async () => {
    // Prepare
    const store = open();

    // Act
    const counted = [await store.increment('bob', appId, 3), await store.increment('bob', appId, 0, 'message-1')];

    // Assess
    expect(counted).toEqual([3, 3]);
  });

  it('count a message once unless another comes in between', async () => {
    // Prepare
    const store = open();

    // Act
    const counted = [];
    for (const message of ['m1', 'm1', 'm2', 'm2', 'm1']) counted.push(await store.increment('bob', appId, 2, message));

    // Assess
    expect(counted).toEqual([2, 2, 4, 4, 6]);
  });

  it('count a message once for each app', async () => {
    // Prepare
    const store = open();

    // Act
    const counted = [
      await store.increment('bob', appId, 1, 'm1'),
      await store.increment('bob', 'com.example.other', 1, 'm1'),
    ];

    // Assess
    expect(counted).toEqual([1, 1]);
  });

  it('can be read without counting', async () => {
    // Prepare
    const store = open();
    await store.set('bob', appId, 4);

    // Act
    const read = [await store.peek('bob', appId), await store.peek('bob', appId), await store.peek('nobody', appId)];

    // Assess
    expect(read).toEqual([4, 4, 0]);
  });

  it("start from the app's count, even for a message that was counted before", async () => {
    // Prepare
    const store = open();
    await store.increment('bob', appId, 1, 'm1');
    await store.set('bob', appId, 0);

    // Act
    const counted = await store.increment('bob', appId, 1, 'm1');

    // Assess
    expect(counted).toBe(0);
  });
});

it('a message is stored with its times as text, which every version reads', async () => {
  // Prepare
  const store = messageStore(openTable(), manualClock());
  await store.put(aMessageRecord());

  // Act
  await store.recall(messageId, 'withdraw', startMs + 1000);

  // Assess
  const recalledAt = isoTime(startMs + 1000);
  const [item] = await allItems(openTable());
  expect(item).toMatchObject({ createdAt: now, recalledAt, timeline: [{}, { at: recalledAt, event: 'recalled' }] });
  expect(Object.keys(item ?? {}).filter((name) => name.endsWith('Ms'))).toEqual([]);
});

describe.each<[string, () => MessageStore]>([
  ['in DynamoDB', () => messageStore(openTable(), manualClock())],
  ['in memory, for tests', () => memoryPorts().messages],
])('messages %s', (_where, open) => {
  it('keep 500 users with three phones each in one record', async () => {
    // Prepare
    const messages = open();
    const targets = Array.from({ length: 1500 }, (_, index) => ({
      userId: `a-user-id-with-#-of-usual-length-${index % 500}`,
      deviceId: `73BDDE4F-C370-4679-8F93-4DCD9E9F${String(index).padStart(4, '0')}`,
      kind: 'alert' as const,
      outcome: 'accepted' as const,
      apnsId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
      environment: 'development' as const,
      status: 200,
    }));

    // Act
    await messages.put({ ...aMessageRecord(), targets });

    // Assess
    const found = await messages.find(messageId);
    expect(found?.targets.toSorted(byDevice)).toEqual(targets.toSorted(byDevice));
  });

  it('are stored unchanged', async () => {
    // Prepare
    const store = open();
    const record = aMessageRecord();

    // Act
    await store.put(record);

    // Assess
    const found = await store.find(messageId);
    expect(found).toEqual({ ...record, targets: expect.arrayContaining(record.targets) });
    expect(found?.targets).toHaveLength(2);
    expect(await store.find('another')).toBeUndefined();
  });

  it('store the new outcome of one target and its event', async () => {
    // Prepare
    const store = open();
    await store.put(aMessageRecord());
    const outcome = { ...bobsPhone, outcome: 'accepted', status: 200 } as const;
    const event = { at: now, event: 'accepted', deviceId: 'phone-1' };

    // Act
    await store.recordOutcomes(messageId, [outcome], [event]);

    // Assess
    const found = await store.find(messageId);
    const [, carol] = aMessageRecord().targets;
    expect(found?.targets).toHaveLength(2);
    expect(found?.targets).toEqual(expect.arrayContaining([outcome, carol]));
    expect(found?.timeline).toEqual([{ at: now, event: 'received' }, event]);
  });

  it.each<[string, Target]>([
    ['another user', { ...bobsPhone, userId: 'carol' }],
    ['another device', { ...bobsPhone, deviceId: 'phone-2' }],
    ['another kind', { ...bobsPhone, kind: 'voip' }],
  ])('keep outcomes apart: of %s', async (_what, other) => {
    // Prepare
    const store = open();
    await store.put({ ...aMessageRecord(), targets: [{ ...bobsPhone, outcome: 'retrying' }] });

    // Act
    await store.recordOutcomes(messageId, [{ ...other, outcome: 'accepted' }], [{ at: now, event: 'accepted' }]);

    // Assess
    const outcomes = (await store.find(messageId))?.targets.map(({ outcome }) => outcome);
    expect(outcomes?.toSorted()).toEqual(['accepted', 'retrying']);
  });

  it('that do not exist accept no outcome', async () => {
    // Prepare
    const store = open();

    // Act
    const recorded = store.recordOutcomes(
      messageId,
      [{ ...bobsPhone, outcome: 'accepted' }],
      [{ at: now, event: 'x' }],
    );

    // Assess
    await expect(recorded).rejects.toThrow();
    expect(await store.find(messageId)).toBeUndefined();
  });
});

describe('items kept for 30 days', () => {
  it('are not found from the second of their expiry on', async () => {
    // Prepare
    const table = openTable();
    const clock = manualClock();
    const [messages, calls] = [messageStore(table, clock), callStore(table, clock)];
    await messages.put(aMessageRecord());
    await calls.create(aCallRecord());
    const find = async () => [await messages.find(messageId), await calls.find(aCall().callId)];

    // Act
    clock.advance(thirtyDaysMs - 1);
    const before = await find();
    clock.advance(1);
    const after = await find();

    // Assess
    expect(before).not.toContain(undefined);
    expect(after).toEqual([undefined, undefined]);
    const ttls = (await allItems(table)).map(({ ttl }) => ttl);
    expect(ttls).toEqual([(startMs + thirtyDaysMs) / 1000, (startMs + thirtyDaysMs) / 1000]);
  });

  it('are filtered by their time-to-live, whoever wrote it', async () => {
    // Prepare
    const table = openTable();
    const ttl = startMs / 1000;
    const put = (item: object) => table.client.send(new PutCommand({ TableName: table.name, Item: { ...item, ttl } }));
    await put({ ...messageKey(messageId), ...aMessageRecord(), targets: {} });
    await put({ ...callKey(aCall().callId), ...aCallRecord() });

    // Act
    const found = [
      await messageStore(table, manualClock(startMs)).find(messageId),
      await callStore(table, manualClock(startMs)).find(aCall().callId),
    ];

    // Assess
    expect(found).toEqual([undefined, undefined]);
  });
});

function byDevice(one: { deviceId?: string | undefined }, other: { deviceId?: string | undefined }): number {
  return (one.deviceId ?? '').localeCompare(other.deviceId ?? '');
}
