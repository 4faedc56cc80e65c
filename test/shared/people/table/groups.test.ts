import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { GroupStore } from '../../../../shared/people/ports.ts';
import type { Group } from '../../../../shared/people/rules/group.ts';
import { maxGroupMembers } from '../../../../shared/people/rules/limits.ts';
import { groupStore } from '../../../../shared/people/table/groups.ts';
import { membershipStore } from '../../../../shared/people/table/memberships.ts';
import { groupKey, memberKey } from '../../../../shared/platform/table/keys.ts';
import { MemoryGroups } from '../../../support/memory/people.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const family = { groupId: 'family', name: 'Family', ownerId: 'alice' };
const members = (count: number) => Array.from({ length: count }, (_, n) => `user-${String(n).padStart(3, '0')}`);

async function made(store: GroupStore): Promise<Group> {
  const group = await store.create(family);
  if (group === undefined) throw new Error('there is a group already');
  return group;
}

async function found(store: GroupStore, groupId: string): Promise<Group> {
  const group = await store.find(groupId);
  if (group === undefined) throw new Error(`there is no group ${groupId}`);
  return group;
}

describe.each<[string, () => GroupStore]>([
  ['in DynamoDB', () => groupStore(openTable())],
  ['in memory, for tests', () => new MemoryGroups()],
])('groups %s', (_where, open) => {
  it('are known through their members: two users share one until one leaves or it is deleted', async () => {
    // Prepare
    const store = open();
    const { sharing } =
      store instanceof MemoryGroups ? { sharing: store.sharing.bind(store) } : membershipStore(openTable());
    const group = await made(store);
    await store.create({ groupId: 'others', name: 'Others', ownerId: 'dave' });
    for (const userId of ['bob', 'carol']) await store.putMember('family', { userId });
    const others = ['dave', 'carol', 'nobody', 'bob'];

    // Act
    const together = await sharing('alice', others);
    await store.removeMember('family', 'carol');
    const afterLeaving = await sharing('alice', others);
    await store.remove(group);
    const afterDeletion = [await sharing('alice', others), await sharing('bob', ['alice'])];

    // Assess
    expect([together, afterLeaving, afterDeletion]).toEqual([['carol', 'bob'], ['bob'], [[], []]]);
  });

  it('have their creator as owner and first member', async () => {
    // Prepare
    const store = open();

    // Act
    const created = await store.create(family);

    // Assess
    expect(created).toEqual({ ...family, memberCount: 1, generation: expect.any(String) });
    expect(await store.find('family')).toEqual(created);
    expect(await store.findMember('family', 'alice')).toEqual({ userId: 'alice' });
  });

  it('are created once', async () => {
    // Prepare
    const store = open();
    await store.create(family);

    // Act
    const again = await store.create({ ...family, name: 'Mine', ownerId: 'mallory' });

    // Assess
    expect(again).toBeUndefined();
    expect(await store.find('family')).toMatchObject({ name: 'Family', ownerId: 'alice' });
    expect(await store.findMember('family', 'mallory')).toBeUndefined();
  });

  it('are renamed only while they exist', async () => {
    // Prepare
    const store = open();
    const group = await made(store);

    // Act
    const results = [
      await store.change(group, { name: '家', ownerId: 'alice' }),
      await store.change({ ...group, groupId: 'friends' }, { name: 'Friends' }),
      await store.change({ ...group, generation: 'earlier' }, { name: 'Mine' }),
    ];

    // Assess
    expect(results).toEqual([true, false, false]);
    expect(await store.find('family')).toMatchObject({ name: '家' });
    expect(await store.find('friends')).toBeUndefined();
  });

  it('keep settings that a change does not name', async () => {
    // Prepare
    const store = open();
    await store.create({ ...family, groupId: 'news', ownerId: 'alice', whoMentionsAll: 'owner' });
    const group = await store.find('news');
    if (group === undefined) throw new Error('it was not created');

    // Act
    const created = group.whoMentionsAll;
    await store.change(group, { name: 'News', ownerId: 'alice', defaultLevel: 'silent' });
    await store.change(group, { name: 'New news', ownerId: 'alice' });

    // Assess
    expect(created).toBe('owner');
    expect(group).not.toHaveProperty('defaultLevel');
    expect(await store.find('news')).toMatchObject({
      name: 'New news',
      whoMentionsAll: 'owner',
      defaultLevel: 'silent',
    });
  });

  it('change their owner, or have none', async () => {
    // Prepare
    const store = open();
    const group = await made(store);

    // Act
    const results = [
      await store.change(group, { name: 'Family', ownerId: 'bob' }),
      await store.change(group, { name: 'Mine', ownerId: 'mallory' }),
      await store.change({ ...group, ownerId: 'bob' }, { name: 'Ours' }),
    ];

    // Assess
    expect(results).toEqual([true, false, true]);
    expect(await store.find('family')).toEqual({ ...group, name: 'Ours', ownerId: undefined });
  });

  it('without an owner have no members at first', async () => {
    // Prepare
    const store = open();

    // Act
    const created = await store.create({ groupId: 'news', name: 'News' });

    // Assess
    expect(created).toMatchObject({ groupId: 'news', memberCount: 0 });
    expect(await store.listMembers('news', 10)).toEqual({ members: [] });
    expect(await store.remove(await found(store, 'news'))).toBe(true);
  });

  it('add and remove many members at once, each counted once', async () => {
    // Prepare
    const store = open();
    await made(store);
    await store.putMember('family', { userId: 'user-000', card: 'Old' });
    const many = members(120);

    // Act
    const added = await store.changeMembers('family', {
      add: many.map((userId) => ({ userId, card: 'New' })),
      remove: [],
    });
    const exchanged = await store.changeMembers('family', {
      add: [{ userId: 'user-100' }],
      remove: [...many.slice(0, 60), 'nobody'],
    });

    // Assess
    expect([added, exchanged]).toEqual(['stored', 'stored']);
    expect(await store.find('family')).toMatchObject({ memberCount: 61 });
    const { members: left } = await store.listMembers('family', 500);
    expect(left.map(({ userId }) => userId)).toEqual(['alice', ...many.slice(60)]);
    expect(await store.findMember('family', 'user-060')).toEqual({ userId: 'user-060', card: 'New' });
  });

  it('that do not exist neither gain nor lose members', async () => {
    // Prepare
    const store = open();

    // Act
    const result = await store.changeMembers('news', { add: [{ userId: 'bob' }], remove: ['carol'] });

    // Assess
    expect(result).toBe('unknown_group');
    expect(await store.findMember('news', 'bob')).toBeUndefined();
  });

  it('that have no room for all additions stay as they are', async () => {
    // Prepare
    const table = openTable();
    const store = open();
    await made(store);
    await store.putMember('family', { userId: 'bob' });
    if (store instanceof MemoryGroups) {
      const others = Array.from({ length: maxGroupMembers - 2 }, (_, n) => ({ userId: `other-${n}` }));
      await store.changeMembers('family', { add: others, remove: [] });
    } else await setCount(table, maxGroupMembers);

    // Act
    const result = await store.changeMembers('family', {
      add: [{ userId: 'carol' }, { userId: 'dave' }],
      remove: ['bob'],
    });

    // Assess
    expect(result).toBe('full');
    expect(await store.findMember('family', 'bob')).toEqual({ userId: 'bob' });
    expect(await store.findMember('family', 'carol')).toBeUndefined();
  });

  it('count a member once, and keep the card that was set last', async () => {
    // Prepare
    const store = open();
    await store.create(family);
    await store.putMember('family', { userId: 'bob', card: 'Dad' });

    // Act
    const result = await store.putMember('family', { userId: 'bob', card: 'Papa' });

    // Assess
    expect(result).toBe('stored');
    expect(await store.findMember('family', 'bob')).toEqual({ userId: 'bob', card: 'Papa' });
    expect((await store.find('family'))?.memberCount).toBe(2);
  });

  it('accept no members before they exist', async () => {
    // Prepare
    const store = open();

    // Act
    const result = await store.putMember('family', { userId: 'bob' });

    // Assess
    expect(result).toBe('unknown_group');
    expect(await store.findMember('family', 'bob')).toBeUndefined();
  });

  it('remove a member once', async () => {
    // Prepare
    const store = open();
    await store.create(family);
    await store.putMember('family', { userId: 'bob' });

    // Act
    const results = [await store.removeMember('family', 'bob'), await store.removeMember('family', 'bob')];

    // Assess
    expect(results).toEqual([true, false]);
    expect((await store.find('family'))?.memberCount).toBe(1);
  });

  it('list each member on one page', async () => {
    // Prepare
    const store = open();
    await store.create(family);
    for (const userId of members(5)) await store.putMember('family', { userId });

    // Act
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await store.listMembers('family', 4, cursor);
      pages.push(page.members.map(({ userId }) => userId));
      cursor = page.cursor;
    } while (cursor !== undefined);

    // Assess
    expect(pages.flat()).toEqual(['alice', ...members(5)]);
    expect(pages[0]).toHaveLength(4);
  });

  it('are deleted with all their members, and can be recreated', async () => {
    // Prepare
    const store = open();
    const group = await made(store);
    for (const userId of members(30)) await store.putMember('family', { userId });

    // Act
    await store.remove(group);

    // Assess
    expect(await store.find('family')).toBeUndefined();
    expect(await store.create({ ...family, ownerId: 'bob' })).toMatchObject({ ownerId: 'bob' });
    expect((await store.listMembers('family', 100)).members).toEqual([{ userId: 'bob' }]);
  });
});

describe('groups in DynamoDB', () => {
  it('leave no items behind when they are removed', async () => {
    // Prepare
    const table = openTable();
    const store = groupStore(table);
    const group = await made(store);
    for (const userId of members(30)) await store.putMember('family', { userId });

    // Act
    await store.remove(group);

    // Assess
    expect(await allItems(table)).toEqual([]);
  });

  it('count right when many join at once', async () => {
    // Prepare
    const store = groupStore(openTable());
    await store.create(family);

    // Act
    await Promise.all(members(8).map((userId) => store.putMember('family', { userId })));

    // Assess
    expect((await store.find('family'))?.memberCount).toBe(9);
  });

  it('do not give the members of a half-removed group to the user who recreates it', async () => {
    // Prepare
    const table = openTable();
    const store = groupStore(table);
    await store.create(family);
    await store.putMember('family', { userId: 'carol' });
    await markDeleted(table);

    // Act
    const created = await store.create({ ...family, ownerId: 'bob' });

    // Assess
    expect(created).toMatchObject({ ownerId: 'bob' });
    expect((await store.listMembers('family', 10)).members).toEqual([{ userId: 'bob' }]);
    expect(await allItems(table)).toEqual(
      expect.arrayContaining([
        expect.objectContaining(groupKey('family')),
        expect.objectContaining(memberKey('family', 'bob')),
      ]),
    );
  });

  it('accept no members while they are being removed', async () => {
    // Prepare
    const table = openTable();
    const store = groupStore(table);
    const group = await made(store);
    await markDeleted(table);

    // Act
    const result = await store.putMember('family', { userId: 'bob' });

    // Assess
    expect(result).toBe('unknown_group');
    expect(await store.change(group, { name: 'Ours' })).toBe(false);
    expect(await store.remove(group)).toBe(false);
    expect(await store.find('family')).toBeUndefined();
  });
});

/** As in a group with so many members. */
async function setCount({ client, name }: ReturnType<typeof openTable>, memberCount: number): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: groupKey('family'),
      UpdateExpression: 'SET memberCount = :count',
      ExpressionAttributeValues: { ':count': memberCount },
    }),
  );
}

/** As a removal leaves it that was cut off. */
async function markDeleted({ client, name }: ReturnType<typeof openTable>): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: groupKey('family'),
      UpdateExpression: 'SET isDeleted = :true',
      ExpressionAttributeValues: { ':true': true },
    }),
  );
}
