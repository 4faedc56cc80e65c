import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { itemAs } from '../../platform/table/item.ts';
import { groupPartition, type Key, memberPrefix, membershipKey } from '../../platform/table/keys.ts';
import { queryPage } from '../../platform/table/queryPage.ts';
import { isConditionFailure, type Table } from '../../platform/table/table.ts';
import { type Generation, isOf, type MemberItem, memberShape } from './groupItems.ts';

/** A transaction takes 100 items: for each member there are two. */
const batchSize = 50;
const batchesAtOnce = 4;

/**
 * Removes the members of a deleted group, of this generation alone. Several callers may do it concurrently: the owner
 * who deletes the group, and the user who recreates it.
 */
export async function removeMembers(table: Table, groupId: string, generation: Generation): Promise<void> {
  for (;;) {
    const query = {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': groupPartition(groupId), ':prefix': memberPrefix },
      ProjectionExpression: 'pk, sk, userId, generation',
      ConsistentRead: true,
    };
    const { items } = await queryPage(table, query, batchSize * batchesAtOnce);
    const members = items
      .map((item) => itemAs<Key & MemberItem>(item, 'group member', memberShape))
      .filter((member) => member.generation === generation);
    if (members.length === 0) return;
    await Promise.all(inBatches(members, batchSize).map((batch) => removeBatch(table, groupId, batch, generation)));
  }
}

/** Members that another caller removes concurrently are found again by the next round, or are gone by then. */
async function removeBatch(
  { client, name: TableName }: Table,
  groupId: string,
  members: readonly (Key & MemberItem)[],
  generation: Generation,
) {
  const condition = isOf(generation);
  const ConditionExpression = `attribute_not_exists(pk) OR ${condition.ConditionExpression}`;
  const deletion = (Key: Key) => ({ Delete: { TableName, Key, ...condition, ConditionExpression } });
  const TransactItems = members.flatMap(({ pk, sk, userId }) => [
    deletion({ pk, sk }),
    deletion(membershipKey(userId, groupId)),
  ]);
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}
