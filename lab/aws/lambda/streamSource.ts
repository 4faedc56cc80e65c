/**
 * Feeds the table's stream to a function, as Lambda's event source mapping does with ReportBatchItemFailures and
 * bisection: the changes before the first failed one are done. The rest is retried, in halves if the function throws,
 * until the first change has failed too often. That one is dead-lettered, with a line in the log.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { TimerClock } from '../../clock.ts';
import type { TableStream } from '../dynamoDb/tableStream.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { textMember } from '../protocol/members.ts';
import type { InvokeResult } from './functionHost.ts';
import { errorLine } from './logLine.ts';

export interface StreamSourceOptions {
  stream: TableStream;
  invoke(event: DynamoDBStreamEvent): Promise<InvokeResult>;
  /** The mapping's filter: which records the function is invoked with. */
  isFollowed(record: DynamoDBRecord): boolean;
  batchSize: number;
  /** How often a change is retried. */
  retryAttempts: number;
  clock: TimerClock;
  onLog(line: string): void;
}

export interface StreamSource {
  /** Reads no more, and waits for the batch in progress. */
  stop(): Promise<void>;
}

/** Lambda polls each shard four times a second. */
const pollMs = 250;

export function startStreamSource(options: StreamSourceOptions): StreamSource {
  const { stream, isFollowed, batchSize, clock, onLog } = options;
  let isStopped = false;
  let endWait = () => {};

  const wait = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(pollMs, resolve);
      endWait = () => {
        cancel();
        resolve();
      };
    });

  async function follow(): Promise<void> {
    while (!isStopped) {
      try {
        const records = (await stream.read()).filter(isFollowed);
        for (let start = 0; start < records.length && !isStopped; start += batchSize) {
          await work(options, records.slice(start, start + batchSize), { isStopped: () => isStopped, wait });
        }
      } catch (error) {
        if (!isStopped) onLog(errorLine('stream', 'cannot read the stream', { errorMessage: String(error) }));
      }
      if (!isStopped) await wait();
    }
  }

  const following = follow();
  return {
    async stop() {
      isStopped = true;
      endWait();
      await following;
    },
  };
}

async function work(
  { invoke, retryAttempts, onLog }: StreamSourceOptions,
  batch: readonly DynamoDBRecord[],
  { isStopped, wait }: { isStopped(): boolean; wait(): Promise<void> },
): Promise<void> {
  let left = [...batch];
  let size = left.length;
  let failures = 0;
  while (left.length > 0 && !isStopped()) {
    const records = left.slice(0, size);
    const done = doneOf(await invoke({ Records: records }), records);
    left = left.slice(done);
    if (done > 0) failures = 0;
    if (done === records.length) {
      size = left.length;
      continue;
    }
    size = Math.ceil((records.length - done) / 2);
    if (records.length > 1) continue;
    failures += 1;
    if (failures <= retryAttempts) {
      await wait();
      continue;
    }
    onLog(errorLine('stream', 'a change was dead-lettered', { sequenceNumber: sequenceOf(left[0]) }));
    left = left.slice(1);
    size = left.length;
    failures = 0;
  }
}

/** How many from the start are done. */
function doneOf({ error, value }: InvokeResult, records: readonly DynamoDBRecord[]): number {
  if (error) return 0;
  const { batchItemFailures } = isRecord(value) ? value : {};
  if (!Array.isArray(batchItemFailures) || batchItemFailures.length === 0) return records.length;
  const failed = batchItemFailures.map((item) => (isRecord(item) ? textMember(item, 'itemIdentifier') : undefined));
  const first = records.findIndex((record) => failed.includes(sequenceOf(record)));
  // If an identifier is not in the batch, Lambda treats the whole batch as failed.
  return Math.max(first, 0);
}

function sequenceOf(record: DynamoDBRecord | undefined): string | undefined {
  return record?.dynamodb?.SequenceNumber;
}
