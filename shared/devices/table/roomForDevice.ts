/** Keeps a user's devices within their limit: registering one more removes those that were seen longest ago. */
import { countsKey } from '../../platform/table/keys.ts';
import type { Table, TransactItem } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { givingWay, maxDevices } from '../rules/deviceLimit.ts';
import { deleteDevice, kindsOf } from './deviceItem.ts';
import { readDevices } from './readDevices.ts';
import type { RegistrationState } from './registrationState.ts';
import { removeInBatches } from './removeDevices.ts';

/** A device and its notes are up to five items, and a transaction has room for a hundred. */
const maxInTransaction = 10;
/** Thousands were possible once. The rest is removed at the next registration. */
const maxAtOnce = 1000;

/**
 * Only a registration that adds a device reads the others. Two concurrent ones would each make room without seeing the
 * other's device, so each also increments the number that the user has added, on the condition that nobody has since.
 */
export async function makeRoom(
  table: Table,
  device: Device,
  { previous, devicesAdded }: RegistrationState,
): Promise<TransactItem[]> {
  if (previous !== undefined && devicesAdded !== undefined) return [];
  const devices = await readDevices(table, device.userId);
  const others = devices.filter(({ deviceId }) => deviceId !== device.deviceId);
  const surplus = givingWay(others, maxDevices - 1);
  await removeInBatches(table, surplus.slice(0, -maxInTransaction).slice(0, maxAtOnce));
  return [
    countAdded(table.name, device.userId, devicesAdded),
    ...surplus
      .slice(-maxInTransaction)
      .flatMap((oneOfThem) => deleteDevice(table.name, oneOfThem, kindsOf(oneOfThem.tokens))),
  ];
}

function countAdded(TableName: string, userId: string, devicesAdded: number | undefined): TransactItem {
  return {
    Update: {
      TableName,
      Key: countsKey(userId),
      UpdateExpression: 'SET devicesAdded = :added',
      ConditionExpression:
        devicesAdded === undefined ? 'attribute_not_exists(devicesAdded)' : 'devicesAdded = :readAdded',
      ExpressionAttributeValues: {
        ':added': (devicesAdded ?? 0) + 1,
        ...(devicesAdded !== undefined && { ':readAdded': devicesAdded }),
      },
    },
  };
}
