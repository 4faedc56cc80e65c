import { broadcastOperations } from '../shared/api/schemas/broadcasts.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { sqsBroadcastQueue } from '../shared/broadcasts/aws/broadcastQueue.ts';
import { audienceIndex } from '../shared/broadcasts/table/audienceIndex.ts';
import { broadcastStore } from '../shared/broadcasts/table/broadcastStore.ts';
import { groupReader } from '../shared/people/table/groupReader.ts';
import { profileStore } from '../shared/people/table/profiles.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { policyStore } from '../shared/team/table/teamSettings.ts';
import { broadcastEndpoints } from './endpoints/broadcasts.ts';
import { openStageBudget } from './ports/budget.ts';
import { openSchedules } from './ports/schedules.ts';

const log = openLog('broadcasts', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const broadcasts = broadcastStore(table);
const metrics = openMetrics(requireVariable('RINGPOST_STAGE'));
const ports = {
  ...system,
  log,
  profiles: profileStore(table),
  groups: groupReader(table),
  policies: policyStore(table, system.clock, settingsKeptSeconds()),
  idempotency: idempotencyStore(table, system.clock),
  broadcasts,
  budget: openStageBudget(table, { log, metrics, broadcasts }),
  audience: audienceIndex(table),
  broadcastQueue: sqsBroadcastQueue(requireVariable('RINGPOST_BROADCAST_QUEUE_URL')),
  schedules: openSchedules(),
  stageApps: stageApps(),
};

export const handler = apiHandler(broadcastOperations, broadcastEndpoints(ports), log);
