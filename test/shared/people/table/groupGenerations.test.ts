/** Groups that are deleted and recreated while others use them, and groups that version 0.3.0 has stored. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { deleteGroup, putGroup, putMember, readGroup, removeMember } from '../../../../shared/people/flows/groups.ts';
import type { GroupStore } from '../../../../shared/people/ports.ts';
import { maxGroupMembers } from '../../../../shared/people/rules/limits.ts';
import { conversationStore } from '../../../../shared/people/table/conversations.ts';
import { groupStore } from '../../../../shared/people/table/groups.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { groupKey, memberKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { happenDuring } from '../../../support/memory/interleave.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const family = { groupId: 'family', name: 'Family' };

type Do = (groups: GroupStore) => Promise<unknown>;
const doings: Readonly<Record<string, Do>> = {
  'Alice deletes it': (groups) => deleteGroup({ groups }, 'alice', 'family'),
  'Alice deletes it and recreates it': async (groups) => {
    await deleteGroup({ groups }, 'alice', 'family');
    await putGroup({ groups }, 'alice', family);
  },
  'Alice deletes it and Carol takes its ID': async (groups) => {
    await deleteGroup({ groups }, 'alice', 'family');
    await putGroup({ groups }, 'carol', family);
  },
  'Alice makes or renames it': (groups) => putGroup({ groups }, 'alice', { ...family, name: 'Ours' }),
  'Carol makes it': (groups) => putGroup({ groups }, 'carol', family),
  'Alice adds Dave': (groups) => putMember({ ...memoryPorts(), groups }, 'alice', 'family', { userId: 'dave' }),
  'Bob leaves': (groups) => removeMember({ groups }, 'bob', 'family', 'bob'),
  'Bob sets his card': (groups) =>
    putMember({ ...memoryPorts(), groups }, 'bob', 'family', { userId: 'bob', card: 'Dad' }),
};
const names = Object.keys(doings);

/** A group, if there is one, has its owner among its members, counts them right, and there are no others. */
async function expectSound(table: Table): Promise<void> {
  const groups = groupStore(table);
  const items = (await allItems(table)).filter(({ pk }) => pk === groupKey('family').pk);
  const group = await groups.find('family');
  const members = items.filter(({ sk }) => String(sk).startsWith('MEMBER#'));
  if (group === undefined) {
    expect(items).toEqual([]);
    return;
  }
  expect(members.map(({ userId }) => userId)).toContain(group.ownerId);
  expect(members).toHaveLength(group.memberCount);
  expect(new Set(members.map(({ generation }) => generation))).toEqual(new Set([group.generation]));
  expect(await readGroup({ groups }, group.ownerId ?? '', 'family')).toEqual(group);
}

describe.each(names)('while %s', (slow) => {
  it.each(names)('%s: the group is then complete or gone', async (quick) => {
    for (let request = 0; request < 9; request += 1) {
      // Prepare
      const table = openTable();
      const other = groupStore(openTable());
      await deleteGroup({ groups: other }, 'carol', 'family');
      await deleteGroup({ groups: other }, 'alice', 'family');
      await putGroup({ groups: other }, 'alice', family);
      await other.putMember('family', { userId: 'bob' });
      const [doSlow, doQuick] = [doings[slow], doings[quick]];
      const seen = happenDuring(table, [{ request, happen: async () => doQuick?.(other) }]);

      // Act
      await doSlow?.(groupStore(table));

      // Assess
      await expectSound(openTable());
      if (seen.happened === 0) break;
    }
  });
});

describe('a group', () => {
  it('is complete or deleted after many concurrent deletions and recreations', async () => {
    // Prepare
    const table = openTable();
    const groups = groupStore(table);
    await putGroup({ groups }, 'alice', family);
    const all = ['Alice deletes it', 'Alice makes or renames it', 'Carol makes it', 'Alice deletes it'];

    // Act
    for (let round = 0; round < 6; round += 1) {
      await Promise.allSettled([...all, ...all].map((name) => doings[name]?.(groups)));
    }

    // Assess
    await expectSound(table);
  });

  it('stays within its limit of members after many concurrent additions', async () => {
    // Prepare
    const table = openTable();
    const groups = groupStore(table);
    await groups.create({ ...family, ownerId: 'alice' });
    const group = await groups.find('family');
    const Item = { ...groupKey('family'), ...group, memberCount: maxGroupMembers - 2 };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => groups.putMember('family', { userId: `user-${index}` })),
    );

    // Assess
    expect(results.filter((result) => result === 'stored')).toHaveLength(2);
    expect((await groups.find('family'))?.memberCount).toBe(maxGroupMembers);
  });

  it('that was recreated is a new conversation: nobody has muted it', async () => {
    // Prepare
    const table = openTable();
    const [groups, conversations] = [groupStore(table), conversationStore(table)];
    const earlier = await groups.create({ ...family, ownerId: 'alice' });
    await conversations.put('bob', 'group:family', { receive: 'none' }, earlier?.generation);
    await deleteGroup({ groups }, 'alice', 'family');
    const { generation } = (await groups.create({ ...family, ownerId: 'carol' })) ?? {};
    const about = { from: 'carol', conversationId: 'group:family' };

    // Act
    const recipient = await recipientStore(table).find('bob', { ...about, generation });

    // Assess
    expect(recipient.conversation).toBeUndefined();
    expect(await conversations.find('bob', 'group:family', generation)).toBeUndefined();
    const before = await recipientStore(table).find('bob', { ...about, generation: earlier?.generation });
    expect(before.conversation).toEqual({ receive: 'none' });
  });
});

describe('a group of version 0.3.0', () => {
  async function storeEarlier({ client, name: TableName }: Table, userIds: readonly string[]): Promise<void> {
    const group = { name: 'Family', ownerId: 'alice', memberCount: userIds.length };
    await client.send(new PutCommand({ TableName, Item: { ...groupKey('family'), ...group } }));
    for (const userId of userIds) {
      await client.send(new PutCommand({ TableName, Item: { ...memberKey('family', userId), userId } }));
    }
  }

  it('works unchanged until it is deleted', async () => {
    // Prepare
    const table = openTable();
    const groups = groupStore(table);
    await storeEarlier(table, ['alice', 'bob']);
    await conversationStore(table).put('bob', 'group:family', { receive: 'none' });

    // Act
    const renamed = await putGroup({ groups }, 'alice', { ...family, name: 'Ours' });
    await putMember({ ...memoryPorts(), groups }, 'alice', 'family', { userId: 'dave' });
    await removeMember({ groups }, 'bob', 'family', 'bob');
    const said = await conversationStore(table).find('bob', 'group:family', (await groups.find('family'))?.generation);
    await deleteGroup({ groups }, 'alice', 'family');

    // Assess
    expect(renamed).toMatchObject({ name: 'Ours' });
    expect(said).toEqual({ receive: 'none' });
    expect((await allItems(table)).filter(({ pk }) => pk === groupKey('family').pk)).toEqual([]);
  });

  it('without its owner’s item can be read, renamed and deleted by the owner', async () => {
    // Prepare
    const table = openTable();
    const groups = groupStore(table);
    await storeEarlier(table, ['bob']);

    // Act
    const read = await readGroup({ groups }, 'alice', 'family');
    await putGroup({ groups }, 'alice', family);
    const member = await groups.findMember('family', 'alice');
    const refused = await deleteGroup({ groups }, 'alice', 'family');

    // Assess
    expect(read).toMatchObject({ ownerId: 'alice' });
    expect(member).toMatchObject({ userId: 'alice' });
    expect(refused).toBeUndefined();
  });
});
