import { answer } from '../../shared/api/answer.ts';
import type { pushOperations } from '../../shared/api/schemas/pushes.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { type RecordOutcomePorts, recordOutcome } from '../../shared/delivery/flows/recordOutcome.ts';
import { answerOnce, type OncePorts } from '../../shared/platform/flows/answerOnce.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { pushRaw, type RawPushPorts } from '../../shared/push/flows/pushRaw.ts';
import { summarise } from '../../shared/push/rules/targetOutcome.ts';

/** What the pushes function answers, whatever stands behind its ports. */
export function pushEndpoints(ports: RawPushPorts & OncePorts & RecordOutcomePorts): Endpoints<typeof pushOperations> {
  return {
    'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': async ({ path, body }) =>
      answer(200, await recordOutcome(ports, { ...path, ...body })),

    'POST /v1/server/pushes': ({ headers, body }) => {
      const { to, ...push } = body;
      const request = { scope: ['server', 'pushes'], key: headers['idempotency-key'], body };
      return answerOnce(ports, request, async () => {
        const targets = await pushRaw(ports, push, to);
        return isRefusal(targets) ? targets : answer(200, { targets, summary: summarise(targets) });
      });
    },
  };
}
