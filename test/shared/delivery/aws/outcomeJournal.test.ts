import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileJournal } from '../../../../shared/delivery/aws/outcomeJournal.ts';
import type { JournalEntry } from '../../../../shared/delivery/rules/journalEntry.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';

let directory: string;
let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringpost-journal-'));
  log = captureLog();
});
afterEach(() => rmSync(directory, { recursive: true }));

const anEntry = (index: number): JournalEntry => ({
  name: { messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001', job: 'send', chunk: 7 },
  recipients: 100,
  listsAll: false,
  index,
  pushed: [{ outcome: { userId: `用户-${index}`, outcome: 'accepted', status: 200 }, appId: 'com.example.app' }],
});

/** As a process that starts again in the same environment. */
const newProcess = () => fileJournal(log, directory);

describe('the journal of outcomes on the disk', () => {
  it('keeps the notes of a killed process under each of its leases', () => {
    // Prepare
    const killed = newProcess();
    killed.note('one', anEntry(3));
    killed.note('two', anEntry(0));
    killed.note('one', anEntry(4));

    // Act
    const left = newProcess().takeLeft();

    // Assess
    expect(left.toSorted((a, b) => (a.holder < b.holder ? -1 : 1))).toEqual([
      { holder: 'one', entries: [anEntry(3), anEntry(4)] },
      { holder: 'two', entries: [anEntry(0)] },
    ]);
    expect(log.lines).toEqual([]);
  });

  it('drops the notes that a checkpoint covers, and leaves no file when all are covered', () => {
    // Prepare
    const journal = newProcess();
    journal.note('one', anEntry(3));
    journal.clear('one');
    journal.note('one', anEntry(4));
    const between = newProcess().takeLeft();

    // Act
    journal.clear('one');
    journal.close('one');

    // Assess
    expect(between).toEqual([{ holder: 'one', entries: [anEntry(4)] }]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('skips a half-written line', () => {
    // Prepare
    newProcess().note('one', anEntry(3));
    appendFileSync(join(directory, 'one.jsonl'), JSON.stringify(anEntry(4)).slice(0, -9));

    // Act
    const left = newProcess().takeLeft();

    // Assess
    expect(left).toEqual([{ holder: 'one', entries: [anEntry(3)] }]);
  });

  it('hands out nothing twice, and nothing of a lease that this process still has open', () => {
    // Prepare
    newProcess().note('dead', anEntry(3));
    const journal = newProcess();
    journal.note('own', anEntry(4));

    // Act
    const holders = [1, 2].map(() => journal.takeLeft().map(({ holder }) => holder));
    journal.close('dead');
    const afterwards = journal.takeLeft().map(({ holder }) => holder);

    // Assess
    expect(holders).toEqual([['dead'], []]);
    expect(afterwards).toEqual(['dead']);
  });

  it('works without a usable disk, and logs that once', () => {
    // Prepare
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const journal = fileJournal(log, join(file, 'below'));

    // Act
    const left = journal.takeLeft();
    journal.note('one', anEntry(3));
    journal.clear('one');
    journal.close('one');

    // Assess
    expect(left).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'outcome journal does not work' }]);
  });
});
