/** A webhook: an address of the team that events are sent to. */
import { wantedPushType } from '../../push/rules/externalPush.ts';

export interface Webhook {
  webhookId: string;
  url: string;
  /** Event types, `<subject>.*`, or `*`. */
  events: readonly string[];
  /** Which secret signs: it grows by one with each rotation. */
  secretVersion: number;
  /** Random: a webhook that is deleted and created again has other secrets. */
  salt: string;
  /** Epoch milliseconds, as are the others. */
  createdAtMs: number;
  /** When the secret before the current one was replaced. */
  rotatedAtMs?: number | undefined;
  /** The first failed attempt since the last successful one. */
  failingSinceMs?: number | undefined;
  disabledAtMs?: number | undefined;
  disabledBecause?: DisabledBecause | undefined;
}

/** `gone`: it answered 410. `failing`: no attempt has succeeded for {@link disabledAfterMs}. */
export type DisabledBecause = 'gone' | 'failing';

export const disabledAfterMs = 3 * 86_400_000;

/** How long the secret before the current one signs as well. */
export const previousSecretSignsMs = 7 * 86_400_000;

/** At most this many for a stage: each event is compared with each. */
export const maxWebhooks = 20;

/** Whether an event goes to a webhook. */
export function isSubscribed({ events, disabledAtMs }: Webhook, type: string): boolean {
  if (disabledAtMs !== undefined) return false;
  // It contains texts and a token, so it must be named.
  const isNamedOnly = type === wantedPushType;
  return events.some((pattern) => (pattern === '*' && !isNamedOnly) || pattern === type || isOfSubject(pattern, type));
}

function isOfSubject(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** Versions of the secrets that sign now, the current one first. */
export function signingVersions({ secretVersion, rotatedAtMs }: Webhook, nowMs: number): number[] {
  const isOldValid = rotatedAtMs !== undefined && nowMs < rotatedAtMs + previousSecretSignsMs;
  return isOldValid && secretVersion > 1 ? [secretVersion, secretVersion - 1] : [secretVersion];
}
