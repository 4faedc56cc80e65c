/** Idempotency keys: of all requests with one key, one is carried out, and all get its answer. */
import { createHash } from 'node:crypto';
import { errorFields } from '../errorFields.ts';
import type { KeyRecord } from '../keyRecord.ts';
import type { PlatformPorts } from '../ports.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';

export interface KeyedRequest {
  /** The caller and the route: keys of different callers or routes are independent. */
  scope: readonly string[];
  /** Undefined: the request is carried out each time. */
  key: string | undefined;
  body: unknown;
}

/** Carries out the request. */
export type CarryOut<A> = (
  /** A lower-case UUID for the result. The same for a request that takes over from one that died. */
  resultId: string,
  /** An earlier request may have done all of it, or a part. */
  takesOver: boolean,
) => Promise<A | Refusal>;

export type OncePorts = Pick<PlatformPorts, 'clock' | 'newId' | 'log' | 'idempotency'>;

/** API Gateway gives up on a request after 30 s. */
const requestLivesMs = 30_000;
/** How long a concurrent second request waits for the first one's answer. */
const waitForAnswerMs = 5000;
const askAgainMs = 200;

/**
 * The same key with the same body gets the same answer for a day, word for word. A refusal keeps no key: nothing was
 * done, and the caller may fix the request. If the first request dies, the next one takes over.
 */
export async function answerOnce<A extends object>(
  ports: OncePorts,
  { scope, key, body }: KeyedRequest,
  carryOut: CarryOut<A>,
): Promise<A | Refusal> {
  if (key === undefined) return carryOut(ports.newId(), false);
  const name = [...scope, key];
  const bodyHash = hashOf(body);
  const giveUpMs = ports.clock.nowMs() + waitForAnswerMs;
  for (;;) {
    const nowMs = ports.clock.nowMs();
    const own: KeyRecord = { bodyHash, resultId: ports.newId(), runsUntilMs: nowMs + requestLivesMs };
    const known = await ports.idempotency.claim(name, own);
    if (known === undefined) return run(ports, name, () => carryOut(own.resultId, false));
    if (known.bodyHash !== bodyHash) {
      return refuse('idempotency_key_reused', 'This Idempotency-Key was already used with another body.');
    }
    if (known.answer !== undefined) return JSON.parse(known.answer) as A;
    if (known.runsUntilMs <= nowMs) {
      const isOurs = await ports.idempotency.takeOver(name, known, own.runsUntilMs);
      if (isOurs) return run(ports, name, () => carryOut(known.resultId, true));
    }
    if (nowMs >= giveUpMs) {
      const retryAfterSeconds = Math.max(Math.ceil((known.runsUntilMs - nowMs) / 1000), 1);
      return refuse('idempotency_in_progress', 'A request with this Idempotency-Key is still in progress.', {
        retryAfterSeconds,
      });
    }
    await ports.clock.waitMs(askAgainMs);
  }
}

async function run<A extends object>(
  ports: OncePorts,
  name: readonly string[],
  carryOut: () => Promise<A | Refusal>,
): Promise<A | Refusal> {
  try {
    const answer = await carryOut();
    // It was carried out: if only its answer cannot be stored, the caller must not do it again.
    await (isRefusal(answer)
      ? ports.idempotency.free(name)
      : ports.idempotency.finish(name, JSON.stringify(answer))
    ).catch((failure: unknown) => ports.log.error('answer of an idempotency key not kept', errorFields(failure)));
    return answer;
  } catch (error) {
    // Something may have been done, so the key is kept, and the next request with it checks.
    await ports.idempotency
      .abandon(name)
      .catch((failure: unknown) => ports.log.error('idempotency key not abandoned', errorFields(failure)));
    throw error;
  }
}

/** The order of an object's members does not count. */
function hashOf(body: unknown): string {
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
  return createHash('sha256')
    .update(text ?? '')
    .digest('base64url');
}
