import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { blockedNumberStore } from '../shared/callDirectory/table/blockedNumbers.ts';
import { appSyncRingPublisher } from '../shared/calls/aws/ringPublisher.ts';
import { sqsCallTimerQueue } from '../shared/calls/aws/timerQueue.ts';
import { callLogStore } from '../shared/calls/table/callLogStore.ts';
import { knownDevices } from '../shared/devices/table/knownDevices.ts';
import { workOnBatch } from '../shared/events/aws/streamBatch.ts';
import { followCalls } from '../shared/events/flows/followCalls.ts';
import { recipientStore } from '../shared/people/table/recipients.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';
import { systemClock } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';

const log = openLog('callChanges', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const publishUrl = optionalVariable('RINGPOST_RING_PUBLISH_URL');
const ports = {
  log,
  metrics: openMetrics(requireVariable('RINGPOST_STAGE')),
  callTimers: sqsCallTimerQueue(requireVariable('RINGPOST_CALL_TIMER_QUEUE_URL'), systemClock),
  callLog: callLogStore(table, systemClock),
  recipients: recipientStore(table),
  devices: knownDevices(table),
  blockedNumbers: blockedNumberStore(table),
  rings: publishUrl === undefined ? undefined : appSyncRingPublisher(publishUrl, process.env['AWS_REGION'] ?? ''),
};

/** Follows calls in the table's stream. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return log.during({}, () =>
    workOnBatch({ ...ports, service: 'callChanges' }, Records, (changes) => followCalls(ports, changes)),
  );
}
