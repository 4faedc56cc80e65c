/** Limits users to the rates of their apps. */
import { BadRequest } from '../badRequest.ts';
import type { RateGate } from '../rateGate.ts';
import { problemOf } from '../refusals.ts';
import { type ApiMiddleware, routeKeyOf } from './apiMiddleware.ts';

export function rateLimit(gate: RateGate): ApiMiddleware {
  return {
    before: async ({ event }) => {
      const refusal = event.request && (await gate(routeKeyOf(event), event.request));
      // A middleware that returned it would end the request without a line in the log.
      if (refusal !== undefined) throw new BadRequest(problemOf(refusal));
    },
  };
}
