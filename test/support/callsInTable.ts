/** Calls whose data are in the real table, while their pushes go to a fake. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { userItem } from '../../bench/userItem.ts';
import { planStores } from '../../functions/ports/planStores.ts';
import { blockedNumberStore } from '../../shared/callDirectory/table/blockedNumbers.ts';
import { type RingPorts, ring } from '../../shared/calls/flows/ring.ts';
import { callStore } from '../../shared/calls/table/callStore.ts';
import type { Device } from '../../shared/devices/rules/device.ts';
import { deviceStore } from '../../shared/devices/table/deviceStore.ts';
import { reportStore } from '../../shared/devices/table/reportStore.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { aDevice, aToken } from './factories.ts';
import { memoryPorts } from './memory/ports.ts';

export function callPortsIn(table: Table) {
  const memory = memoryPorts();
  return {
    ...memory,
    ...planStores(table, memory.clock),
    blockedNumbers: blockedNumberStore(table),
    calls: callStore(table, memory.clock),
    devices: deviceStore(table),
    reports: reportStore(table),
  };
}

/** Two phones for each, whose tokens are proven. */
export async function addPhones(table: Table, userIds: readonly string[], kinds: Partial<Device> = {}): Promise<void> {
  for (const userId of userIds) {
    const devices = [`${userId}-1`, `${userId}-2`].map((deviceId) => {
      const token = (kind: string) => aToken(`${deviceId} ${kind}`, { state: 'proven' });
      return aDevice({ userId, deviceId, tokens: { alert: token('A'), voip: token('V') }, ...kinds });
    });
    await table.client.send(new PutCommand({ TableName: table.name, Item: userItem(userId, devices) }));
  }
}

export async function startCall(ports: RingPorts, userIds: string[], timeoutSeconds = 60): Promise<string> {
  const to = { userIds };
  const result = await ring(ports, { from: 'alice', to, callerName: 'Alice', hasVideo: false, timeoutSeconds });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.call.callId;
}

export const bytesOf = (item: unknown): number => Buffer.byteLength(JSON.stringify(item));
