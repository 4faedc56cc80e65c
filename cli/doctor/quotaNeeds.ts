/** How much of the account's quotas a stage needs to work as it is set in cdk/stages.ts. */
import type { StageConfig } from '../../cdk/stageConfig.ts';
import { assumed } from '../../scripts/cost/ofUse.ts';

export type QuotaName = 'lambda_concurrency' | 'api_rate' | 'api_burst' | 'put_events_rate';

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
}: Pick<StageConfig, 'throttles' | 'maxDeliveryWorkers' | 'events'>): QuotaNeeds {
  const { user, server, none } = throttles;
  const ratePerSecond = user.ratePerSecond + server.ratePerSecond + none.ratePerSecond;
  const eventsPerSecond = (user.ratePerSecond + server.ratePerSecond) * leastEvents[events];
  return {
    lambda_concurrency: workerFunctions * maxDeliveryWorkers + Math.ceil((ratePerSecond * assumed.pushingMs) / 1000),
    api_rate: ratePerSecond,
    api_burst: user.burst + server.burst + none.burst,
    put_events_rate: Math.ceil(eventsPerSecond / eventsPerRequest),
  };
}
