import { answer } from '../../shared/api/answer.ts';
import { exportView } from '../../shared/api/exportView.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { userDataOperations } from '../../shared/api/schemas/userData.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { type ExportPorts, exportUser } from '../../shared/userData/flows/exportUser.ts';
import { retentionRules } from '../../shared/userData/rules/storedKinds.ts';

/** Endpoints of the userData function, whatever is behind its ports. */
export function userDataEndpoints(
  ports: Pick<PlatformPorts, 'clock'> & ExportPorts,
): Endpoints<typeof userDataOperations> {
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
  };
}
