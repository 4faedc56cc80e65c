import { answer } from '../../shared/api/answer.ts';
import type { healthOperations } from '../../shared/api/schemas/health.ts';
import type { Endpoints } from '../../shared/api/stack.ts';

/** What the health function answers. It asks nothing of the world. @param running the stage and its version. */
export function healthEndpoints(running: { stage: string; version: string }): Endpoints<typeof healthOperations> {
  return { 'GET /v1/health': async () => answer(200, { status: 'ok', ...running }) };
}
