import { inBatches } from '../../platform/inBatches.ts';
import { keyOf } from '../../platform/keyOf.ts';
import { membershipPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { MembershipStore } from '../ports.ts';

/** How many users are queried concurrently. */
const usersAtOnce = 50;

/** Which groups users are in. Members of groups from version 0.3.0 are not known here until they are added again. */
export function membershipStore(table: Table): MembershipStore {
  async function groupsOf(userId: string): Promise<string[]> {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': membershipPartition(userId) },
      ConsistentRead: true,
    });
    return items.map(({ sk, generation }) =>
      keyOf(String(sk), generation === undefined ? undefined : String(generation)),
    );
  }

  return {
    async sharing(userId, others) {
      const own = new Set(await groupsOf(userId));
      if (own.size === 0) return [];
      const sharing: string[] = [];
      for (const some of inBatches(others, usersAtOnce)) {
        const groups = await Promise.all(some.map(groupsOf));
        sharing.push(...some.filter((_other, index) => groups[index]?.some((group) => own.has(group))));
      }
      return sharing;
    },
  };
}
