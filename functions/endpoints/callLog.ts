import { answer } from '../../shared/api/answer.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { callLogOperations } from '../../shared/api/schemas/callLog.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { callView } from '../../shared/api/views.ts';
import { readCallLog } from '../../shared/calls/flows/readCallLog.ts';
import type { CallPorts } from '../../shared/calls/ports.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

/** What the callLog function answers, whatever stands behind its ports. */
export function callLogEndpoints(
  ports: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'callLog'>,
): Endpoints<typeof callLogOperations> {
  return {
    'GET /v1/calls': async ({ userId, query: { limit, cursor, deviceId } }) => {
      const list = ['calls', userId] as const;
      const start = pageStart(list, cursor, ports.callLog.placePattern);
      if (isRefusal(start)) return start;
      return answer(200, await readCallLog(ports, userId, limit, start.after), ({ calls, next }) => ({
        calls: calls.map((record) => callView(record, { userId, deviceId })),
        ...nextCursor(list, next),
      }));
    },
  };
}
