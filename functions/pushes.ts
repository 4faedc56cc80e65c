import { pushOperations } from '../shared/api/schemas/pushes.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callFinder } from '../shared/calls/table/callFinder.ts';
import { deliveryQueueOnUse } from '../shared/messages/aws/deliveryQueueOnUse.ts';
import { messageStore } from '../shared/messages/table/messageStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { handedOverStore } from '../shared/push/table/handedOverStore.ts';
import { reportedOutcomeStore } from '../shared/push/table/reportedOutcomeStore.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { pushEndpoints } from './endpoints/pushes.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('pushes', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  idempotency: idempotencyStore(table, system.clock),
  handedOver: handedOverStore(table, system.clock),
  reportedOutcomes: reportedOutcomeStore(table, system.clock),
  messages: messageStore(table, system.clock),
  calls: callFinder(table, system.clock),
  deliveries: deliveryQueueOnUse(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
  statistics: statisticsStore(table, stageApps().isKnown),
};

export const handler = apiHandler(pushOperations, pushEndpoints(ports), log);
