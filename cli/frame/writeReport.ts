import { writeFileSync } from 'node:fs';
import { CommandFailure } from './failure.ts';
import { visibleJson } from './outsideText.ts';

/** Writes a report as JSON, for its owner alone: it names users. @throws CommandFailure */
export function writeReport(file: string, report: unknown): void {
  try {
    writeFileSync(file, `${visibleJson(report)}\n`, { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `the report cannot be written to ${file} (${code})`;
    throw new CommandFailure({
      code: 'unwritable_file',
      message,
      fix: 'Name a file that you may write, and run it again.',
    });
  }
}
