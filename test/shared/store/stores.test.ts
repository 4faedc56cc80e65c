import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type {
  BadgeStore,
  CallRecord,
  CallStore,
  MessageRecord,
  MessageStore,
  ProfileStore,
} from '../../../shared/flows/ports.ts';
import type { Target } from '../../../shared/rules/decide.ts';
import { badgeStore } from '../../../shared/store/badges.ts';
import { callStore } from '../../../shared/store/calls.ts';
import { callKey, messageKey } from '../../../shared/store/keys.ts';
import { messageStore } from '../../../shared/store/messages.ts';
import { profileStore } from '../../../shared/store/profiles.ts';
import { aCall, appId, isoTime, startMs } from '../../support/factories.ts';
import { manualClock } from '../../support/manualClock.ts';
import { MemoryBadges, MemoryCalls, MemoryMessages, MemoryProfiles } from '../../support/memoryStores.ts';
import { allItems, useTable } from '../../support/table.ts';

const openTable = useTable();
const now = isoTime(startMs);
const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const bobsPhone: Required<Target> = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' };
const aMessageRecord = (): MessageRecord => ({
  messageId,
  from: 'alice',
  to: ['bob', 'carol'],
  createdAt: now,
  targets: [
    { ...bobsPhone, outcome: 'retrying', reason: 'deadline', apnsId: 'id', environment: 'production' },
    { userId: 'carol', outcome: 'skipped', reason: 'no_device' },
  ],
  timeline: [{ at: now, event: 'received' }],
});
const aCallRecord = (): CallRecord => ({
  call: aCall(),
  hasVideo: true,
  targets: [{ ...bobsPhone, kind: 'voip', outcome: 'accepted', status: 200 }],
});

describe.each<[string, () => ProfileStore]>([
  ['in DynamoDB', () => profileStore(openTable())],
  ['in memory, for tests', () => new MemoryProfiles()],
])('profiles %s', (_where, open) => {
  it('are empty until they are written, and then as they were written last', async () => {
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

  it('lose what is not written again', async () => {
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
  it('count from 1 for each user and app, or from where they were set', async () => {
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
    await store.set('bob', appId, 0);

    // Assess
    expect(counted).toEqual([1, 2, 1, 8]);
    expect(await store.increment('bob', appId)).toBe(1);
  });
});

describe.each<[string, () => MessageStore]>([
  ['in DynamoDB', () => messageStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryMessages()],
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

  it('are kept as they were put', async () => {
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

  it('take the new outcome of one target, and its event', async () => {
    // Prepare
    const store = open();
    await store.put(aMessageRecord());
    const outcome = { ...bobsPhone, outcome: 'accepted', status: 200 } as const;
    const event = { at: now, event: 'accepted', deviceId: 'phone-1' };

    // Act
    await store.recordOutcome(messageId, outcome, event);

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
    await store.recordOutcome(messageId, { ...other, outcome: 'accepted' }, { at: now, event: 'accepted' });

    // Assess
    const outcomes = (await store.find(messageId))?.targets.map(({ outcome }) => outcome);
    expect(outcomes?.toSorted()).toEqual(['accepted', 'retrying']);
  });

  it('that are not there take no outcome', async () => {
    // Prepare
    const store = open();

    // Act
    const recorded = store.recordOutcome(messageId, { ...bobsPhone, outcome: 'accepted' }, { at: now, event: 'x' });

    // Assess
    await expect(recorded).rejects.toThrow();
    expect(await store.find(messageId)).toBeUndefined();
  });
});

describe.each<[string, () => CallStore]>([
  ['in DynamoDB', () => callStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryCalls()],
])('calls %s', (_where, open) => {
  it('are kept as they were created', async () => {
    // Prepare
    const store = open();

    // Act
    const created = await store.create(aCallRecord());

    // Assess
    expect(created).toBe(true);
    expect(await store.find(aCall().callId)).toEqual(aCallRecord());
    expect(await store.find('another')).toBeUndefined();
  });

  it('are created once', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());

    // Act
    const created = await store.create({ ...aCallRecord(), call: aCall({ from: 'mallory' }) });

    // Assess
    expect(created).toBe(false);
    expect(await store.find(aCall().callId)).toEqual(aCallRecord());
  });

  it('change their state for who has read the last one, and nothing else', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());
    const answered = aCall({ state: 'answered', answeredBy: { userId: 'bob', deviceId: undefined }, version: 2 });

    // Act
    const written = [
      await store.replaceState(answered, 1),
      await store.replaceState(aCall({ state: 'declined', version: 2 }), 1),
      await store.replaceState(aCall({ callId: 'another' }), 1),
    ];

    // Assess
    expect(written).toEqual([true, false, false]);
    expect(await store.find(aCall().callId)).toEqual({ ...aCallRecord(), call: answered });
    expect(await store.find('another')).toBeUndefined();
  });

  it('take what became of the pushes, whatever their state is by then', async () => {
    // Prepare
    const store = open();
    await store.create({ ...aCallRecord(), targets: [] });
    const declined = aCall({ state: 'declined', version: 2 });
    await store.replaceState(declined, 1);

    // Act
    await store.recordTargets(declined.callId, aCallRecord().targets);

    // Assess
    expect(await store.find(declined.callId)).toEqual({ ...aCallRecord(), call: declined });
  });
});

describe('what is kept for 30 days', () => {
  it('is not found any more from the second on in which they are over', async () => {
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

  it('is filtered by the time-to-live of the item, whoever wrote it', async () => {
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

function byDevice(one: { deviceId?: string }, other: { deviceId?: string }): number {
  return (one.deviceId ?? '').localeCompare(other.deviceId ?? '');
}
