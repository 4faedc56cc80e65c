/** Limits of what a user may have, in the real table: at once, on stages from before, and beyond a page of DynamoDB. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { maxBlocks, maxConversationSettings } from '../../../../shared/people/rules/limits.ts';
import { blockStore } from '../../../../shared/people/table/blocks.ts';
import { conversationStore } from '../../../../shared/people/table/conversations.ts';
import { blockKey, reachKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { happenDuring } from '../../../support/memory/interleave.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Sets the count as so many items would have made it. */
async function setCount({ client, name: TableName }: Table, counts: Record<string, number>): Promise<void> {
  await client.send(new PutCommand({ TableName, Item: { ...reachKey('bob'), ...counts } }));
}

/** As version 0.3.0 has stored it: without a count. */
async function blockedBefore({ client, name: TableName }: Table, blockedUserId: string): Promise<void> {
  await client.send(new PutCommand({ TableName, Item: { ...blockKey('bob', blockedUserId), blockedUserId } }));
}

const countsOf = async (table: Table) => (await allItems(table)).find(({ sk }) => sk === 'REACH');

describe('a limit', () => {
  it.each<[string, string, number, (table: Table, index: number) => Promise<'stored' | 'full'>]>([
    ['blocks', 'BLOCK#', maxBlocks, (table, index) => blockStore(table).put('bob', `user-${index}`)],
    [
      'conversations',
      'CONVERSATION#',
      maxConversationSettings,
      (table, index) => conversationStore(table).put('bob', `user:${index}`, { receive: 'none' }),
    ],
  ])('of %s holds under concurrent additions', async (name, prefix, most, put) => {
    // Prepare
    const table = openTable();
    const room = 3;
    await setCount(table, { [name]: most - room });

    // Act
    const results = await Promise.all(numbers(12).map((index) => put(table, index)));

    // Assess
    const stored = (await allItems(table)).filter(({ sk }) => String(sk).startsWith(prefix));
    expect(results.filter((result) => result === 'stored')).toHaveLength(room);
    expect(stored).toHaveLength(room);
    expect(await countsOf(table)).toMatchObject({ [name]: most });
  });

  it('counts existing items while others add and remove', async () => {
    // Prepare
    const table = openTable();
    const other = blockStore(openTable());
    for (const index of numbers(5)) await blockedBefore(table, `user-${index}`);
    for (const request of numbers(5)) {
      happenDuring(table, [
        { request, happen: () => other.put('bob', `later-${request}`) },
        { request: request + 1, happen: () => other.remove('bob', `user-${request}`) },
      ]);

      // Act
      await blockStore(table).put('bob', `mine-${request}`);
    }

    // Assess
    const { userIds } = await other.list('bob', 100);
    expect(await countsOf(openTable())).toMatchObject({ blocks: userIds.length });
  });

  it('counts one item once, however often it is put and removed', async () => {
    // Prepare
    const table = openTable();
    const store = conversationStore(table);

    // Act
    for (const receive of ['none', 'silent', 'none'] as const) await store.put('bob', 'user:alice', { receive });
    await store.remove('bob', 'user:carol');
    const before = await countsOf(table);
    await store.remove('bob', 'user:alice');
    await store.remove('bob', 'user:alice');

    // Assess
    expect(before).toMatchObject({ conversations: 1 });
    expect(await countsOf(table)).toMatchObject({ conversations: 0 });
  });

  it('already exceeded by an older stage allows removals, and additions only once there is room', async () => {
    // Prepare
    const table = openTable();
    const store = blockStore(table);
    await setCount(table, { blocks: maxBlocks + 1 });
    await blockedBefore(table, 'mallory');

    // Act
    const refused = await store.put('bob', 'eve');
    const known = await store.put('bob', 'mallory');
    await store.remove('bob', 'mallory');

    // Assess
    expect([refused, known]).toEqual(['full', 'stored']);
    expect(await countsOf(table)).toMatchObject({ blocks: maxBlocks });
  });
});

describe('more items than one DynamoDB page', () => {
  it('are counted and listed completely', async () => {
    // Prepare
    const table = openTable();
    const userIds = numbers(700).map((index) => `${String(index).padStart(4, '0')}${'界'.repeat(251)}`);
    for (const userId of userIds) await blockedBefore(table, userId);
    const store = blockStore(table);

    // Act
    const page = await store.list('bob', maxBlocks);
    await store.put('bob', 'mallory');

    // Assess
    expect(page).toEqual({ userIds });
    expect(await countsOf(table)).toMatchObject({ blocks: userIds.length + 1 });
  });
});
