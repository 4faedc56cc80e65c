/** How much of the account's quotas a stage needs to work as it is set in cdk/stages.ts. */
import type { StageConfig } from '../../cdk/stageConfig.ts';
import { assumed } from '../../scripts/cost/ofUse.ts';
import { callTimerSettings, deliverySettings } from '../../shared/api/functionSettings.ts';

/** Those that Service Quotas answers. */
export type ServiceQuotaName =
  | 'put_events_rate'
  | 'messages_in_flight'
  | 'ring_connections_rate'
  | 'ring_publishes_rate';

export type QuotaName = 'lambda_concurrency' | 'api_rate' | 'api_burst' | ServiceQuotaName;

export type QuotaNeeds = Readonly<Record<QuotaName, number>>;

/** The functions `deliver` and `callTimer`. */
const workerFunctions = 2;
/** EventBridge takes ten events in a request, and the stream fills its batches under load. */
const eventsPerRequest = 10;
/** At least so many events for each call or message: docs/events.md. */
const leastEvents = { none: 0, calls: 2, all: 3 } as const;

/**
 * Throttles count per route. The needs are those of one route of each caller at its throttle, which is the least at which
 * the stage and not the account decides when a request gets a 429.
 */
export function quotaNeeds({
  throttles,
  maxDeliveryWorkers,
  events,
  rings,
}: Pick<StageConfig, 'throttles' | 'maxDeliveryWorkers' | 'events' | 'rings'>): QuotaNeeds {
  const { user, server, none } = throttles;
  const ratePerSecond = user.ratePerSecond + server.ratePerSecond + none.ratePerSecond;
  const eventsPerSecond = (user.ratePerSecond + server.ratePerSecond) * leastEvents[events];
  return {
    lambda_concurrency: workerFunctions * maxDeliveryWorkers + Math.ceil((ratePerSecond * assumed.pushingMs) / 1000),
    api_rate: ratePerSecond,
    api_burst: user.burst + server.burst + none.burst,
    put_events_rate: Math.ceil(eventsPerSecond / eventsPerRequest),
    messages_in_flight: maxDeliveryWorkers * Math.max(deliverySettings.batchSize, callTimerSettings.batchSize),
    // Each call at the throttle rings one phone at least, which connects, and hears of its end.
    ring_connections_rate: rings === 'channel' ? user.ratePerSecond : 0,
    ring_publishes_rate: rings === 'channel' ? user.ratePerSecond : 0,
  };
}
