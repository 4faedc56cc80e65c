import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InvokeResult } from '../../../../lab/aws/lambda/functionHost.ts';
import { type StreamSource, startStreamSource } from '../../../../lab/aws/lambda/streamSource.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

let clock: ManualClock;
let source: StreamSource;
/** What the stream has to give, read by read. */
let written: string[][];
let reads: number;
let log: string[];
/** The sequence numbers of each invocation. */
let batches: string[][];

beforeEach(() => {
  clock = manualClock();
  written = [];
  reads = 0;
  log = [];
  batches = [];
});
afterEach(() => source.stop());

const failFrom = (sequenceNumber: string): InvokeResult => ({
  value: { batchItemFailures: [{ itemIdentifier: sequenceNumber }] },
});
const crash: InvokeResult = { error: { errorType: 'Error', errorMessage: 'out of memory' } };

/** @param answer to an invocation with these sequence numbers. */
function start(answer: (sequenceNumbers: string[]) => InvokeResult = () => ({ value: { batchItemFailures: [] } })) {
  source = startStreamSource({
    stream: {
      async read() {
        reads += 1;
        return (written.shift() ?? []).map((SequenceNumber): DynamoDBRecord => ({ dynamodb: { SequenceNumber } }));
      },
    },
    isFollowed: ({ dynamodb }) => dynamodb?.SequenceNumber !== 'other',
    async invoke({ Records }) {
      const sequenceNumbers = Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
      batches.push(sequenceNumbers);
      return answer(sequenceNumbers);
    },
    batchSize: 4,
    retryAttempts: 2,
    clock,
    onLog: (line) => log.push(line),
  });
}

/** Lets the source work until it waits for the next read, over and over. */
const settle = (done: () => boolean) =>
  vi.waitFor(() => {
    if (clock.pending > 0) clock.advance(250);
    if (!done()) throw new Error('not yet');
  });

describe('a stream source', () => {
  it('hands over changes in order and in batches, then later ones', async () => {
    // Prepare
    written = [['1', 'other', '2', '3', '4', '5'], [], ['6']];

    // Act
    start();
    await settle(() => batches.length === 3);

    // Assess
    expect(batches).toEqual([['1', '2', '3', '4'], ['5'], ['6']]);
  });

  it('resumes at the first change that the function reports as failed', async () => {
    // Prepare
    written = [['1', '2', '3', '4']];
    const results = [failFrom('3')];

    // Act
    start(() => results.shift() ?? { value: null });
    await settle(() => batches.flat().includes('4') && batches.length >= 3);

    // Assess
    expect(batches).toEqual([['1', '2', '3', '4'], ['3'], ['4']]);
  });

  it('halves a batch that crashes the function, and dead-letters only the change that causes it', async () => {
    // Prepare
    written = [['1', '2', '3', '4']];

    // Act
    start((sequenceNumbers) => (sequenceNumbers.includes('3') ? crash : { value: null }));
    await settle(() => batches.at(-1)?.join() === '4');

    // Assess
    expect(batches.filter((batch) => batch.join() === '3')).toHaveLength(3);
    expect(log.filter((line) => line.includes('dead-lettered')).map((line) => JSON.parse(line).sequenceNumber)).toEqual(
      ['3'],
    );
  });

  it('resumes after a failed read of the stream', async () => {
    // Prepare
    written = [['1']];
    const failing = vi.spyOn(written, 'shift').mockImplementationOnce(() => {
      throw new Error('connection refused');
    });

    // Act
    start();
    await settle(() => batches.length === 1);

    // Assess
    expect(failing).toHaveBeenCalled();
    expect(log.map((line) => JSON.parse(line).message)).toEqual(['cannot read the stream']);
  });

  it('stops reading once it is stopped', async () => {
    // Prepare
    start();
    await settle(() => reads > 1);

    // Act
    await source.stop();
    const readsThen = reads;
    clock.advance(10_000);

    // Assess
    expect({ reads, pending: clock.pending }).toEqual({ reads: readsThen, pending: 0 });
  });
});
