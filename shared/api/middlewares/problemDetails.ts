/** Answers refusals, bad requests and faults as problem details (RFC 9457). */
import { isRefusal } from '../../platform/refusal.ts';
import { BadRequest } from '../badRequest.ts';
import { headersOf } from '../headers.ts';
import { internalError, type Problem, problemContentType } from '../problem.ts';
import { problemOf } from '../refusals.ts';
import type { ApiMiddleware, HttpAnswer } from './apiMiddleware.ts';

export function problemDetails(): ApiMiddleware {
  return {
    after: (request) => {
      if (!isRefusal(request.response)) return;
      request.internal.problem = problemOf(request.response);
      request.response = problemAnswer(request.internal.problem);
    },
    onError: (request) => {
      const { error, event } = request;
      const { requestId } = event.requestContext;
      request.internal.problem = error instanceof BadRequest ? error.problem : internalError(requestId);
      request.response = problemAnswer(request.internal.problem);
    },
  };
}

function problemAnswer(body: Problem): HttpAnswer {
  const { status, retryAfterSeconds } = body;
  const headers = {
    ...headersOf(problemContentType),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  return { statusCode: status, headers, body: JSON.stringify(body) };
}
