/** Settings of conversations, blocks, policies and apps; and the one read that brings all about a recipient. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userItem } from '../../../../bench/userItem.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import type { BlockStore, ConversationStore } from '../../../../shared/people/ports.ts';
import { blockStore } from '../../../../shared/people/table/blocks.ts';
import { conversationStore } from '../../../../shared/people/table/conversations.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { conversationKey, policyKey, reachKey } from '../../../../shared/platform/table/keys.ts';
import type { AppStore, PolicyStore } from '../../../../shared/team/ports.ts';
import { appStore, policyStore } from '../../../../shared/team/table/teamSettings.ts';
import { anyJson, nestedJson } from '../../../support/anyJson.ts';
import { countRequests } from '../../../support/countRequests.ts';
import { aDevice, appId, aRegistration, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { MemoryApps, MemoryBlocks, MemoryConversations, MemoryPolicies } from '../../../support/memory/people.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();

describe.each<[string, () => ConversationStore]>([
  ['in DynamoDB', () => conversationStore(openTable())],
  ['in memory, for tests', () => new MemoryConversations()],
])('settings of conversations %s', (_where, open) => {
  it('belong to each user separately', async () => {
    // Prepare
    const store = open();
    await store.put('bob', 'group:family', { receive: 'none' });

    // Act
    await store.put('bob', 'group:family', { receive: 'silent', mentionsStillPush: true });
    await store.put('bob', 'user:alice', { receive: 'none' });

    // Assess
    expect(await store.find('bob', 'group:family')).toEqual({ receive: 'silent', mentionsStillPush: true });
    expect(await store.find('carol', 'group:family')).toBeUndefined();
  });

  it('are gone when they are removed', async () => {
    // Prepare
    const store = open();
    await store.put('bob', 'user:alice', { receive: 'none' });

    // Act
    await store.remove('bob', 'user:alice');

    // Assess
    expect(await store.find('bob', 'user:alice')).toBeUndefined();
  });
});

describe.each<[string, () => BlockStore]>([
  ['in DynamoDB', () => blockStore(openTable())],
  ['in memory, for tests', () => new MemoryBlocks()],
])('blocks %s', (_where, open) => {
  it('are listed in a fixed order, each once', async () => {
    // Prepare
    const store = open();
    for (const userId of ['mallory', 'eve', 'mallory', 'trudy']) await store.put('bob', userId);

    // Act
    await store.remove('bob', 'trudy');

    // Assess
    expect(await store.list('bob', 10)).toEqual({ userIds: ['eve', 'mallory'] });
    expect(await store.list('bob', 1)).toEqual({ userIds: ['eve'], cursor: 'eve' });
    expect(await store.list('bob', 1, 'eve')).toEqual({ userIds: ['mallory'] });
    expect(await store.list('alice', 10)).toEqual({ userIds: [] });
  });
});

describe.each<[string, () => PolicyStore]>([
  ['in DynamoDB', () => policyStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryPolicies()],
])('policies %s', (_where, open) => {
  it('are read as they were written, listed, and removed once', async () => {
    // Prepare
    const store = open();
    await store.put('quiet', { sound: 'none' });
    await store.put('loud', { sound: 'siren.caf', interruptionLevel: 'time-sensitive' });

    // Act
    const removed = [await store.remove('quiet'), await store.remove('quiet')];

    // Assess
    expect(removed).toEqual([true, false]);
    expect(await store.list()).toEqual(['loud']);
    expect(await store.read('loud')).toEqual({ sound: 'siren.caf', interruptionLevel: 'time-sensitive' });
    expect(await store.read('quiet')).toBeUndefined();
  });
});

describe.each<[string, () => AppStore]>([
  ['in DynamoDB', () => appStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryApps()],
])('settings of apps %s', (_where, open) => {
  it('are kept apart', async () => {
    // Prepare
    const store = open();

    // Act
    await store.put(appId, { calls: { voipTtlSeconds: 10 } });

    // Assess
    expect(await store.find(appId)).toEqual({ calls: { voipTtlSeconds: 10 } });
    expect(await store.find('com.example.other')).toBeUndefined();
  });
});

describe('policies in DynamoDB', () => {
  it('are stored unchanged, whatever DynamoDB can hold', async () => {
    // Prepare
    const store = policyStore(openTable(), manualClock());
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson, fc.constant(JSON.parse(nestedJson(60)))), async (ext) => {
        const settings = { variables: { constructor: 'x' }, ext };

        // Act
        await store.put('quiet', settings);
        const read = await store.read('quiet');

        // Assess
        expect(JSON.stringify(read)).toBe(JSON.stringify(settings));
      }),
      { numRuns: 100 },
    );
  });

  it('are read as version 0.3.0 stored them', async () => {
    // Prepare
    const table = openTable();
    const Item = { ...policyKey('quiet'), id: 'quiet', settings: { sound: 'none', ext: { room: 7 } } };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const read = await policyStore(table, manualClock()).read('quiet');

    // Assess
    expect(read).toEqual({ sound: 'none', ext: { room: 7 } });
  });

  it('can be a minute old for a send, and are current for their managers', async () => {
    // Prepare
    const [table, clock] = [openTable(), manualClock()];
    const sender = policyStore(table, clock);
    const manager = policyStore(table, clock);
    await manager.put('quiet', { sound: 'none' });
    const first = await sender.find('quiet');
    await manager.put('quiet', { sound: 'default' });

    // Act
    const [soon, managed] = [await sender.find('quiet'), await manager.read('quiet')];
    clock.advance(60_000);
    const later = await sender.find('quiet');

    // Assess
    expect(first).toEqual({ sound: 'none' });
    expect(soon).toEqual({ sound: 'none' });
    expect(managed).toEqual({ sound: 'default' });
    expect(later).toEqual({ sound: 'default' });
  });
});

describe('a recipient', () => {
  it('comes with devices, profile, and the settings for this conversation and this sender', async () => {
    // Prepare
    const table = openTable();
    await deviceStore(table).register(aRegistration(), startMs);
    await profileStore(table).replace('bob', { nickname: 'Bob' });
    await conversationStore(table).put('bob', 'group:family', { receive: 'none' });
    await conversationStore(table).put('bob', 'group:work', { receive: 'silent' });
    await blockStore(table).put('bob', 'mallory');
    const store = recipientStore(table);
    const find = async (about: { from: string; conversationId: string }) => (await store.findAll(['bob'], about))[0];

    // Act
    const fromMallory = await find({ from: 'mallory', conversationId: 'group:work' });
    const fromAlice = await find({ from: 'alice', conversationId: 'user:alice' });

    // Assess
    expect(fromMallory).toMatchObject({
      userId: 'bob',
      devices: [{ deviceId: 'phone-1', appId }],
      profile: { nickname: 'Bob' },
      conversation: { receive: 'silent' },
      hasBlockedSender: true,
    });
    expect(fromAlice).toMatchObject({ hasBlockedSender: false });
    expect(fromAlice?.conversation).toBeUndefined();
    expect(fromAlice).toEqual(await store.find('bob', { from: 'alice', conversationId: 'user:alice' }));
  });

  it.each([
    ['device', reachKey('bob'), { devices: { phone: { appId, tokens: {} } } }, 'registeredAt'],
    ['user', reachKey('bob'), { devices: ['phone'] }, 'devices'],
    ['profile', reachKey('bob'), { devices: {}, profile: { nickname: ['Bob'] } }, 'nickname'],
    ['conversation', conversationKey('bob', 'user:alice'), { receive: 1 }, 'receive'],
  ])('with an unreadable %s is alone in having a fault', async (kind, key, attributes, attribute) => {
    // Prepare
    const table = openTable();
    for (const userId of ['bob', 'carol'])
      await deviceStore(table).register(aRegistration({ userId, deviceId: userId, tokens: {} }), startMs);
    await conversationStore(table).put('bob', 'user:alice', { receive: 'silent' });
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, ...attributes } }));

    // Act
    const [bob, carol] = await recipientStore(table).findAll(['bob', 'carol'], {
      from: 'alice',
      conversationId: 'user:alice',
    });

    // Assess
    expect(bob).toMatchObject({ devices: [], fault: { name: `UnreadableItem(${kind}.${attribute})` } });
    expect(carol).toMatchObject({ devices: [{ deviceId: 'carol' }] });
    expect(carol?.fault).toBeUndefined();
  });
});

const userIds = Array.from({ length: 60 }, (_, index) => `user-${59 - index}`);

describe('many recipients', () => {
  it('are read in one request, in the given order', async () => {
    // Prepare
    const table = openTable();
    const known = userIds.filter((_, index) => index % 2 === 0);
    for (const userId of known) {
      const device = aDevice({ userId, deviceId: `${userId}-phone` });
      await table.client.send(new PutCommand({ TableName: table.name, Item: userItem(userId, [device]) }));
    }
    const sent = countRequests(table);

    // Act
    const recipients = await recipientStore(table).findAll(known, { from: 'alice', conversationId: 'user:alice' });

    // Assess
    expect(recipients.map(({ userId }) => userId)).toEqual(known);
    expect(recipients.map(({ devices }) => devices.length)).toEqual(known.map(() => 1));
    expect(sent).toEqual(['BatchGetItem']);
  });

  it('are asked for their rules only where they have any, by keys that are known', async () => {
    // Prepare
    const table = openTable();
    for (const userId of userIds)
      await deviceStore(table).register(aRegistration({ userId, deviceId: userId }), startMs);
    const [strict = '', quiet = ''] = userIds;
    for (let index = 0; index < 30; index += 1) await blockStore(table).put(strict, `user-${index}`);
    await blockStore(table).put(strict, 'alice');
    await conversationStore(table).put(quiet, 'user:alice', { receive: 'none' });
    const sent = countRequests(table);

    // Act
    const recipients = await recipientStore(table).findAll(userIds, { from: 'alice', conversationId: 'user:alice' });

    // Assess
    expect(sent).toEqual(['BatchGetItem', 'BatchGetItem']);
    expect(recipients.filter(({ hasBlockedSender }) => hasBlockedSender).map(({ userId }) => userId)).toEqual([strict]);
    expect(recipients.filter(({ conversation }) => conversation).map(({ userId }) => userId)).toEqual([quiet]);
  });
});
