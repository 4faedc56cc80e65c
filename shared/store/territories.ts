import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { devicePrefix, userPartition } from './keys.ts';
import type { Table } from './table.ts';

/** Where a user's phones are at home: the territory that the newest registration of any of them has named. */
export async function readTerritory({ client, name }: Table, userId: string): Promise<string | undefined> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
      ProjectionExpression: 'territory, registeredAt',
    }),
  );
  const devices = Items as { territory?: string; registeredAt: string }[];
  return devices
    .filter(({ territory }) => territory !== undefined)
    .reduce<(typeof devices)[number] | undefined>(
      (newest, device) => (newest && newest.registeredAt >= device.registeredAt ? newest : device),
      undefined,
    )?.territory;
}
