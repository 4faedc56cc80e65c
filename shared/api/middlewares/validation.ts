/** Checks the request against the schemas of its operation. */
import { readPathParameters } from '../pathParameters.ts';
import { validate } from '../validate.ts';
import type { ApiMiddleware, OperationOf } from './apiMiddleware.ts';

export function validation(operationOf: OperationOf): ApiMiddleware {
  return {
    before: ({ event }) => {
      const { path, query, headers, body } = operationOf(event);
      event.request = {
        requestId: event.requestContext.requestId,
        requestedAtMs: event.requestContext.timeEpoch,
        path: validate('path', path, readPathParameters(event.pathParameters ?? {})),
        query: validate('query', query, event.queryStringParameters ?? {}),
        headers: validate('headers', headers, event.headers),
        body: validate('body', body, event.json),
        ...(event.userId !== undefined && { userId: event.userId }),
      };
    },
  };
}
