import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Queue } from '../../../../lab/aws/sqs/queue.ts';
import { openQueueFile } from '../../../../lab/aws/sqs/queueFile.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

let folder: string;
let clock: ManualClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'queue-file-'));
  clock = manualClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const settings = {
  visibilityTimeoutSeconds: 180,
  delaySeconds: 0,
  receiveWaitSeconds: 0,
  maximumMessageBytes: 1_048_576,
};
const path = () => join(folder, 'queue.jsonl');
/** As a lab finds it that starts: the one before was killed, so nobody has closed anything. */
const open = (): Queue => new Queue('q', 'arn:q', settings, clock, openQueueFile(path()));
const bodiesIn = async (queue: Queue) => (await queue.receive({ maxMessages: 100 })).map(({ body }) => body);

describe('a queue that is kept in a file', () => {
  it('still has undeleted messages after a kill, with their attributes and delays', async () => {
    // Prepare
    const before = open();
    before.send({ body: 'done' });
    const [done] = await before.receive({ maxMessages: 1 });
    before.delete(done?.receiptHandle ?? '');
    before.send({ body: 'waits', messageAttributes: { kind: { DataType: 'String', StringValue: 'x' } } });
    before.send({ body: 'later', delaySeconds: 60 });

    // Act
    const after = open();

    // Assess
    const [first, ...others] = await after.receive({ maxMessages: 10 });
    expect(first).toMatchObject({ body: 'waits', messageAttributes: { kind: { StringValue: 'x' } }, receiveCount: 1 });
    expect(others).toEqual([]);
    clock.advance(60_000);
    expect(await bodiesIn(after)).toEqual(['later']);
  });

  it("hands out a dead worker's messages again after the visibility timeout", async () => {
    // Prepare
    const before = open();
    before.send({ body: 'task' });
    await before.receive({ maxMessages: 1 });

    // Act
    const after = open();
    const atOnce = await after.receive({ maxMessages: 1 });
    clock.advance(30_000);
    const [again] = await after.receive({ maxMessages: 1 });

    // Assess
    expect(atOnce).toEqual([]);
    expect(again).toMatchObject({ body: 'task', receiveCount: 2 });
  });

  it('reads a file with a truncated last line, and is private to its user', async () => {
    // Prepare
    open().send({ body: 'whole' });
    appendFileSync(path(), '{"put":{"message":{"messageId":"half');

    // Act
    const bodies = await bodiesIn(open());

    // Assess
    expect(bodies).toEqual(['whole']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('does not grow without limit', async () => {
    // Prepare
    const queue = open();

    // Act
    for (let round = 0; round < 6_000; round += 1) {
      queue.send({ body: 'x' });
      const [message] = await queue.receive({ maxMessages: 1 });
      queue.delete(message?.receiptHandle ?? '');
    }

    // Assess
    expect(readFileSync(path(), 'utf8').split('\n').length).toBeLessThan(10_010);
  });

  it('is the same after a restart, after any history', async () => {
    // Prepare
    const move = fc.oneof(
      fc.record({ send: fc.string() }),
      fc.constant({ receive: true }),
      fc.constant({ remove: true }),
      fc.record({ pass: fc.integer({ min: 0, max: 200_000 }) }),
    );

    // Act
    const property = fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
      rmSync(path(), { force: true });
      const queue = open();
      let held: string[] = [];
      for (const each of moves) {
        if ('send' in each) queue.send({ body: each.send });
        else if ('pass' in each) clock.advance(each.pass);
        else if ('receive' in each) {
          held = [...held, ...(await queue.receive({ maxMessages: 2 })).map(({ receiptHandle }) => receiptHandle)];
        } else for (const handle of held.splice(0, 1)) queue.delete(handle);
      }
      const restarted = open();
      clock.advance(1_000_000);
      return (await bodiesIn(restarted)).toSorted().join() === (await bodiesIn(queue)).toSorted().join();
    });

    // Assess
    await fc.assert(property, { numRuns: 50 });
  });
});
