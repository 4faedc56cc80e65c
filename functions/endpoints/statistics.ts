import { answer } from '../../shared/api/answer.ts';
import type { statisticsOperations } from '../../shared/api/schemas/statistics.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { dayView } from '../../shared/api/statisticsView.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import type { PushPorts } from '../../shared/push/ports.ts';
import { phoneReport } from '../../shared/push/rules/phoneReport.ts';
import { lastDays } from '../../shared/push/rules/statistics.ts';

/** What the statistics function answers, whatever stands behind its ports. */
export function statisticsEndpoints({
  clock,
  statistics,
}: Pick<PlatformPorts, 'clock'> & {
  statistics: Pick<PushPorts['statistics'], 'read'>;
}): Endpoints<typeof statisticsOperations> {
  return {
    'GET /v1/server/stats': async ({ query: { days, appId, by } }) =>
      answer(200, await statistics.read(lastDays(clock.nowMs(), days)), (found) => ({
        days: dayView(found, appId),
        phones: phoneReport(
          found.phones.filter((each) => appId === undefined || each.appId === appId),
          by,
        ),
      })),
  };
}
