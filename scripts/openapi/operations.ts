/** All operations of the API. Not in `shared/`, so that no function bundles another's schemas. */

import { activityOperations } from '../../shared/api/schemas/activities.ts';
import { broadcastOperations } from '../../shared/api/schemas/broadcasts.ts';
import { callLogOperations } from '../../shared/api/schemas/callLog.ts';
import { callOperations } from '../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../shared/api/schemas/devices.ts';
import { directoryOperations } from '../../shared/api/schemas/directory.ts';
import { groupOperations } from '../../shared/api/schemas/groups.ts';
import { healthOperations } from '../../shared/api/schemas/health.ts';
import { messageOperations } from '../../shared/api/schemas/messages.ts';
import { profileOperations } from '../../shared/api/schemas/profile.ts';
import { pushOperations } from '../../shared/api/schemas/pushes.ts';
import { receiptOperations } from '../../shared/api/schemas/receipts.ts';
import { ringOperations } from '../../shared/api/schemas/rings.ts';
import { serverOperations } from '../../shared/api/schemas/server.ts';
import { statisticsOperations } from '../../shared/api/schemas/statistics.ts';
import { userDataOperations } from '../../shared/api/schemas/userData.ts';
import { webhookSettingsOperations } from '../../shared/api/schemas/webhooks.ts';

/** Each with its own types, for what is written for one of them. */
export const typedOperations = {
  ...healthOperations,
  ...deviceOperations,
  ...profileOperations,
  ...groupOperations,
  ...serverOperations,
  ...messageOperations,
  ...callOperations,
  ...callLogOperations,
  ...directoryOperations,
  ...ringOperations,
  ...receiptOperations,
  ...statisticsOperations,
  ...userDataOperations,
  ...pushOperations,
  ...broadcastOperations,
  ...activityOperations,
  ...webhookSettingsOperations,
};
