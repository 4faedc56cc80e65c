/** Writes the answer of an endpoint as JSON, its members in the order of the operation's schema. */
import { headersOf } from '../headers.ts';
import { inOrder } from '../inOrder.ts';
import type { ApiMiddleware, OperationOf } from './apiMiddleware.ts';

export function jsonAnswer(operationOf: OperationOf): ApiMiddleware {
  return {
    after: (request) => {
      const { event, response } = request;
      if (!response || !('status' in response)) return;
      const { status, body } = response;
      const ordered = inOrder(operationOf(event).answers[status], body);
      request.response =
        ordered === undefined
          ? { statusCode: status }
          : { statusCode: status, headers: headersOf('application/json'), body: JSON.stringify(ordered) };
    },
  };
}
