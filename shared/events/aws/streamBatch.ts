/** A batch of the table's stream, as Lambda delivers it. */
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { TableChange } from '../rules/tableChange.ts';
import { tableChange } from './tableStream.ts';

interface ReadRecord {
  sequenceNumber: string;
  isReadable: boolean;
  change?: TableChange | undefined;
}

/**
 * @param service name of the function, for the metric.
 * @param work returns for each change, in order, whether it is done.
 * @returns the first record that is not done: Lambda continues from there.
 */
export async function workOnBatch(
  { log, metrics, service }: Pick<PlatformPorts, 'log' | 'metrics'> & { service: 'callChanges' | 'events' },
  records: readonly DynamoDBRecord[],
  work: (changes: readonly TableChange[]) => Promise<boolean[]>,
): Promise<DynamoDBBatchResponse> {
  const read = records.map((record) => readRecord(log, record));
  const known = read.flatMap(({ sequenceNumber, change }) => (change ? [{ sequenceNumber, change }] : []));
  const done = await work(known.map(({ change }) => change));
  const undone = new Set([
    ...read.filter(({ isReadable }) => !isReadable).map(({ sequenceNumber }) => sequenceNumber),
    ...known.filter((_, index) => !done[index]).map(({ sequenceNumber }) => sequenceNumber),
  ]);
  const first = read.find(({ sequenceNumber }) => undone.has(sequenceNumber));
  if (first === undefined) return { batchItemFailures: [] };
  log.error('changes not processed', { changes: undone.size, sequenceNumber: first.sequenceNumber });
  metrics.record('WorkFailed', 1, {}, { service });
  return { batchItemFailures: [{ itemIdentifier: first.sequenceNumber }] };
}

/** One unreadable record must not hold up the others of its batch. */
function readRecord(log: PlatformPorts['log'], record: DynamoDBRecord): ReadRecord {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  try {
    return { sequenceNumber, isReadable: true, change: tableChange(record) };
  } catch (error) {
    log.error('cannot read stream record', { sequenceNumber, ...errorFields(error) });
    return { sequenceNumber, isReadable: false };
  }
}
