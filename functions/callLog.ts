import { callLogOperations } from '../shared/api/schemas/callLog.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callView } from '../shared/api/views.ts';
import { openLog } from '../shared/aws/log.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { readCallLog } from '../shared/flows/readCallLog.ts';
import { refuse } from '../shared/flows/refusal.ts';
import { pageCursor, readPageCursor } from '../shared/rules/pageCursor.ts';
import { callLogStore } from '../shared/store/callLog.ts';
import { callLogPlace } from '../shared/store/keys.ts';
import { openTable } from '../shared/store/table.ts';

const { clock } = system;
const ports = { clock, callLog: callLogStore(openTable(requireVariable('RINGPOST_TABLE_NAME')), clock) };

export const handler = apiHandler(
  callLogOperations,
  {
    'GET /v1/calls': async ({ userId, query: { limit, cursor, deviceId } }) => {
      const after = cursor === undefined ? undefined : readPageCursor(['calls', userId], cursor, callLogPlace);
      if (cursor !== undefined && after === undefined) {
        return refuse('unknown_cursor', '`cursor` is not one of this list.');
      }
      const { calls, next } = await readCallLog(ports, userId, limit, after);
      return {
        status: 200,
        body: {
          calls: calls.map((record) => callView(record, { userId, deviceId })),
          ...(next !== undefined && { cursor: pageCursor(['calls', userId], next) }),
        },
      };
    },
  },
  openLog('callLog', optionalVariable('RINGPOST_LOG_LEVEL')),
);
