import type { LogFields } from '../logFields.ts';
import type { LogLevel, LogList, Origin, WorkLog } from '../ports.ts';
import { scrubFields } from './scrubFields.ts';
import { writeStdoutLine } from './stdoutLine.ts';
import { systemClock } from './system.ts';
import { addScopeFields, currentOrigin, currentScope, runInScope, scopeFields, type WorkScope } from './workScope.ts';

/** By increasing severity. */
const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** How many entries a line has at most: CloudWatch takes lines of up to 256 KB. */
const maxEntries = 100;
/** How long a list waits for the end of its work: of work that is killed, little must be missing from the log. */
const listWaitsMs = 2000;

/**
 * Structured log lines, one JSON object each, on stdout: docs/decisions/0053.
 * @param lowestLevel lines below it are skipped.
 */
export function openLog(functionName: string, lowestLevel = 'INFO'): WorkLog {
  const lowest = levels.indexOf(lowestLevel);
  const isWritten = (level: LogLevel): boolean => levels.indexOf(level.toUpperCase()) >= lowest;

  const lineOf = (level: LogLevel, message: string, fields: LogFields, scope?: WorkScope) => ({
    level: level.toUpperCase(),
    message,
    service: `ringpost-${functionName}`,
    traceId: traceId(),
    ...sinceRequest(scope?.origin),
    ...scrubFields({ ...scopeFields(scope), ...fields }),
  });

  const write = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (isWritten(level)) writeJson(lineOf(level, message, fields));
  };

  /** What has gathered of work that goes on. */
  const writeLists = (scope: WorkScope): void => {
    scope.cancelTimer();
    const lists = takeLists(scope);
    if (lists !== undefined) writeJson({ ...lineOf('info', 'progress', {}, scope), ...lists });
  };

  const writeEnd = (scope: WorkScope): void => {
    const metrics = [...scope.metrics].flatMap((takeDue) => takeDue());
    const lists = takeLists(scope);
    const { level, message, fields } = scope.conclusion ?? { level: 'info', message: 'work', fields: {} };
    const hasLine = isWritten(level) && (scope.conclusion !== undefined || lists !== undefined);
    if (hasLine) writeJson({ ...lineOf(level, message, fields, scope), ...lists, ...metrics.shift() });
    for (const line of metrics) writeJson(line);
  };

  const list = (name: LogList, entry: LogFields): void => {
    if (!isWritten('info')) return;
    const scope = currentScope();
    const scrubbed = { ...scrubFields(entry), ...sinceRequest() };
    if (scope === undefined) {
      writeJson({ ...lineOf('info', 'work', {}), [name]: [scrubbed] });
      return;
    }
    if (scope.lists.size === 0) {
      const timer = setTimeout(() => writeLists(scope), listWaitsMs).unref();
      scope.cancelTimer = () => clearTimeout(timer);
    }
    const entries = scope.lists.get(name) ?? [];
    entries.push(scrubbed);
    scope.lists.set(name, entries);
    if (entries.length === maxEntries) writeLists(scope);
  };

  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    about: addScopeFields,
    list,
    conclude(level, message, fields = {}) {
      const scope = currentScope();
      if (scope === undefined) write(level, message, fields);
      else scope.conclusion = { level, message, fields };
    },
    during: (work, run) => runInScope(work, run, writeEnd),
  };
}

function takeLists({ lists }: WorkScope): Partial<Record<LogList, LogFields[]>> | undefined {
  if (lists.size === 0) return undefined;
  const taken = Object.fromEntries(lists);
  lists.clear();
  return taken;
}

function sinceRequest({ requestedAtMs }: Partial<Origin> = currentOrigin() ?? {}): { sinceRequestMs?: number } {
  return requestedAtMs === undefined ? {} : { sinceRequestMs: systemClock.nowMs() - requestedAtMs };
}

/** ID of the current trace, if X-Ray keeps it: Lambda names one for each invocation. */
function traceId(): string | undefined {
  const [root, ...rest] = process.env['_X_AMZN_TRACE_ID']?.split(';') ?? [];
  return rest.includes('Sampled=1') ? root?.replace('Root=', '') : undefined;
}

function writeJson(line: object): void {
  writeStdoutLine(JSON.stringify(line));
}
