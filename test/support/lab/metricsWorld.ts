/** Apple's exports of delivery metrics over real HTTPS, with counts that a test makes. */
import { openAuthority } from '../../../lab/apple/authority.ts';
import { createDeliveryMetrics, type PushState } from '../../../lab/apple/deliveryMetrics.ts';
import { startMetricsHost } from '../../../lab/apple/metricsHost.ts';
import { createMetricsService, type MetricsService } from '../../../lab/apple/metricsService.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import type { MetricsToken } from '../../../shared/credentials/rules/metricsToken.ts';
import { metricsExports } from '../../../shared/ledger/apple/metricsExports.ts';
import type { MetricsExports } from '../../../shared/ledger/ports.ts';
import { type ManualClock, manualClock } from '../memory/manualClock.ts';

/** Its keys take a second to make. */
const authority = openAuthority(openDataDirectory(undefined), Date.now);

export const teamId = 'DEF1234567';

export interface MetricsWorld {
  clock: ManualClock;
  service: MetricsService;
  exports: MetricsExports;
  /** Counts pushes at the present time of the clock. */
  count(appId: string, state: PushState, times: number, pushType?: string): void;
  tokenOf(appId: string): MetricsToken;
  stop(): Promise<void>;
}

export async function startMetricsWorld(): Promise<MetricsWorld> {
  const clock = manualClock();
  const metrics = createDeliveryMetrics(clock.nowMs);
  const service: MetricsService = createMetricsService({
    teamId,
    origin: () => host.url,
    clock: clock.nowMs,
    metrics,
  });
  const host = await startMetricsHost(authority.host, () => service);
  return {
    clock,
    service,
    exports: metricsExports({ origin: host.url, ca: authority.caPem, timeLimitMs: 5000 }),
    count(appId, state, times, pushType = 'alert') {
      for (let time = 0; time < times; time += 1) metrics.count(appId, pushType, state);
    },
    tokenOf: (appId) => ({
      token: service.makeToken(appId),
      teamId,
      addedAt: new Date(clock.nowMs()).toISOString(),
    }),
    stop: host.stop,
  };
}
