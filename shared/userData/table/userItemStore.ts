import type { Clock } from '../../platform/ports.ts';
import { queryPage } from '../../platform/table/queryPage.ts';
import { isExpired, type Table } from '../../platform/table/table.ts';
import type { PlacedEntry, UserItemStore } from '../ports.ts';
import { storedEntry } from './storedEntry.ts';
import { userPartitions } from './userPartitions.ts';

/** Number of the partition, and the sort key in it. */
const placeOf = (partition: number, sort: string): string => `${partition} ${sort}`;

export function userItemStore(table: Table, clock: Clock): UserItemStore {
  return {
    placePattern: /^[0-3] .+$/s,

    async page(userId, limit, after) {
      const start = Number(after?.slice(0, 1) ?? 0);
      const entries: PlacedEntry[] = [];
      let last: string | undefined;
      let read = 0;
      for (const [index, partitionOf] of userPartitions.entries()) {
        if (index < start) continue;
        const pk = partitionOf(userId);
        const { items, hasMore } = await queryPage(
          table,
          {
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': pk },
            ConsistentRead: true,
            ...(after !== undefined && index === start && { ExclusiveStartKey: { pk, sk: after.slice(2) } }),
          },
          limit - read,
        );
        read += items.length;
        for (const item of items) {
          last = placeOf(index, String(item['sk']));
          const entry = isExpired(item, clock.nowMs()) ? undefined : storedEntry(userId, item);
          if (entry !== undefined) entries.push({ place: last, entry });
        }
        if (hasMore) return { entries, next: last };
      }
      return { entries };
    },
  };
}
