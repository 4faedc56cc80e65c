/** Numbered requests. Each has an ID, a topic and a body of its own, so that an answer can be matched to it. */
import type { ApnsFailure } from '../../shared/apns/rules/outcome.ts';

export interface Accepted {
  kind: 'accepted';
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface TrialRequest {
  method: 'POST' | 'GET' | 'DELETE';
  path: string;
  headers: Record<string, string>;
  body: string;
  id: string;
  /** Whether the outcome is the answer that the server owes to this very request. */
  isOwn(outcome: Accepted | ApnsFailure): boolean;
}

/** Sizes of the fillers, in characters: the largest makes the 4 KB that Apple takes. */
const fillerCharacters = [0, 3900, 150, 1100, 3900];
/** Together with their names they are several times as large as the 4,096 bytes of a header table. */
const topics = 150;
const tokens = 40;

export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A push that looks like any other, but for the ID, topic and text that are its own. */
export function pushNumber(number: number): Omit<TrialRequest, 'isOwn'> & { topic: string } {
  const id = idOf(number);
  const filler = 'filler '.repeat(600).slice(0, fillerCharacters[number % fillerCharacters.length]);
  const topic = `com.example.app${number % topics}.${'of-a-team'.repeat(number % 7)}.voip`;
  return {
    method: 'POST',
    path: `/3/device/${id}`,
    headers: {
      'apns-id': id,
      'apns-topic': topic,
      'apns-push-type': number % 3 === 0 ? 'alert' : 'voip',
      'apns-priority': number % 2 === 0 ? '10' : '5',
      'apns-expiration': String(1_800_000_000 + number),
    },
    body: JSON.stringify({ aps: { alert: `message ${number}` }, filler }),
    id,
    topic,
  };
}

/** An `authorization` of the length of a provider token, another one for each request, which come round again. */
export function authorizations(): () => string {
  let next = 0;
  return () => {
    next = (next + 1) % tokens;
    return `bearer ${`token${next}`.padEnd(220, 'abcdefghij')}`;
  };
}
