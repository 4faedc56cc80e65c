/**
 * Items with a limit per user, such as blocks. Their number is in the user's item `REACH`, and changes in one
 * transaction with them: a count before the write would not hold when many come concurrently. A send also sees there
 * whether it has to read any.
 */
import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { countWithPrefix } from './countWithPrefix.ts';
import { type Key, reachKey } from './keys.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { failedConditions, type Table, unlessConditionFails } from './table.ts';

/** A counted kind: its name in `REACH`, the prefix of its sort keys, and its limit. */
export interface Counted {
  name: 'blocks' | 'conversations';
  prefix: string;
  most: number;
}

/** @returns `exists`: there is one under this key, which stays unchanged. `full`: the limit is reached. */
export function addCounted(
  table: Table,
  userId: string,
  counted: Counted,
  Item: Key,
): Promise<'added' | 'exists' | 'full'> {
  const { client, name: TableName } = table;
  return retryOnConflict(async () => {
    const Put = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
    const Update = changeOf(TableName, userId, counted, 1);
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [{ Put }, { Update }] }));
      return 'added';
    } catch (error) {
      const [isThere, isCountWrong] = failedConditions(error);
      if (isThere) return 'exists';
      const count = isCountWrong ? await countOf(table, userId, counted) : 0;
      if (count >= counted.most) return 'full';
      throw error;
    }
  });
}

/** A missing one is not a reason to fail. */
export function removeCounted(table: Table, userId: string, counted: Counted, Key: Key): Promise<void> {
  const { client, name: TableName } = table;
  return retryOnConflict(async () => {
    const Delete = { TableName, Key, ConditionExpression: 'attribute_exists(pk)' };
    const Update = changeOf(TableName, userId, counted, -1);
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [{ Delete }, { Update }] }));
    } catch (error) {
      const [isGone, isCountWrong] = failedConditions(error);
      if (isGone) return;
      if (isCountWrong) await countOf(table, userId, counted);
      throw error;
    }
  });
}

function changeOf(TableName: string, userId: string, { name, most }: Counted, by: 1 | -1) {
  return {
    TableName,
    Key: reachKey(userId),
    UpdateExpression: 'ADD #name :by',
    ConditionExpression: by === 1 ? '#name < :most' : 'attribute_exists(#name)',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':by': by, ...(by === 1 && { ':most': most }) },
  };
}

/**
 * The count, which is created if there is none yet. Nobody adds or removes an item before that is done, so the count is
 * still right when it is written.
 */
async function countOf(table: Table, userId: string, { name, prefix }: Counted): Promise<number> {
  const { client, name: TableName } = table;
  const Key = reachKey(userId);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (Item?.[name] !== undefined) return Number(Item[name]);
  const count = await countWithPrefix(table, userId, prefix);
  const write = new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: 'SET #name = :count',
    ConditionExpression: 'attribute_not_exists(#name)',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':count': count },
  });
  await unlessConditionFails(() => client.send(write));
  return count;
}
