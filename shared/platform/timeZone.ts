import { longestFact } from './limits.ts';

/**
 * `GMT+0800`, which iOS writes for a zone without a name, `UTC+5:30`, `+08:00`. Not `Etc/GMT+8`, whose sign is the other
 * way round.
 */
const fixedOffset = /^(?:GMT|UTC|UT)?\s*([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?$/i;

/**
 * Converts to a time zone that `Intl` knows: an IANA name, or an offset such as `+08:00`.
 * https://tc39.es/ecma402/#sec-use-of-iana-time-zone-database
 * @returns undefined for text that is not one.
 */
export function readTimeZone(text: string): string | undefined {
  if (text.length > longestFact) return undefined;
  const name = text.trim();
  const [, sign, hours = '', minutes = '00'] = fixedOffset.exec(name) ?? [];
  const zone = sign === undefined ? name : `${sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`;
  if (/^(z|[+-]00:00)$/i.test(zone)) return 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}
