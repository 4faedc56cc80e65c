import { deviceOperations } from '../shared/api/schemas/devices.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { activityTokenStore } from '../shared/devices/table/activityTokens.ts';
import { deviceStore } from '../shared/devices/table/deviceStore.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { deliveryQueueOnUse } from '../shared/messages/aws/deliveryQueueOnUse.ts';
import { badgeStore } from '../shared/messages/table/badgeStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { deviceEndpoints } from './endpoints/devices.ts';
import { openRateGate } from './ports/openRateGate.ts';

const log = openLog('devices', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  clock: system.clock,
  log,
  devices: deviceStore(table),
  activityTokens: activityTokenStore(table),
  reports: reportStore(table),
  badges: badgeStore(table),
  deliveries: deliveryQueueOnUse(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
  stageApps: stageApps(),
};

export const handler = apiHandler(deviceOperations, deviceEndpoints(ports), log, openRateGate(table, log));
