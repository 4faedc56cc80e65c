import type { Table } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { devicesInUse } from '../rules/deviceLimit.ts';
import { readReach } from './readReach.ts';

/** Devices of a user that get pushes: as many as the limit allows, where version 0.3.0 has stored more. */
export async function readDevices(table: Table, userId: string): Promise<Device[]> {
  return devicesInUse((await readReach(table, userId)).devices);
}
