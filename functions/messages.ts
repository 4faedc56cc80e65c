import { messageOperations } from '../shared/api/schemas/messages.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { sqsDeliveryQueue } from '../shared/aws/deliveryQueue.ts';
import { openLog } from '../shared/aws/log.ts';
import { openRateGate } from '../shared/aws/openRateGate.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { settingsKeptSeconds } from '../shared/aws/settingsKeptSeconds.ts';
import { stageApps } from '../shared/aws/stageApps.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { idempotencyStore } from '../shared/store/idempotency.ts';
import { membershipStore } from '../shared/store/memberships.ts';
import { messageStore } from '../shared/store/messages.ts';
import { planStores } from '../shared/store/planStores.ts';
import { statisticsStore } from '../shared/store/statistics.ts';
import { openTable } from '../shared/store/table.ts';
import { messageEndpoints } from './endpoints/messages.ts';

const log = openLog('messages', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  ...planStores(table, system.clock, settingsKeptSeconds()),
  ruledApps: stageApps(),
  memberships: membershipStore(table),
  messages: messageStore(table, system.clock),
  statistics: statisticsStore(table, stageApps().isKnown),
  idempotency: idempotencyStore(table, system.clock),
  deliveries: sqsDeliveryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
};

export const handler = apiHandler(
  messageOperations,
  messageEndpoints(ports),
  log,
  openRateGate(table, log, ports.apps),
);
