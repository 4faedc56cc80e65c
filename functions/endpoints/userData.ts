import { answer } from '../../shared/api/answer.ts';
import { erasureView } from '../../shared/api/erasureView.ts';
import { exportView } from '../../shared/api/exportView.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { userDataOperations } from '../../shared/api/schemas/userData.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import { isRefusal, refuse } from '../../shared/platform/refusal.ts';
import { type ExportPorts, exportUser } from '../../shared/userData/flows/exportUser.ts';
import { type RequestErasurePorts, requestErasure } from '../../shared/userData/flows/requestErasure.ts';
import { retentionRules } from '../../shared/userData/rules/storedKinds.ts';

/** Endpoints of the userData function, whatever is behind its ports. */
export function userDataEndpoints(ports: ExportPorts & RequestErasurePorts): Endpoints<typeof userDataOperations> {
  const erase = async (userId: string) => answer(202, await requestErasure(ports, userId), erasureView);

  return {
    'GET /v1/server/users/{userId}/export': async ({ path: { userId }, query: { limit, cursor } }) => {
      const list = ['export', userId] as const;
      const start = pageStart(list, cursor, ports.userItems.placePattern);
      if (isRefusal(start)) return start;
      const { page, next } = await exportUser(ports, userId, { limit, after: start.after });
      return answer(200, {
        userId,
        exportedAt: isoTime(ports.clock.nowMs()),
        ...exportView(page),
        retained: retentionRules(),
        ...nextCursor(list, next),
      });
    },

    'DELETE /v1/server/users/{userId}': ({ path: { userId } }) => erase(userId),
    'DELETE /v1/me': ({ userId }) => erase(userId),

    'GET /v1/server/users/{userId}/erasure': async ({ path: { userId } }) => {
      const erasure = await ports.erasures.find(userId);
      return erasure === undefined
        ? refuse('unknown_erasure', 'This user has not been erased within the last 400 days.')
        : answer(200, erasureView(erasure));
    },
  };
}
