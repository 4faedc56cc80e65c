import { receiptOperations } from '../shared/api/schemas/receipts.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { callStore } from '../shared/calls/table/callStore.ts';
import { knownDevices } from '../shared/devices/table/knownDevices.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { messageStore } from '../shared/messages/table/messageStore.ts';
import { receiptStore } from '../shared/messages/table/receiptStore.ts';
import { groupReader } from '../shared/people/table/groupReader.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { receiptEndpoints } from './endpoints/receipts.ts';
import { openRateGate } from './ports/openRateGate.ts';

const log = openLog('receipts', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  clock: system.clock,
  devices: knownDevices(table),
  groups: groupReader(table),
  messages: messageStore(table, system.clock),
  calls: callStore(table, system.clock),
  reports: reportStore(table),
  statistics: statisticsStore(table, stageApps().isKnown),
  receipts: receiptStore(table, system.clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
};

export const handler = apiHandler(receiptOperations, receiptEndpoints(ports), log, openRateGate(table, log));
