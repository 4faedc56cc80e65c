/** The faults that the page can make. */
import type { Fault } from '../../../apple/apple.ts';
import type { Breakage, PhoneView } from '../../view.ts';

export interface FaultChoice {
  name: string;
  /** What it stands for. */
  what: string;
  fault: Fault;
}

export interface BreakageChoice {
  name: string;
  what: string;
  breakage: Breakage;
}

/** Apple's answers to a push, or none. */
export const appleFaults: readonly FaultChoice[] = [
  {
    name: '410 Unregistered',
    what: 'The app was deleted',
    fault: { kind: 'status', status: 410, reason: 'Unregistered' },
  },
  {
    name: '400 BadDeviceToken',
    what: 'The token is not of this host',
    fault: { kind: 'status', status: 400, reason: 'BadDeviceToken' },
  },
  {
    name: '429 TooManyRequests',
    what: 'Too many pushes to one phone',
    fault: { kind: 'status', status: 429, reason: 'TooManyRequests' },
  },
  {
    name: '500 InternalServerError',
    what: 'Apple fails',
    fault: { kind: 'status', status: 500, reason: 'InternalServerError' },
  },
  { name: 'GOAWAY', what: 'The host shuts down', fault: { kind: 'goaway' } },
  { name: 'Reset', what: 'The stream ends without an answer', fault: { kind: 'reset' } },
  { name: 'Black hole', what: 'No answer, ever', fault: { kind: 'blackhole' } },
  { name: 'Slow answer', what: 'The answer takes 5 s', fault: { kind: 'delay', delayMs: 5000 } },
  { name: 'Lost', what: 'Accepted, never delivered', fault: { kind: 'lost' } },
  {
    name: 'Expired token',
    what: 'The whole connection is refused: ExpiredProviderToken',
    fault: { kind: 'expiredToken' },
  },
];

export const breakageChoices: readonly BreakageChoice[] = [
  { name: 'Clocks apart', what: 'Apple’s clock is two hours ahead', breakage: 'appleClock' },
  { name: 'Revoked certificate', what: 'The VoIP certificate is revoked', breakage: 'revokedCertificate' },
  { name: 'Revoked key', what: 'The p8 key is revoked', breakage: 'revokedKey' },
  { name: 'Silent AWS', what: 'DynamoDB does not answer', breakage: 'silentTable' },
  { name: 'Throttled AWS', what: 'DynamoDB throttles every write', breakage: 'throttledTable' },
];

/** `410 Unregistered for Bob’s iPhone, once` */
export function faultWords(
  { kind, status, reason, match, count, delayMs }: Fault,
  phones: readonly PhoneView[],
): string {
  const known = appleFaults.find(({ fault }) =>
    kind === 'status' ? fault.reason === reason && fault.status === status : fault.kind === kind,
  );
  const name = known?.name ?? [status ?? kind, reason, delayMs && `${delayMs} ms`].filter(Boolean).join(' ');
  const phone = phones.find(({ phoneId }) => phoneId === match)?.name ?? match;
  const times = count === undefined ? '' : count === 1 ? ', once' : `, ${count} times`;
  return `${name}${phone === undefined ? '' : ` for ${phone}`}${times}`;
}

export function breakageWords(breakage: Breakage): string {
  return breakageChoices.find((choice) => choice.breakage === breakage)?.name ?? breakage;
}
