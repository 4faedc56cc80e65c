import { callLogOperations } from '../shared/api/schemas/callLog.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callView } from '../shared/api/views.ts';
import { readCallLog } from '../shared/calls/flows/readCallLog.ts';
import { callLogStore } from '../shared/calls/table/callLogStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { pageCursor, readPageCursor } from '../shared/platform/pageCursor.ts';
import { refuse } from '../shared/platform/refusal.ts';
import { callLogPlace } from '../shared/platform/table/keys.ts';
import { openTable } from '../shared/platform/table/table.ts';

const { clock } = system;
const ports = { clock, callLog: callLogStore(openTable(requireVariable('RINGPOST_TABLE_NAME')), clock) };

export const handler = apiHandler(
  callLogOperations,
  {
    'GET /v1/calls': async ({ userId, query: { limit, cursor, deviceId } }) => {
      const after = cursor === undefined ? undefined : readPageCursor(['calls', userId], cursor, callLogPlace);
      if (cursor !== undefined && after === undefined) {
        return refuse('unknown_cursor', '`cursor` does not belong to this list.');
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
