import { closeSync, openSync, writeSync } from 'node:fs';

/** The lines that functions write, as CloudWatch Logs would keep them. */
export interface LabLog {
  /** The file with all of them. */
  readonly path: string;
  /** The last 10,000. */
  lines(): string[];
  /** Does nothing once the log is closed: output of a function that is being stopped comes too late. */
  write(line: string): void;
  close(): void;
}

const keptLines = 10_000;

/** @param onLine also called with each line. */
export function openLabLog(path: string, onLine: (line: string) => void = () => {}): LabLog {
  const file = openSync(path, 'w', 0o600);
  let lines: string[] = [];
  let closed = false;
  return {
    path,
    lines: () => lines.slice(-keptLines),
    write(line) {
      if (closed) return;
      lines.push(line);
      if (lines.length > 2 * keptLines) lines = lines.slice(-keptLines);
      writeSync(file, `${line}\n`);
      onLine(line);
    },
    close() {
      closed = true;
      closeSync(file);
    },
  };
}
