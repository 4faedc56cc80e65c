import { groupOperations } from '../shared/api/schemas/groups.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { knownDevices } from '../shared/devices/table/knownDevices.ts';
import { groupStore } from '../shared/people/table/groups.ts';
import { membershipStore } from '../shared/people/table/memberships.ts';
import { recipientStore } from '../shared/people/table/recipients.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { appStore } from '../shared/team/table/teamSettings.ts';
import { groupEndpoints } from './endpoints/groups.ts';
import { openRateGate } from './ports/openRateGate.ts';

const log = openLog('groups', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  groups: groupStore(table),
  memberships: membershipStore(table),
  recipients: recipientStore(table),
  devices: knownDevices(table),
  apps: appStore(table, system.clock, settingsKeptSeconds()),
  ruledApps: stageApps(),
};

export const handler = apiHandler(groupOperations, groupEndpoints(ports), log, openRateGate(table, log, ports.apps));
