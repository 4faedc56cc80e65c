import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { sqsCallTimerQueue } from '../shared/aws/callTimerQueue.ts';
import { eventBridgeBus } from '../shared/aws/eventBus.ts';
import { openLog } from '../shared/aws/log.ts';
import { openMetrics } from '../shared/aws/metrics.ts';
import { systemClock } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import type { TableChange } from '../shared/events/rules/tableChange.ts';
import { errorFields } from '../shared/flows/errorFields.ts';
import { publishChanges } from '../shared/flows/publishChanges.ts';
import { blockedNumberStore } from '../shared/store/blockedNumbers.ts';
import { callLogStore } from '../shared/store/callLog.ts';
import { deviceStore } from '../shared/store/devices.ts';
import { recipientStore } from '../shared/store/recipients.ts';
import { openTable } from '../shared/store/table.ts';
import { tableChange } from '../shared/store/tableStream.ts';

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

/** Follows the table's stream. Names the first record that is not done: Lambda goes on from there. */
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

/** One record that nobody can read must not keep the others of its batch from being told. */
function readRecord(record: DynamoDBRecord): ReadRecord {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  try {
    return { sequenceNumber, isReadable: true, change: tableChange(record) };
  } catch (error) {
    log.error('stream record not readable', { sequenceNumber, ...errorFields(error) });
    return { sequenceNumber, isReadable: false };
  }
}
