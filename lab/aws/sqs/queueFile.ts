/**
 * Keeps the contents of a queue in a file: a line for each change, read again when the lab starts. Each line is written
 * before SQS answers, so what a function queued outlives the lab, even if it is killed. No `fsync`: the process may
 * die, but the machine's memory stays.
 */
import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { QueueKeeper, StoredMessage } from './queue.ts';

type Line = { put: StoredMessage } | { removed: string };

/** How many more lines than messages the file may have before it is rewritten. */
const staleLinesAtMost = 10_000;

/** @param directory of `--data`. @returns keepers by the name of the queue. */
export function queueFilesIn(directory: string): (name: string) => QueueKeeper {
  return (name) => openQueueFile(join(directory, `queue-${name}.jsonl`));
}

export function openQueueFile(path: string): QueueKeeper {
  const kept = new Map<string, StoredMessage>();
  let file: number | undefined;
  let lines = 0;

  /** Written completely or not at all, as the lab may be killed in the middle. */
  function rewrite(): number {
    if (file !== undefined) closeSync(file);
    const draft = `${path}.new`;
    writeFileSync(draft, [...kept.values()].map((put) => textOf({ put })).join(''), { mode: 0o600 });
    renameSync(draft, path);
    lines = kept.size;
    file = openSync(path, 'a', 0o600);
    return file;
  }

  function write(line: Line): void {
    lines += 1;
    if (file === undefined || lines > kept.size + staleLinesAtMost) rewrite();
    else writeSync(file, textOf(line));
  }

  return {
    load() {
      for (const line of linesIn(path)) {
        if ('put' in line) kept.set(line.put.message.messageId, line.put);
        else kept.delete(line.removed);
      }
      rewrite();
      return [...kept.values()];
    },
    put(stored) {
      kept.set(stored.message.messageId, { ...stored, message: { ...stored.message } });
      write({ put: stored });
    },
    remove(messageId) {
      if (kept.delete(messageId)) write({ removed: messageId });
    },
  };
}

const textOf = (line: Line): string => `${JSON.stringify(line)}\n`;

function linesIn(path: string): Line[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      // The last line, if the lab was killed while writing it.
      return [];
    }
  });
}
