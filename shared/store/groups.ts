import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Group, GroupMember, GroupStore } from '../flows/ports.ts';
import { chunks } from '../rules/chunks.ts';
import { mostGroupMembers } from '../rules/limits.ts';
import { groupKey, groupPartition, type Key, memberKey, memberPrefix } from './keys.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { isConditionFailure, type Table } from './table.ts';

/** DynamoDB writes 25 items at a time. */
const batchSize = 25;

/** A group as an item of the table, beside its key. */
interface GroupItem {
  name: string;
  ownerId: string;
  memberCount: number;
  /** It is gone, and its members are being removed: nobody finds it any more. */
  isDeleted?: boolean;
}

export function groupStore({ client, name: TableName }: Table): GroupStore {
  async function readItem(groupId: string): Promise<GroupItem | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: groupKey(groupId), ConsistentRead: true }));
    return Item as GroupItem | undefined;
  }

  async function find(groupId: string): Promise<Group | undefined> {
    const item = await readItem(groupId);
    if (item === undefined || item.isDeleted) return undefined;
    const { name, ownerId, memberCount } = item;
    return { groupId, name, ownerId, memberCount };
  }

  async function findMember(groupId: string, userId: string): Promise<GroupMember | undefined> {
    const Key = memberKey(groupId, userId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && memberFromItem(Item);
  }

  async function removeMembers(groupId: string): Promise<void> {
    for (;;) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':prefix': memberPrefix },
          ProjectionExpression: 'pk, sk',
          ConsistentRead: true,
        }),
      );
      await Promise.all(
        chunks(Items as Key[], batchSize).map(async (keys) => {
          const deletes = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
          await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: deletes } }));
        }),
      );
      // What DynamoDB did not take is found again by the next round.
      if (Items.length === 0 && LastEvaluatedKey === undefined) return;
    }
  }

  return {
    find,
    findMember,

    async create({ groupId, name, ownerId }) {
      if ((await readItem(groupId))?.isDeleted) await removeMembers(groupId);
      const group: GroupItem = { name, ownerId, memberCount: 1 };
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: { ...groupKey(groupId), ...group },
                  ConditionExpression: 'attribute_not_exists(pk) OR isDeleted = :true',
                  ExpressionAttributeValues: { ':true': true },
                },
              },
              { Put: { TableName, Item: { ...memberKey(groupId, ownerId), userId: ownerId } } },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async rename(groupId, name) {
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: groupKey(groupId),
            UpdateExpression: 'SET #name = :name',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(isDeleted)',
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: { ':name': name },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async remove(groupId) {
      // First nobody may find it or join it any more; then there is time for its members.
      await client.send(
        new UpdateCommand({
          TableName,
          Key: groupKey(groupId),
          UpdateExpression: 'SET isDeleted = :true',
          ExpressionAttributeValues: { ':true': true },
        }),
      );
      await removeMembers(groupId);
      await client
        .send(
          new DeleteCommand({
            TableName,
            Key: groupKey(groupId),
            // Somebody may have made it anew meanwhile.
            ConditionExpression: 'isDeleted = :true',
            ExpressionAttributeValues: { ':true': true },
          }),
        )
        .catch((error) => {
          if (!isConditionFailure(error)) throw error;
        });
    },

    putMember: (groupId, { userId, card }) =>
      retryOnConflict(async () => {
        const [group, member] = await Promise.all([find(groupId), findMember(groupId, userId)]);
        if (group === undefined) return 'unknown_group';
        const Item = { ...memberKey(groupId, userId), userId, card };
        if (member !== undefined) {
          const ConditionExpression = 'attribute_exists(pk)';
          await client.send(new PutCommand({ TableName, Item, ConditionExpression }));
          return 'stored';
        }
        if (group.memberCount >= mostGroupMembers) return 'full';
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
              { Update: countMembers(TableName, groupId, 1) },
            ],
          }),
        );
        return 'stored';
      }),

    removeMember: (groupId, userId) =>
      retryOnConflict(async () => {
        if ((await findMember(groupId, userId)) === undefined) return false;
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Delete: {
                  TableName,
                  Key: memberKey(groupId, userId),
                  ConditionExpression: 'attribute_exists(pk)',
                },
              },
              { Update: countMembers(TableName, groupId, -1) },
            ],
          }),
        );
        return true;
      }),

    async listMembers(groupId, limit, cursor) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':prefix': memberPrefix },
          // One more shows whether there is another page; DynamoDB's own sign for it also comes with the last one.
          Limit: limit + 1,
          ConsistentRead: true,
          ...(cursor !== undefined && { ExclusiveStartKey: memberKey(groupId, cursor) }),
        }),
      );
      const members = Items.slice(0, limit).map(memberFromItem);
      const last = members.at(-1);
      return { members, ...(Items.length > limit && last && { cursor: last.userId }) };
    },
  };
}

function memberFromItem(item: Record<string, unknown>): GroupMember {
  const { pk: _pk, sk: _sk, ...member } = item;
  return member as unknown as GroupMember;
}

function countMembers(TableName: string, groupId: string, by: 1 | -1) {
  return {
    TableName,
    Key: groupKey(groupId),
    UpdateExpression: 'ADD memberCount :by',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(isDeleted)',
    ExpressionAttributeValues: { ':by': by },
  };
}
