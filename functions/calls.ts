import { callOperations } from '../shared/api/schemas/calls.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { blockedNumberStore } from '../shared/callDirectory/table/blockedNumbers.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { callStore } from '../shared/calls/table/callStore.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { membershipStore } from '../shared/people/table/memberships.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { callEndpoints } from './endpoints/calls.ts';
import { openRateGate } from './ports/openRateGate.ts';
import { planStores } from './ports/planStores.ts';
import { openPushPorts } from './ports/pushPorts.ts';
import { ringChannelAddress } from './ports/ringChannelPorts.ts';

const log = openLog('calls', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  ...planStores(table, system.clock, settingsKeptSeconds()),
  ruledApps: stageApps(),
  memberships: membershipStore(table),
  blockedNumbers: blockedNumberStore(table),
  calls: callStore(table, system.clock),
  reports: reportStore(table),
  idempotency: idempotencyStore(table, system.clock),
  ringChannel: ringChannelAddress(),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
};

export const handler = apiHandler(callOperations, callEndpoints(ports), log, openRateGate(table, log, ports.apps));
