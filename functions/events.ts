import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { blockedNumberStore } from '../shared/callDirectory/table/blockedNumbers.ts';
import { sqsCallTimerQueue } from '../shared/calls/aws/timerQueue.ts';
import { callLogStore } from '../shared/calls/table/callLogStore.ts';
import { deviceStore } from '../shared/devices/table/deviceStore.ts';
import { eventBridgeBus } from '../shared/events/aws/eventBus.ts';
import { tableChange } from '../shared/events/aws/tableStream.ts';
import { publishChanges } from '../shared/events/flows/publishChanges.ts';
import type { TableChange } from '../shared/events/rules/tableChange.ts';
import { recipientStore } from '../shared/people/table/recipients.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';
import { systemClock } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import { openTable } from '../shared/platform/table/table.ts';

const log = openLog('events', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  log,
  metrics: openMetrics(requireVariable('RINGPOST_STAGE')),
  callTimers: sqsCallTimerQueue(requireVariable('RINGPOST_CALL_TIMER_QUEUE_URL'), systemClock),
  callLog: callLogStore(table, systemClock),
  recipients: recipientStore(table),
  devices: deviceStore(table),
  blockedNumbers: blockedNumberStore(table),
  eventBus: eventBridgeBus(requireVariable('RINGPOST_EVENT_BUS_NAME')),
};

/** Follows the table's stream. Returns the first record that is not done: Lambda continues from there. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return log.during({}, () => follow(Records));
}

async function follow(Records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> {
  const read = Records.map(readRecord);
  const told = read.flatMap(({ sequenceNumber, change }) => (change ? [{ sequenceNumber, change }] : []));
  const done = await publishChanges(
    ports,
    told.map(({ change }) => change),
  );
  const undone = new Set([
    ...read.filter(({ isReadable }) => !isReadable).map(({ sequenceNumber }) => sequenceNumber),
    ...told.filter((_, index) => !done[index]).map(({ sequenceNumber }) => sequenceNumber),
  ]);
  const first = read.find(({ sequenceNumber }) => undone.has(sequenceNumber));
  if (first === undefined) return { batchItemFailures: [] };
  log.error('changes not published', { changes: undone.size, sequenceNumber: first.sequenceNumber });
  ports.metrics.record('WorkFailed', 1, {}, { service: 'events' });
  return { batchItemFailures: [{ itemIdentifier: first.sequenceNumber }] };
}

interface ReadRecord {
  sequenceNumber: string;
  isReadable: boolean;
  change?: TableChange | undefined;
}

/** One unreadable record must not keep the others of its batch from being published. */
function readRecord(record: DynamoDBRecord): ReadRecord {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  try {
    return { sequenceNumber, isReadable: true, change: tableChange(record) };
  } catch (error) {
    log.error('cannot read stream record', { sequenceNumber, ...errorFields(error) });
    return { sequenceNumber, isReadable: false };
  }
}
