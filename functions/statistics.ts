import { statisticsOperations } from '../shared/api/schemas/statistics.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { dayView } from '../shared/api/statisticsView.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { lastDays } from '../shared/push/rules/statistics.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';

const statistics = statisticsStore(openTable(requireVariable('RINGPOST_TABLE_NAME')));

export const handler = apiHandler(
  statisticsOperations,
  {
    'GET /v1/server/stats': async ({ query: { days, appId } }) => {
      const found = await statistics.read(lastDays(system.clock.nowMs(), days));
      return { status: 200, body: { days: dayView(found, appId) } };
    },
  },
  openLog('statistics', optionalVariable('RINGPOST_LOG_LEVEL')),
);
