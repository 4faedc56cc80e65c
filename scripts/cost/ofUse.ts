/** What AWS bills for a case: the counted units times their price. */
import { accessLogBytes } from './accessLog.ts';
import type { CostLine } from './atRest.ts';
import { gigabyteOfLogLines, gigabyteSecond, gigabyteSent, million } from './prices.ts';

/** For one run. */
export interface Use {
  what: string;
  /** Accepted by APNs. */
  pushes: number;
  units: Record<keyof typeof million, number>;
  logBytes: number;
  /** Memory of the invoked functions, each as often as it was invoked: with a push, and without. */
  gigabytes: { pushing: number; other: number };
}

/**
 * Assumed rather than counted, as only AWS and Apple know them: the duration of an invocation that pushes, which waits for
 * Apple, and of one that only asks the table; and what a push sends.
 */
export const assumed = { pushingMs: 60, otherMs: 15, sentBytes: 600 } as const;

const oneMillion = 1_000_000;
const oneGigabyte = 1_000_000_000;

/** @returns USD for a million runs. */
export function costOfUse({ units, pushes, logBytes, gigabytes }: Use): CostLine[] {
  const line = (what: string, count: number, usd: number): CostLine => ({ what, count, usd });
  const counted = (what: string, name: keyof typeof million) => line(what, units[name], units[name] * million[name]);
  const seconds = (gigabytes.pushing * assumed.pushingMs + gigabytes.other * assumed.otherMs) / 1000;
  const logged = logBytes + units.apiRequests * accessLogBytes;
  const sent = pushes * assumed.sentBytes;
  return [
    counted('API requests', 'apiRequests'),
    counted('invocations', 'invocations'),
    line(
      `GB-seconds, ${assumed.pushingMs} ms with a push, ${assumed.otherMs} ms without assumed`,
      seconds,
      seconds * oneMillion * gigabyteSecond,
    ),
    counted('read units of the table', 'readUnits'),
    counted('write units of the table', 'writeUnits'),
    counted('queue requests', 'queueRequests'),
    counted('events on the bus', 'events'),
    counted('operations of the ring channel', 'channelOperations'),
    counted('minutes of connection to the ring channel', 'channelMinutes'),
    counted('reads of secrets', 'secretReads'),
    line('bytes of logs', logged, (logged * oneMillion * gigabyteOfLogLines) / oneGigabyte),
    line(
      `bytes to Apple, ${assumed.sentBytes} for a push assumed`,
      sent,
      (sent * oneMillion * gigabyteSent) / oneGigabyte,
    ),
  ].filter(({ count }) => count > 0);
}
