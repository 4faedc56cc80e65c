import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorFields } from '../../platform/errorFields.ts';
import type { Log } from '../../platform/ports.ts';
import type { OutcomeJournal } from '../ports.ts';
import type { JournalEntry, LeftEntries } from '../rules/journalEntry.ts';

const ending = '.jsonl';

/**
 * A file for each lease, a line for each recipient. No `fsync`: the process may die, but the machine's memory stays.
 *
 * A sandbox of Lambda has a temporary directory of its own, which a crash or a time-out does not clear:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors
 * @param directory not shared. Two processes that share one would consider each other dead.
 */
export function fileJournal(log: Log, directory = join(tmpdir(), 'ringpost-outcomes')): OutcomeJournal {
  /** File descriptors of the leases that this process holds, by holder. */
  const open = new Map<string, number>();
  let isBroken = false;
  const fileOf = (holder: string) => join(directory, `${holder}${ending}`);

  function openFile(holder: string): number {
    const known = open.get(holder);
    if (known !== undefined) return known;
    mkdirSync(directory, { recursive: true });
    const file = openSync(fileOf(holder), 'a+', 0o600);
    open.set(holder, file);
    return file;
  }

  /** A full disk must not stop a delivery. */
  function attempt(work: () => void): void {
    if (isBroken) return;
    try {
      work();
    } catch (error) {
      isBroken = true;
      log.warn('outcome journal does not work', errorFields(error));
    }
  }

  return {
    note(holder, entry) {
      attempt(() => writeSync(openFile(holder), `${JSON.stringify(entry)}\n`));
    },
    clear(holder) {
      const file = open.get(holder);
      if (file !== undefined) attempt(() => ftruncateSync(file));
    },
    close(holder) {
      const file = open.get(holder);
      if (file === undefined) return;
      open.delete(holder);
      attempt(() => {
        const { size } = fstatSync(file);
        closeSync(file);
        if (size === 0) rmSync(fileOf(holder));
      });
    },
    takeLeft() {
      const left: LeftEntries[] = [];
      attempt(() => {
        mkdirSync(directory, { recursive: true });
        for (const name of readdirSync(directory)) {
          const holder = name.slice(0, -ending.length);
          if (!name.endsWith(ending) || open.has(holder)) continue;
          openFile(holder);
          left.push({ holder, entries: entriesIn(readFileSync(fileOf(holder), 'utf8')) });
        }
      });
      return left;
    },
  };
}

/** A process that is killed while it writes leaves half a line at the end. */
function entriesIn(text: string): JournalEntry[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}
