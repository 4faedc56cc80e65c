/** Reads the JSON of the body, on routes with one. */
import { parseBody } from '../parseBody.ts';
import type { ApiMiddleware, OperationOf } from './apiMiddleware.ts';

export function jsonBody(operationOf: OperationOf): ApiMiddleware {
  return {
    before: ({ event }) => {
      if (operationOf(event).body === undefined) return;
      const { body, isBase64Encoded, headers } = event;
      event.json = parseBody({ body, isBase64Encoded, contentLength: headers['content-length'] });
    },
  };
}
