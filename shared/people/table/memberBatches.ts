/** Adds and removes many members at once: each transaction changes some of them and the group's count together. */
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { batchGet } from '../../platform/table/batchGet.ts';
import { itemAs } from '../../platform/table/item.ts';
import { memberKey, membershipKey } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table } from '../../platform/table/table.ts';
import type { GroupReader, GroupStore } from '../ports.ts';
import type { GroupMember, MemberChanges } from '../rules/group.ts';
import { maxGroupMembers } from '../rules/limits.ts';
import {
  countMembers,
  type Generation,
  isNotOf,
  isOf,
  type MemberItem,
  memberItem,
  memberShape,
  membershipItem,
} from './groupItems.ts';

/** A transaction takes 100 items: the group's count, and two for each member. */
const batchSize = 49;

/** BatchGetItem takes up to 100 keys. */
const keysAtOnce = 100;

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

export function memberBatches(table: Table, reader: GroupReader): Pick<GroupStore, 'changeMembers'> {
  const { client, name: TableName } = table;

  /** Those of the users who are members of the group of this generation. */
  async function membersAmong(groupId: string, userIds: readonly string[], generation: Generation) {
    const keys = userIds.map((userId) => memberKey(groupId, userId));
    const items = (await Promise.all(inBatches(keys, keysAtOnce).map((batch) => batchGet(table, batch)))).flat();
    const members = items.map((item) => itemAs<MemberItem>(item, 'group member', memberShape));
    return new Set(members.filter((member) => member.generation === generation).map(({ userId }) => userId));
  }

  async function add(groupId: string, members: readonly GroupMember[]) {
    const group = await reader.find(groupId);
    if (group === undefined) return 'unknown_group';
    const { generation, memberCount } = group;
    const userIds = members.map(({ userId }) => userId);
    const known = await membersAmong(groupId, userIds, generation);
    const added = members.length - known.size;
    if (memberCount + added > maxGroupMembers) return 'full';
    const writes: Writes = members.flatMap((member) => {
      const Item = memberItem(groupId, member, generation);
      if (known.has(member.userId)) return [{ Put: { TableName, Item, ...isOf(generation, 'attribute_exists(pk)') } }];
      return [
        { Put: { TableName, Item, ...isNotOf(generation) } },
        { Put: { TableName, Item: membershipItem(groupId, member.userId, generation) } },
      ];
    });
    if (added > 0) writes.push({ Update: countMembers(TableName, groupId, added, generation) });
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return 'stored';
  }

  async function remove(groupId: string, userIds: readonly string[]) {
    const group = await reader.find(groupId);
    if (group === undefined) return;
    const { generation } = group;
    const members = [...(await membersAmong(groupId, userIds, generation))];
    if (members.length === 0) return;
    const isThere = isOf(generation, 'attribute_exists(pk)');
    const writes: Writes = members.flatMap((userId) => [
      { Delete: { TableName, Key: memberKey(groupId, userId), ...isThere } },
      { Delete: { TableName, Key: membershipKey(userId, groupId) } },
    ]);
    writes.push({ Update: countMembers(TableName, groupId, -members.length, generation) });
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
  }

  async function fits(groupId: string, { add, remove }: MemberChanges) {
    const group = await reader.find(groupId);
    if (group === undefined) return 'unknown_group';
    const added = add.map(({ userId }) => userId);
    const known = await membersAmong(groupId, [...added, ...remove], group.generation);
    // A known one of `add` is not new, and a known one of `remove` leaves.
    const after = group.memberCount + added.length - known.size;
    return after > maxGroupMembers ? 'full' : 'stored';
  }

  return {
    async changeMembers(groupId, changes) {
      const checked = await fits(groupId, changes);
      if (checked !== 'stored') return checked;
      for (const batch of inBatches(changes.remove, batchSize)) await retryOnConflict(() => remove(groupId, batch));
      for (const batch of inBatches(changes.add, batchSize)) {
        const added = await retryOnConflict(() => add(groupId, batch));
        if (added !== 'stored') return added;
      }
      return 'stored';
    },
  };
}
