/** Checks the request against the schemas of its operation, and identifies the user who sends it. */
import { readPathParameters } from '../pathParameters.ts';
import { routes } from '../routes.ts';
import { subjectOf } from '../subject.ts';
import { validate } from '../validate.ts';
import { type ApiMiddleware, type OperationOf, routeKeyOf } from './apiMiddleware.ts';

export function validation(operationOf: OperationOf): ApiMiddleware {
  return {
    before: ({ event }) => {
      const { path, query, headers, body } = operationOf(event);
      event.request = {
        requestId: event.requestContext.requestId,
        path: validate('path', path, readPathParameters(event.pathParameters ?? {})),
        query: validate('query', query, event.queryStringParameters ?? {}),
        headers: validate('headers', headers, event.headers),
        body: validate('body', body, event.json),
      };
      if (routes[routeKeyOf(event)].caller === 'user') event.request.userId = subjectOf(event);
    },
  };
}
