import { userDataOperations } from '../shared/api/schemas/userData.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callFinder } from '../shared/calls/table/callFinder.ts';
import { sqsDeliveryQueue } from '../shared/messages/aws/deliveryQueue.ts';
import { groupReader } from '../shared/people/table/groupReader.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { erasureStore } from '../shared/userData/table/erasureStore.ts';
import { userItemStore } from '../shared/userData/table/userItemStore.ts';
import { userDataEndpoints } from './endpoints/userData.ts';
import { openRateGate } from './ports/openRateGate.ts';

const log = openLog('userData', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const { clock } = system;
const ports = {
  ...system,
  userItems: userItemStore(table, clock),
  groups: groupReader(table),
  calls: callFinder(table, clock),
  erasures: erasureStore(table, clock),
  deliveries: sqsDeliveryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
};

export const handler = apiHandler(userDataOperations, userDataEndpoints(ports), log, openRateGate(table, log));
