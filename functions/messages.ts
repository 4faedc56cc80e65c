import { messageOperations } from '../shared/api/schemas/messages.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { deliveryQueueOnUse } from '../shared/messages/aws/deliveryQueueOnUse.ts';
import { recordKeepingNamed } from '../shared/messages/rules/recordKeeping.ts';
import { factsOnUse } from '../shared/messages/table/factsOnUse.ts';
import { messageStore } from '../shared/messages/table/messageStore.ts';
import { membershipStore } from '../shared/people/table/memberships.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { messageEndpoints } from './endpoints/messages.ts';
import { openRateGate } from './ports/openRateGate.ts';
import { planStores } from './ports/planStores.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('messages', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  log,
  ...planStores(table, system.clock, settingsKeptSeconds(), 'recent'),
  ruledApps: stageApps(),
  memberships: membershipStore(table),
  messages: messageStore(table, system.clock),
  messageRecords: recordKeepingNamed(optionalVariable('RINGPOST_MESSAGE_RECORDS')),
  keepsDecisionFacts: optionalVariable('RINGPOST_DECISION_FACTS') !== 'off',
  facts: factsOnUse(table, system.clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
  statistics: statisticsStore(table, stageApps().isKnown),
  idempotency: idempotencyStore(table, system.clock),
  deliveries: deliveryQueueOnUse(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
};

export const handler = apiHandler(
  messageOperations,
  messageEndpoints(ports),
  log,
  openRateGate(table, log, ports.apps),
);
