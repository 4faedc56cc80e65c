import { answer, done } from '../../shared/api/answer.ts';
import { broadcastView } from '../../shared/api/broadcastView.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { broadcastOperations } from '../../shared/api/schemas/broadcasts.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import {
  createBroadcast,
  deleteBroadcast,
  listBroadcasts,
  type ManagePorts,
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
  stopBroadcast,
} from '../../shared/broadcasts/flows/manageBroadcasts.ts';
import type { BroadcastRecord } from '../../shared/broadcasts/rules/record.ts';
import { answerOnce, type OncePorts } from '../../shared/platform/flows/answerOnce.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

const list = ['broadcasts'] as const;
const placeInList = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[\da-f-]{36}$/;

const stateView = ({ broadcastId, state }: BroadcastRecord) => ({ broadcastId, state });

/** Endpoints of the broadcasts function, whatever is behind its ports. */
export function broadcastEndpoints(ports: ManagePorts & OncePorts): Endpoints<typeof broadcastOperations> {
  return {
    'POST /v1/server/broadcasts': async ({ body, headers }) => {
      const { sendAt, ...asked } = body;
      const request = { scope: ['server', 'broadcasts'], key: headers['idempotency-key'], body };
      const created = await answerOnce(ports, request, async (broadcastId) => {
        const sendAtMs = sendAt === undefined ? undefined : Date.parse(sendAt);
        const record = await createBroadcast(ports, { ...asked, broadcastId, sendAtMs });
        return isRefusal(record) ? record : stateView(record);
      });
      return answer(202, created);
    },

    'GET /v1/server/broadcasts': async ({ query: { limit, cursor } }) => {
      const start = pageStart(list, cursor, placeInList);
      if (isRefusal(start)) return start;
      return answer(200, await listBroadcasts(ports, limit, start.after), ({ broadcasts, next }) => ({
        broadcasts: broadcasts.map(broadcastView),
        ...nextCursor(list, next),
      }));
    },

    'GET /v1/server/broadcasts/{broadcastId}': async ({ path: { broadcastId } }) =>
      answer(200, await reportBroadcast(ports, broadcastId), broadcastView),

    'POST /v1/server/broadcasts/{broadcastId}/stop': async ({ path: { broadcastId } }) =>
      answer(200, await stopBroadcast(ports, broadcastId), stateView),

    'POST /v1/server/broadcasts/{broadcastId}/resume': async ({ path: { broadcastId } }) =>
      answer(200, await resumeBroadcast(ports, broadcastId), stateView),

    'POST /v1/server/broadcasts/{broadcastId}/recall': async ({ path: { broadcastId }, body: { mode } }) =>
      answer(200, await recallBroadcast(ports, broadcastId, mode), stateView),

    'DELETE /v1/server/broadcasts/{broadcastId}': async ({ path: { broadcastId } }) =>
      (await deleteBroadcast(ports, broadcastId)) ?? done,
  };
}
