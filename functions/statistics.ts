import { statisticsOperations } from '../shared/api/schemas/statistics.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { dayView } from '../shared/api/statisticsView.ts';
import { openLog } from '../shared/aws/log.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { lastDays } from '../shared/rules/statistics.ts';
import { statisticsStore } from '../shared/store/statistics.ts';
import { openTable } from '../shared/store/table.ts';

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
