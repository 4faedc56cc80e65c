import { devicePrefix, userPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';

/** Home of a user's phones: the territory that the newest registration of any of them has named. */
export async function readTerritory(table: Table, userId: string): Promise<string | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
    ProjectionExpression: 'territory, registeredAt',
  });
  const devices = items as { territory?: string | undefined; registeredAt: string }[];
  return devices
    .filter(({ territory }) => territory !== undefined)
    .reduce<(typeof devices)[number] | undefined>(
      (newest, device) => (newest && newest.registeredAt >= device.registeredAt ? newest : device),
      undefined,
    )?.territory;
}
