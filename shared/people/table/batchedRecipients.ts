import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { inBatches } from '../../platform/inBatches.ts';
import { type ItemImage, plainItem } from '../../platform/table/attributeValues.ts';
import { userPartition } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { RecipientStore } from '../ports.ts';
import { unlessAllFail, unreadable } from '../rules/unreadableRecipient.ts';
import { recipientFromItems, recipientStore } from './recipients.ts';

/** PartiQL takes up to 50 partition keys in a list. */
const maxUsers = 50;

/**
 * Reads the partitions of many users in one request, which no Query can: a request costs the worker ten times as much
 * as the items of a user in it. The same items, with the same consistency, for the same units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html
 */
export function batchedRecipients(table: Table): RecipientStore {
  const { client, name } = table;

  /** By partition. */
  async function read(userIds: readonly string[]): Promise<Map<string, Record<string, unknown>[]>> {
    const partitions = new Map(userIds.map((userId) => [userPartition(userId), [] as Record<string, unknown>[]]));
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ExecuteStatementCommand({
          Statement: `SELECT * FROM "${name}" WHERE pk IN [${userIds.map(() => '?').join(',')}]`,
          Parameters: [...partitions.keys()].map((S) => ({ S })),
          ConsistentRead: true,
          NextToken,
        }),
      );
      for (const image of page.Items ?? []) {
        const item = plainItem(image as ItemImage);
        partitions.get(String(item['pk']))?.push(item);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return partitions;
  }

  return {
    find: recipientStore(table).find,

    async findAll(userIds, about) {
      const lists = await Promise.all(inBatches(userIds, maxUsers).map(read));
      const partitions = new Map(lists.flatMap((list) => [...list]));
      return unlessAllFail(
        userIds.map((userId) => {
          try {
            return recipientFromItems(userId, partitions.get(userPartition(userId)) ?? [], about);
          } catch (fault) {
            return unreadable(userId, fault);
          }
        }),
      );
    },
  };
}
