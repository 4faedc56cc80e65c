/** Says how a request ended, for its one line in the log. The line contains nothing of the request's content. */
import { errorFields } from '../../platform/errorFields.ts';
import type { WorkLog } from '../../platform/ports.ts';
import { BadRequest } from '../badRequest.ts';
import type { ApiEvent, ApiMiddleware } from './apiMiddleware.ts';

/** Comes first, so that it sees what all others have made of the request. */
export function requestLog(log: WorkLog): ApiMiddleware {
  return {
    after: ({ event, response, internal: { problem } }) => {
      const status = response && 'statusCode' in response ? response.statusCode : undefined;
      log.conclude('info', 'request', { ...fieldsOf(event), status, ...(problem && { code: problem.code }) });
    },
    onError: ({ event, error, internal: { problem } }) => {
      const fields = { ...fieldsOf(event), status: problem?.status };
      if (error instanceof BadRequest) log.conclude('info', 'request', { ...fields, code: error.problem.code });
      else log.conclude('error', 'request failed', { ...fields, ...errorFields(error) });
    },
  };
}

function fieldsOf({ routeKey, requestContext: { requestId } }: ApiEvent) {
  return { requestId, route: routeKey };
}
