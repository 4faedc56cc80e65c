import type { LogFields } from '../logFields.ts';

/**
 * What must never be in a log: device tokens, JWTs, keys. Ringpost logs none of them, but a library's error text might.
 */
const secrets = /-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|$)|\bey[\w-]+\.[\w-]+\.[\w-]*|[0-9a-fA-F]{32,}/g;

export function scrubFields(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(secrets, '[scrubbed]') : value,
    ]),
  );
}
