import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFields } from '../flows/ports.ts';

/** Structured log lines, one JSON object each. */
export function openLog(functionName: string, level = 'INFO'): Log {
  const logger = new Logger({ serviceName: `ringpost-${functionName}`, logLevel: level as 'INFO' });
  return {
    info: (message, fields = {}) => logger.info(message, scrubFields(fields)),
    warn: (message, fields = {}) => logger.warn(message, scrubFields(fields)),
    error: (message, fields = {}) => logger.error(message, scrubFields(fields)),
  };
}

/** What must never be in a log: device tokens, JWTs, keys. Nothing of ours logs them; a library's error text might. */
const secrets = /-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|$)|\bey[\w-]+\.[\w-]+\.[\w-]*|[0-9a-fA-F]{32,}/g;

function scrubFields(fields: LogFields): Record<string, string | number | boolean | undefined> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(secrets, '[scrubbed]') : value,
    ]),
  );
}
