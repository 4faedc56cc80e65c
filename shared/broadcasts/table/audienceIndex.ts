import { DeleteCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AudienceRow } from '../../devices/rules/audienceRow.ts';
import { audienceRowFromItem } from '../../devices/table/audienceRow.ts';
import { audienceShards } from '../../platform/audienceShards.ts';
import type { StoredItem } from '../../platform/table/item.ts';
import { audienceKey, audiencePartition, reachKey } from '../../platform/table/keys.ts';
import { failedConditions, isConditionFailure, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { AudienceIndex, PlacedRow } from '../ports.ts';
import { estimateRows, placeOf, type ShardRange } from '../rules/ranges.ts';

/** DynamoDB ends a page at 1 MB. Rows are read with eventual consistency: each carries its own token. */
export function audienceIndex({ client, name: TableName }: Table): AudienceIndex {
  async function* shardPages(
    appId: string,
    { shard, from, to }: ShardRange,
    after: string | undefined,
  ): AsyncGenerator<PlacedRow[]> {
    const partition = audiencePartition(appId, shard);
    let ExclusiveStartKey: Record<string, unknown> | undefined =
      after === undefined ? undefined : { pk: partition, sk: after.slice(1) };
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': partition, ':from': from, ':to': to },
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      yield (page.Items ?? []).map((item) => ({ place: placeOf(shard, String(item['sk'])), ...rowOrFault(item) }));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  return {
    async estimate(appId) {
      const { Count = 0, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': audiencePartition(appId, 0) },
          Select: 'COUNT',
        }),
      );
      return estimateRows(Count, LastEvaluatedKey && String(LastEvaluatedKey['sk'])) * audienceShards;
    },

    async *pages(appId, ranges, after) {
      for (const range of ranges) {
        const shard = range.shard.toString(16);
        if (after !== undefined && after.charAt(0) > shard) continue;
        yield* shardPages(appId, range, after?.startsWith(shard) ? after : undefined);
      }
    },

    /** The device loses its mark, so that its next registration writes a row again. A device may be gone, its row not. */
    async forget(appId, { userId, deviceId, token }) {
      const Update = {
        TableName,
        Key: reachKey(userId),
        UpdateExpression: 'REMOVE devices.#device.audienceMark',
        ConditionExpression: 'attribute_exists(devices.#device)',
        ExpressionAttributeNames: { '#device': deviceId },
      };
      const Delete = {
        TableName,
        Key: audienceKey(appId, userId, deviceId),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': token },
      };
      try {
        await client.send(new TransactWriteCommand({ TransactItems: [{ Update }, { Delete }] }));
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const [isDeviceGone] = failedConditions(error);
        if (!isDeviceGone) return;
        await unlessConditionFails(() => client.send(new DeleteCommand(Delete)));
        // If the device has registered in between, its row is gone too.
        await unlessConditionFails(() => client.send(new UpdateCommand(Update)));
      }
    },

    async learn(appId, { userId, deviceId, token }, environment) {
      await unlessConditionFails(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: audienceKey(appId, userId, deviceId),
            UpdateExpression: 'SET environment = :environment',
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':environment': environment, ':token': token },
          }),
        ),
      );
    },
  };
}

function rowOrFault(item: StoredItem): { row: AudienceRow } | { fault: unknown } {
  try {
    return { row: audienceRowFromItem(item) };
  } catch (fault) {
    return { fault };
  }
}
