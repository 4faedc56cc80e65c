import { groupOperations } from '../shared/api/schemas/groups.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { openRateGate } from '../shared/aws/openRateGate.ts';
import { settingsKeptSeconds } from '../shared/aws/settingsKeptSeconds.ts';
import { stageApps } from '../shared/aws/stageApps.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { deviceStore } from '../shared/store/devices.ts';
import { groupStore } from '../shared/store/groups.ts';
import { membershipStore } from '../shared/store/memberships.ts';
import { recipientStore } from '../shared/store/recipients.ts';
import { openTable } from '../shared/store/table.ts';
import { appStore } from '../shared/store/teamSettings.ts';
import { groupEndpoints } from './endpoints/groups.ts';

const log = openLog('groups', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  groups: groupStore(table),
  memberships: membershipStore(table),
  recipients: recipientStore(table),
  devices: deviceStore(table),
  apps: appStore(table, system.clock, settingsKeptSeconds()),
  ruledApps: stageApps(),
};

export const handler = apiHandler(groupOperations, groupEndpoints(ports), log, openRateGate(table, log, ports.apps));
