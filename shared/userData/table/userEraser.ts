import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { changeAudienceRows } from '../../devices/table/audienceRow.ts';
import { reachFromItem } from '../../devices/table/reachItem.ts';
import { removeDevicesUntil } from '../../devices/table/removeDevices.ts';
import { isoTime } from '../../platform/isoTime.ts';
import { deleteAll } from '../../platform/table/deleteAll.ts';
import {
  badgePrefix,
  blockPrefix,
  callLogPartition,
  conversationPrefix,
  type Key,
  membershipKey,
  membershipPartition,
  numberPrefix,
  numbersPartition,
  reachKey,
  reachSort,
  tagsKey,
  userPartition,
} from '../../platform/table/keys.ts';
import { type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { UserEraser } from '../ports.ts';
import type { ErasedCounts, ErasedKind } from '../rules/erasure.ts';

/** How many items a step deletes: a second's work. */
const stepItems = 250;
/** How many groups a step leaves: three requests each. */
const stepGroups = 50;

export function userEraser(table: Table): UserEraser {
  const { client, name: TableName } = table;

  async function keysIn(pk: string, limit: number, range: { from?: string; until?: string } = {}): Promise<Key[]> {
    const { from, until } = range;
    const condition = until === undefined ? '' : ' AND sk < :until';
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: `pk = :pk${from === undefined ? condition : ' AND begins_with(sk, :from)'}`,
        ExpressionAttributeValues: {
          ':pk': pk,
          ...(from === undefined ? until !== undefined && { ':until': until } : { ':from': from }),
        },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.map(({ pk: partition, sk }) => ({ pk: String(partition), sk: String(sk) }));
  }

  /** The user's partition, the call log until the erasure, and the call directory. */
  const rangesOf = (userId: string, untilMs: number): [pk: string, range: { until?: string }][] => [
    [userPartition(userId), {}],
    [callLogPartition(userId), { until: isoTime(untilMs + 1) }],
    [numbersPartition(userId), {}],
  ];

  async function removeKeys(keys: readonly Key[]): Promise<ErasedCounts> {
    await deleteAll(table, keys);
    const counts: ErasedCounts = {};
    for (const key of keys) {
      const kind = kindOf(key);
      if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  return {
    async removeDevices(userId, untilMs) {
      const { removed, kept } = await removeDevicesUntil(table, userId, untilMs);
      return { kept, counts: removed > 0 ? { devices: removed } : {} };
    },

    async removeReach(userId) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: reachKey(userId),
          UpdateExpression: 'REMOVE profile, tagged, blocks, conversations',
          ReturnValues: 'ALL_OLD',
        }),
      );
      // Of devices that stay, broadcasts must not know what is erased.
      const { devices } = reachFromItem(userId, Attributes);
      await changeAudienceRows(table, devices, 'tags', undefined);
      await changeAudienceRows(table, devices, 'profile', undefined);
      await unlessConditionFails(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: reachKey(userId),
            ConditionExpression: 'attribute_not_exists(devices) OR size(devices) = :none',
            ExpressionAttributeValues: { ':none': 0 },
          }),
        ),
      );
      return Attributes?.['profile'] === undefined ? {} : { profile: 1 };
    },

    async groupsOf(userId) {
      return (await keysIn(membershipPartition(userId), stepGroups)).map(({ sk }) => sk);
    },

    removeMemberships: (userId, groupIds) =>
      deleteAll(
        table,
        groupIds.map((groupId) => membershipKey(userId, groupId)),
      ),

    async removeItems(userId, untilMs) {
      for (const [pk, range] of rangesOf(userId, untilMs)) {
        const keys = (await keysIn(pk, stepItems, range)).filter(({ sk }) => sk !== reachSort);
        if (keys.length > 0) return { counts: await removeKeys(keys), isAll: false };
      }
      return { counts: {}, isAll: true };
    },

    async removeLate(userId, untilMs, withBadges) {
      const keys = [
        ...(await keysIn(callLogPartition(userId), stepItems, { until: isoTime(untilMs + 1) })),
        ...(withBadges ? await keysIn(userPartition(userId), stepItems, { from: badgePrefix }) : []),
      ];
      return removeKeys(keys);
    },
  };
}

/** @returns undefined for what is not counted: changes of the call directory, and items of 0.3.0. */
function kindOf({ pk, sk }: Key): ErasedKind | undefined {
  if (pk.startsWith(callLogPartition(''))) return 'callLogEntries';
  if (pk.startsWith(numbersPartition(''))) return sk.startsWith(numberPrefix) ? 'callDirectoryNumbers' : undefined;
  if (sk === tagsKey('').sk) return 'tags';
  if (sk.startsWith(badgePrefix)) return 'badges';
  if (sk.startsWith(conversationPrefix)) return 'conversations';
  return sk.startsWith(blockPrefix) ? 'blocks' : undefined;
}
