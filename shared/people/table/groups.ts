import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { groupKey, type Key, memberKey, membershipKey } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { isWritten, type Table } from '../../platform/table/table.ts';
import type { GroupStore } from '../ports.ts';
import { groupSettingsOf } from '../rules/group.ts';
import { maxGroupMembers } from '../rules/limits.ts';
import {
  countMembers,
  type GroupItem,
  isAsRead,
  isNotOf,
  isOf,
  type MemberItem,
  memberItem,
  membershipItem,
  withGeneration,
} from './groupItems.ts';
import { groupReader } from './groupReader.ts';
import { memberBatches } from './memberBatches.ts';
import { removeMembers } from './removeMembers.ts';

export function groupStore(table: Table): GroupStore {
  const { client, name: TableName } = table;

  async function read<T>(Key: Key): Promise<T | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item as T | undefined;
  }
  const readGroup = (groupId: string) => read<GroupItem>(groupKey(groupId));
  const readMember = (groupId: string, userId: string) => read<MemberItem>(memberKey(groupId, userId));

  const reader = groupReader(table);

  return {
    ...reader,
    ...memberBatches(table, reader),

    create: ({ groupId, name, ownerId, ...others }) =>
      retryOnConflict(async () => {
        const before = await readGroup(groupId);
        if (before !== undefined && !before.isDeleted) return undefined;
        // Nobody may join the deleted one, so none of its members is left when the new one is created.
        if (before !== undefined) await removeMembers(table, groupId, before.generation);
        const generation = randomUUID();
        const owner = ownerId === undefined ? [] : [ownerId];
        const settings = groupSettingsOf(others);
        const group: GroupItem = { name, ownerId, memberCount: owner.length, generation, ...settings };
        const condition =
          before === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : withGeneration(
                before.generation,
                `attribute_exists(isDeleted) AND ${isOf(before.generation).ConditionExpression}`,
              );
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { TableName, Item: { ...groupKey(groupId), ...group }, ...condition } },
              ...owner.flatMap((userId) => [
                { Put: { TableName, Item: memberItem(groupId, { userId }, generation) } },
                { Put: { TableName, Item: membershipItem(groupId, userId, generation) } },
              ]),
            ],
          }),
        );
        return { groupId, ...group };
      }),

    change: (group, { name, ownerId, ...others }) => {
      const condition = isAsRead(group);
      const next = { name, ...(ownerId !== undefined && { ownerId }), ...groupSettingsOf(others) };
      const names = Object.keys(next);
      const sets = names.map((attribute) => `#${attribute} = :new_${attribute}`).join(', ');
      return isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: groupKey(group.groupId),
            UpdateExpression: `SET ${sets}${ownerId === undefined ? ' REMOVE ownerId' : ''}`,
            ...condition,
            ExpressionAttributeNames: Object.fromEntries(names.map((attribute) => [`#${attribute}`, attribute])),
            ExpressionAttributeValues: {
              ...condition.ExpressionAttributeValues,
              ...Object.fromEntries(Object.entries(next).map(([attribute, value]) => [`:new_${attribute}`, value])),
            },
          }),
        ),
      );
    },

    async remove(group) {
      const { groupId, generation } = group;
      // First nobody may find it or join it any more; then there is time for its members.
      const condition = isAsRead(group);
      const isMarked = await isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: groupKey(groupId),
            UpdateExpression: 'SET isDeleted = :true',
            ...condition,
            ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':true': true },
          }),
        ),
      );
      if (!isMarked) return false;
      await removeMembers(table, groupId, generation);
      // Someone may have recreated it in the meantime.
      const isStillDeleted = isOf(generation, 'attribute_exists(isDeleted)');
      await isWritten(() => client.send(new DeleteCommand({ TableName, Key: groupKey(groupId), ...isStillDeleted })));
      return true;
    },

    putMember: (groupId, member) =>
      retryOnConflict(async () => {
        const [group, known] = await Promise.all([reader.find(groupId), readMember(groupId, member.userId)]);
        if (group === undefined) return 'unknown_group';
        const { generation } = group;
        const Item = memberItem(groupId, member, generation);
        if (known !== undefined && known.generation === generation) {
          await client.send(new PutCommand({ TableName, Item, ...isOf(generation, 'attribute_exists(pk)') }));
          return 'stored';
        }
        if (group.memberCount >= maxGroupMembers) return 'full';
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { TableName, Item, ...isNotOf(generation) } },
              { Put: { TableName, Item: membershipItem(groupId, member.userId, generation) } },
              { Update: countMembers(TableName, groupId, 1, generation) },
            ],
          }),
        );
        return 'stored';
      }),

    removeMember: (groupId, userId) =>
      retryOnConflict(async () => {
        const member = await readMember(groupId, userId);
        if (member === undefined) return false;
        const { generation } = member;
        const Delete = { TableName, Key: memberKey(groupId, userId), ...isOf(generation, 'attribute_exists(pk)') };
        const TransactItems = [
          { Delete },
          { Delete: { TableName, Key: membershipKey(userId, groupId) } },
          { Update: countMembers(TableName, groupId, -1, generation) },
        ];
        await client.send(new TransactWriteCommand({ TransactItems }));
        return true;
      }),
  };
}
