import { setTimeout } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { optionalVariable } from '../../platform/aws/environment.ts';
import { lazily } from '../../platform/aws/lazily.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import type { Clock } from '../../platform/ports.ts';
import type { TicketKeys } from '../ports.ts';
import { type TicketKey, ticketKey } from '../rules/ticketSeal.ts';

/** How long keys are used before they are fetched again: each fetch has its price, and a rotation changes the key. */
const keptMs = 10 * 60 * 1000;
/** How long a ring waits for the key: without a ticket it rings anyway. */
const maxRingWaitsMs = 300;
/** How often unknown key IDs may cause a fetch: tickets with made-up key IDs must not cost a request each. */
const refreshedAtMostEveryMs = 30_000;

/**
 * The key of the stage's ring tickets, from the secret `<prefix>/ring-ticket-key`. When the secret is rotated, tickets
 * of the previous key (`AWSPREVIOUS`) stay valid until they expire.
 */
export function secretsManagerTicketKeys(
  secretsPrefix: string,
  clock: Clock,
  ringWaitsMs = Number(optionalVariable('RINGPOST_RING_WAITS_MS') ?? maxRingWaitsMs),
): TicketKeys {
  const client = lazily(() => new SecretsManagerClient({ requestHandler: timeLimits }));
  const SecretId = `${secretsPrefix}/ring-ticket-key`;
  let current: { key: Promise<TicketKey>; untilMs: number } | undefined;
  let all: { keys: Promise<readonly TicketKey[]>; untilMs: number } | undefined;
  let lastKnown: TicketKey | undefined;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;

  async function fetchKey(VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<TicketKey> {
    const { SecretString } = await client().send(new GetSecretValueCommand({ SecretId, VersionStage }));
    if (!SecretString)
      throw new Error(`the secret ${SecretId} has no text: store a random one of 32 characters or more`);
    return ticketKey(SecretString);
  }

  function currentKey(): Promise<TicketKey> {
    if (current !== undefined && current.untilMs > clock.nowMs()) return current.key;
    const entry = { key: fetchKey('AWSCURRENT'), untilMs: clock.nowMs() + keptMs };
    current = entry;
    entry.key.then(
      (key) => {
        lastKnown = key;
      },
      () => {
        if (current === entry) current = undefined;
      },
    );
    return entry.key;
  }

  /**
   * Tickets of the last known key stay valid: while a newer one is being fetched, or cannot be read, that key signs.
   */
  async function signing(): Promise<TicketKey> {
    const late = new AbortController();
    try {
      return await Promise.race([currentKey(), tooLate(ringWaitsMs, late.signal)]);
    } catch (error) {
      if (lastKnown === undefined) throw error;
      return lastKnown;
    } finally {
      late.abort();
    }
  }

  async function fetchAll(): Promise<readonly TicketKey[]> {
    current = undefined;
    const [now, before] = await Promise.all([currentKey(), fetchKey('AWSPREVIOUS').catch(unlessMissing)]);
    return before === undefined ? [now] : [now, before];
  }

  return {
    signing,
    verifying: async () => (all === undefined || all.untilMs <= clock.nowMs() ? [await currentKey()] : all.keys),
    refresh() {
      if (all !== undefined && clock.nowMs() - refreshedAtMs < refreshedAtMostEveryMs) return all.keys;
      refreshedAtMs = clock.nowMs();
      // But not forever: after two rotations a leaked key must not verify anything, however long the function lives.
      const fetched = { keys: fetchAll(), untilMs: clock.nowMs() + keptMs };
      all = fetched;
      fetched.keys.catch(() => {
        if (all === fetched) all = undefined;
      });
      return fetched.keys;
    },
  };
}

async function tooLate(milliseconds: number, signal: AbortSignal): Promise<never> {
  await setTimeout(milliseconds, undefined, { signal });
  throw new Error(`the key of ring tickets was not read within ${milliseconds} ms`);
}

/** Until the first rotation there is no previous key. */
function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
  throw error;
}
