import { answer } from '../../shared/api/answer.ts';
import type { ringOperations } from '../../shared/api/schemas/rings.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { readRing } from '../../shared/calls/flows/readRing.ts';

/** What the rings function answers, whatever stands behind its ports. */
export function ringEndpoints(ports: Parameters<typeof readRing>[0]): Endpoints<typeof ringOperations> {
  return {
    'GET /v1/rings/{ticket}': async ({ path: { ticket } }) => answer(200, await readRing(ports, ticket)),
  };
}
