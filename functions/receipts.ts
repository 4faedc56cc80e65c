import { receiptOperations } from '../shared/api/schemas/receipts.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { openRateGate } from '../shared/aws/openRateGate.ts';
import { stageApps } from '../shared/aws/stageApps.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { recordReceipts } from '../shared/flows/recordReceipts.ts';
import { callStore } from '../shared/store/calls.ts';
import { deviceStore } from '../shared/store/devices.ts';
import { groupReader } from '../shared/store/groupReader.ts';
import { messageStore } from '../shared/store/messages.ts';
import { receiptStore } from '../shared/store/receipts.ts';
import { reportStore } from '../shared/store/reports.ts';
import { statisticsStore } from '../shared/store/statistics.ts';
import { openTable } from '../shared/store/table.ts';

const log = openLog('receipts', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  clock: system.clock,
  devices: deviceStore(table),
  groups: groupReader(table),
  messages: messageStore(table, system.clock),
  calls: callStore(table, system.clock),
  reports: reportStore(table),
  statistics: statisticsStore(table, stageApps().isKnown),
  receipts: receiptStore(table, system.clock),
};

export const handler = apiHandler(
  receiptOperations,
  {
    'POST /v1/receipts': async ({ userId, body: { receipts } }) => ({
      status: 202,
      body: await recordReceipts(ports, userId, receipts),
    }),
  },
  log,
  openRateGate(table, log),
);
