import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { rateKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { RateStore } from '../ports.ts';
import { windowEndSeconds } from '../rules/rates.ts';

export function rateStore({ client, name: TableName }: Table): RateStore {
  return {
    async add(userId, kind, window, requests) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: rateKey(userId, kind, window),
          UpdateExpression: 'ADD requests :requests SET #ttl = :ttl',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':requests': requests, ':ttl': windowEndSeconds(window) },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.['requests']);
    },
  };
}
