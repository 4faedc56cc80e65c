import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { groupKey, groupPartition, memberKey, memberPrefix } from '../../platform/table/keys.ts';
import { queryPage } from '../../platform/table/queryPage.ts';
import type { Table } from '../../platform/table/table.ts';
import type { GroupReader } from '../ports.ts';
import { type Group, groupSettingsOf } from '../rules/group.ts';
import { type GroupItem, groupItemAs, memberFromItem } from './groupItems.ts';

/** Reads groups. A separate module, so that sending and ringing do not load the code that changes them. */
export function groupReader(table: Table): GroupReader {
  const { client, name: TableName } = table;
  return {
    async find(groupId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: groupKey(groupId), ConsistentRead: true }));
      return Item && groupFromItem(groupId, groupItemAs(Item));
    },

    async findMember(groupId, userId) {
      const Key = memberKey(groupId, userId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && memberFromItem(Item);
    },

    async listMembers(groupId, limit, cursor) {
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':prefix': memberPrefix },
        ConsistentRead: true,
        ...(cursor !== undefined && { ExclusiveStartKey: memberKey(groupId, cursor) }),
      };
      const { items, hasMore } = await queryPage(table, query, limit);
      const members = items.map(memberFromItem);
      const last = members.at(-1);
      return { members, ...(hasMore && last && { cursor: last.userId }) };
    },
  };
}

function groupFromItem(groupId: string, item: GroupItem): Group | undefined {
  if (item.isDeleted) return undefined;
  const { name, ownerId, memberCount, generation } = item;
  return { groupId, name, ownerId, memberCount, generation, ...groupSettingsOf(item) };
}
