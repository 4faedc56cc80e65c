import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNumber, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { spendingKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { SpendingStore } from '../ports.ts';
import { type BroadcastUse, noUse } from '../rules/cost.ts';

/** A year and a month, as the counters of messages. */
const keptDays = 400;
const counters = ['tasks', 'devices', 'pushes', 'kept'] as const satisfies (keyof BroadcastUse)[];
const shape = Object.fromEntries(counters.map((name) => [name, orAbsent(isNumber)]));

/** One item for each month: a task adds to it once, far below the thousand writes a second that it takes. */
export function spendingStore({ client, name: TableName }: Table): SpendingStore {
  const useOf = (item: Record<string, unknown> | undefined): BroadcastUse =>
    item === undefined ? noUse : { ...noUse, ...itemAs<Partial<BroadcastUse>>(item, 'use of broadcasts', shape) };

  return {
    async read(month) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: spendingKey(month) }));
      return useOf(Item);
    },

    async add(month, use) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: spendingKey(month),
          UpdateExpression: `ADD ${counters.map((name) => `#${name} :${name}`).join(', ')} SET #ttl = if_not_exists(#ttl, :ttl)`,
          ExpressionAttributeNames: {
            ...Object.fromEntries(counters.map((name) => [`#${name}`, name])),
            '#ttl': 'ttl',
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(counters.map((name) => [`:${name}`, use[name]])),
            ':ttl': Math.floor(Date.parse(month) / 1000) + keptDays * 24 * 60 * 60,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return useOf(Attributes);
    },
  };
}
