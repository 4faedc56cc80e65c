import { eventBridgeSchedules } from '../../shared/broadcasts/aws/broadcastSchedules.ts';
import type { BroadcastSchedules } from '../../shared/broadcasts/ports.ts';
import { requireVariable } from '../../shared/platform/aws/environment.ts';

/** Schedules of the stage's group. */
export function openSchedules(): BroadcastSchedules {
  return eventBridgeSchedules({
    group: requireVariable('RINGPOST_SCHEDULE_GROUP'),
    roleArn: requireVariable('RINGPOST_SCHEDULE_ROLE_ARN'),
    queueArn: requireVariable('RINGPOST_BROADCAST_QUEUE_ARN'),
  });
}
