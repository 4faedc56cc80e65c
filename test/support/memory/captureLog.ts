import type { LogFields } from '../../../shared/platform/logFields.ts';
import type { Work, WorkLog } from '../../../shared/platform/ports.ts';

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: LogFields;
}

/** Keeps what was logged, and for which pieces of work. */
export function captureLog(): WorkLog & { readonly lines: readonly LogLine[]; readonly works: readonly Work[] } {
  const lines: LogLine[] = [];
  const works: Work[] = [];
  const keep =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    works,
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    about: () => {},
    list(name, entry) {
      lines.push({ level: 'info', message: name, fields: entry });
    },
    conclude(level, message, fields = {}) {
      lines.push({ level, message, fields });
    },
    during(work, run) {
      works.push(work);
      return run();
    },
  };
}
