/** One-time schedules. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import type { BroadcastSchedules } from '../ports.ts';
import type { BroadcastTask } from '../rules/record.ts';

export interface ScheduleTarget {
  /** Name of the stage's schedule group. */
  group: string;
  /** ARN of the role that puts the task into the queue. */
  roleArn: string;
  /** ARN of the broadcast queue. */
  queueArn: string;
}

const maxMade = 1000;

/** The SDK's client is loaded when something is scheduled: few broadcasts are. */
export function eventBridgeSchedules({ group, roleArn, queueArn }: ScheduleTarget): BroadcastSchedules {
  let client: SchedulerClient | undefined;
  /** Names of schedules that were made here: tasks of one broadcast ask for the same ones. */
  const made = new Set<string>();

  async function open() {
    const sdk = await import('@aws-sdk/client-scheduler');
    client ??= new sdk.SchedulerClient({ requestHandler: timeLimits });
    return { client, sdk };
  }

  return {
    async add({ name, broadcastId, atMs }, job) {
      if (made.has(name)) return;
      const { client: scheduler, sdk } = await open();
      const task: BroadcastTask = { task: job, broadcastId, job: 'send' };
      const create = new sdk.CreateScheduleCommand({
        Name: name,
        GroupName: group,
        // The same request repeated is one schedule; once it has fired, the name is free again.
        ClientToken: name,
        ScheduleExpression: `at(${new Date(atMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: queueArn, RoleArn: roleArn, Input: JSON.stringify(task) },
      });
      try {
        await scheduler.send(create);
      } catch (error) {
        if (!(error instanceof sdk.ConflictException)) throw error;
      }
      if (made.size === maxMade) made.clear();
      made.add(name);
    },

    async remove({ name }) {
      made.delete(name);
      const { client: scheduler, sdk } = await open();
      try {
        await scheduler.send(new sdk.DeleteScheduleCommand({ Name: name, GroupName: group, ClientToken: name }));
      } catch (error) {
        if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
      }
    },
  };
}
