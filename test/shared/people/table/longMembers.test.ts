/** A group whose members are more than DynamoDB hands out at once: it ends a page at 1 MB, whatever the limit. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { memberItem } from '../../../../shared/people/table/groupItems.ts';
import { groupStore } from '../../../../shared/people/table/groups.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { groupKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const userIds = Array.from({ length: 641 }, (_, index) => `${String(index).padStart(4, '0')}${'界'.repeat(251)}`);

/** Alice owns it, and all have cards as long as they may be. */
async function storeLongMembers({ client, name }: Table): Promise<void> {
  const members = ['alice', ...userIds].map((userId) => memberItem('long', { userId, card: '名'.repeat(100) }, 'one'));
  const group = { ...groupKey('long'), name: 'Long', ownerId: 'alice', memberCount: members.length, generation: 'one' };
  const defined = (item: object) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
  for (const batch of inBatches([group, ...members], 25)) {
    const puts = batch.map((item) => ({ PutRequest: { Item: defined(item) } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  }
}

describe('a group of 641 members with long IDs and cards', () => {
  it.each([500, 641, 642, 1000])('is listed whole, %i at a time', async (limit) => {
    // Prepare
    const table = openTable();
    await storeLongMembers(table);
    const groups = groupStore(table);
    const listed: string[] = [];

    // Act
    let cursor: string | undefined;
    do {
      const page = await groups.listMembers('long', limit, cursor);
      listed.push(...page.members.map(({ userId }) => userId));
      cursor = page.cursor;
    } while (cursor !== undefined);

    // Assess
    expect(listed.toSorted()).toEqual(['alice', ...userIds].toSorted());
  });

  it('is sent to whole', async () => {
    // Prepare
    const table = openTable();
    await storeLongMembers(table);
    const ports = { ...memoryPorts(), groups: groupStore(table) };
    const input = { from: 'alice', to: { groupId: 'long' }, onlineUserOnly: false, offlinePush: {} };

    // Act
    const result = await sendMessage(ports, { ...input, elements: [{ type: 'text', text: 'hi' }] });

    // Assess
    const queued = ports.deliveries.enqueued.flatMap(({ task }) => (task.task === 'chunk' ? task.recipients : []));
    expect(new Set(queued)).toEqual(new Set(['alice', ...userIds]));
    expect(queued).toHaveLength(userIds.length + 1);
    expect(result).toMatchObject({ summary: { retrying: userIds.length + 1 } });
  });

  it('is removed whole', async () => {
    // Prepare
    const table = openTable();
    await storeLongMembers(table);
    const groups = groupStore(table);
    const group = await groups.find('long');

    // Act
    if (group !== undefined) await groups.remove(group);

    // Assess
    expect((await groups.listMembers('long', 1000)).members).toEqual([]);
  });
});
