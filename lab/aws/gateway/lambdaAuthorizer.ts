/**
 * Asks a function who sends a request, as an HTTP API's Lambda authorizer does: payload format 2.0, simple responses,
 * answers kept by the Authorization header.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import type { FunctionHost } from '../lambda/functionHost.ts';
import { isRecord } from '../protocol/isRecord.ts';

export interface LambdaAuthorizerOptions {
  invoke: FunctionHost['invoke'];
  /** How long an answer is kept. */
  ttlSeconds: number;
  nowMs(): number;
}

export type LambdaOutcome =
  | { context: Record<string, unknown>; refusal?: undefined }
  /** `failed`: the function did. */
  | { context?: undefined; refusal: 'missing' | 'denied' | 'failed' };

export type LambdaAuthorizer = (authorization: string | undefined) => Promise<LambdaOutcome>;

export function createLambdaAuthorizer({ invoke, ttlSeconds, nowMs }: LambdaAuthorizerOptions): LambdaAuthorizer {
  const kept = new Map<string, { outcome: LambdaOutcome; untilMs: number }>();
  return async (authorization) => {
    // Without its identity source, a request does not reach the function.
    if (!authorization) return { refusal: 'missing' };
    const known = kept.get(authorization);
    if (known !== undefined && nowMs() < known.untilMs) return known.outcome;
    const outcome = outcomeOf(await invoke({ version: '2.0', type: 'REQUEST', headers: { authorization } }));
    if (outcome.refusal !== 'failed') kept.set(authorization, { outcome, untilMs: nowMs() + ttlSeconds * 1000 });
    return outcome;
  };
}

function outcomeOf({ value, error }: Awaited<ReturnType<FunctionHost['invoke']>>): LambdaOutcome {
  if (error || !isRecord(value) || typeof value['isAuthorized'] !== 'boolean') return { refusal: 'failed' };
  const { isAuthorized, context = {} } = value;
  if (!isAuthorized) return { refusal: 'denied' };
  return { context: isRecord(context) ? context : {} };
}
