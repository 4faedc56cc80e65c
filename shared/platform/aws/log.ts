import type { LogFields } from '../logFields.ts';
import type { WorkLog } from '../ports.ts';
import { writeStdoutLine } from './stdoutLine.ts';
import { systemClock } from './system.ts';
import { addScopeFields, currentOrigin, runInScope, scopeFields } from './workScope.ts';

/** By increasing severity. */
const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type Level = (typeof levels)[number];

/**
 * Structured log lines, one JSON object each, on stdout: docs/decisions/0030.
 * @param lowestLevel lines below it are skipped.
 */
export function openLog(functionName: string, lowestLevel = 'INFO'): WorkLog {
  const lowest = levels.indexOf(lowestLevel as Level);
  const write = (level: Level, message: string, fields: LogFields): void => {
    if (levels.indexOf(level) < lowest) return;
    const nowMs = systemClock.nowMs();
    const requestedAtMs = currentOrigin()?.requestedAtMs;
    const line = {
      level,
      message,
      timestamp: new Date(nowMs).toISOString(),
      service: `ringpost-${functionName}`,
      // Lambda sets it for each invocation; X-Ray finds the lines of a trace by it.
      traceId: process.env['_X_AMZN_TRACE_ID']?.split(';')[0]?.replace('Root=', ''),
      ...(requestedAtMs !== undefined && { sinceRequestMs: nowMs - requestedAtMs }),
      ...scrubFields({ ...scopeFields(), ...fields }),
    };
    writeStdoutLine(JSON.stringify(line));
  };
  return {
    info: (message, fields = {}) => write('INFO', message, fields),
    warn: (message, fields = {}) => write('WARN', message, fields),
    error: (message, fields = {}) => write('ERROR', message, fields),
    about: addScopeFields,
    during: runInScope,
  };
}

/**
 * What must never be in a log: device tokens, JWTs, keys. Ringpost logs none of them, but a library's error text might.
 */
const secrets = /-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|$)|\bey[\w-]+\.[\w-]+\.[\w-]*|[0-9a-fA-F]{32,}/g;

export function scrubFields(fields: LogFields): Record<string, string | number | boolean | undefined> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(secrets, '[scrubbed]') : value,
    ]),
  );
}
