/** Limits the requests of users to the rates of their apps. Servers have none. */
import { type RatePorts, rateLimiter } from '../people/flows/limitRate.ts';
import { rulesOfUser, type UserRulesPorts } from '../people/flows/userRules.ts';
import type { Refusal } from '../platform/refusal.ts';
import { type KnownRouteKey, type Route, routes } from './routes.ts';

export interface GatedRequest {
  userId?: string | undefined;
  body: unknown;
}

/** @returns the refusal, if any. */
export type RateGate = (routeKey: KnownRouteKey, request: GatedRequest) => Promise<Refusal | undefined>;

/** One for each function instance. */
export function rateGate(ports: RatePorts & UserRulesPorts): RateGate {
  const limit = rateLimiter(ports);
  return async (routeKey, { userId, body }) => {
    const { rate: kind }: Route = routes[routeKey];
    if (kind === undefined || userId === undefined) return undefined;
    const perMinute = async () => (await rulesOfUser(ports, userId)).rates[kind];
    return limit({ userId, kind, perMinute, amount: receiptsIn(body) });
  };
}

function receiptsIn(body: unknown): number | undefined {
  const { receipts } = (body ?? {}) as { receipts?: unknown };
  return Array.isArray(receipts) ? receipts.length : undefined;
}
