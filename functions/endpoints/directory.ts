import { answer, done } from '../../shared/api/answer.ts';
import type { directoryOperations } from '../../shared/api/schemas/directory.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { changeNumber, readDirectory } from '../../shared/callDirectory/flows/directory.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

export type DirectoryPorts = Parameters<typeof readDirectory>[0] & Parameters<typeof changeNumber>[0];

/** What the directory function answers, whatever stands behind its ports. */
export function directoryEndpoints(ports: DirectoryPorts): Endpoints<typeof directoryOperations> {
  return {
    'GET /v1/call-directory': async ({ userId, query: { since } }) =>
      answer(200, await readDirectory(ports, userId, since)),

    'PUT /v1/call-directory/{number}': async ({ userId, path, query, body }) => {
      const entry = body.label === undefined ? ({ blocked: true } as const) : { label: body.label };
      const result = await changeNumber(ports, { userId, ...path, ...query, entry });
      return answer(200, result, (changed) => ({ ...changed, ...entry }));
    },

    'DELETE /v1/call-directory/{number}': async ({ userId, path, query }) => {
      const result = await changeNumber(ports, { userId, ...path, ...query, entry: undefined });
      return isRefusal(result) ? result : done;
    },
  };
}
