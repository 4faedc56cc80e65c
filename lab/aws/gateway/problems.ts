/**
 * Refusals of the HTTP API host itself. The real HTTP API answers these with `{"message":"Unauthorized"}`,
 * `{"message":"Forbidden"}`, `{"message":"Not Found"}`, `{"message":"Request Entity Too Large"}` and
 * `{"message":"Internal Server Error"}` with the same statuses; problem details are more helpful to people who work
 * with the lab.
 */
import { type Problem, problem } from '../../../shared/api/problem.ts';
import { timeoutErrorType } from '../lambda/functionHost.ts';
import type { FunctionError } from '../lambda/functionProtocol.ts';
import type { SignedService } from './iamAuthorizer.ts';

export function unauthenticated(detail: string): Problem {
  return problem(
    401,
    'unauthenticated',
    'Not signed in',
    detail,
    'Send `Authorization: Bearer <JWT>` with a token of the stage’s OIDC issuer; in the lab, POST /lab/tokens returns one.',
  );
}

export function tokenExpired(detail: string): Problem {
  return problem(401, 'token_expired', 'The token has expired', detail, 'Get a new token and send the request again.');
}

/** AWS: 403 too. */
export function insufficientScope(detail: string): Problem {
  return problem(
    403,
    'insufficient_scope',
    'The token lacks the required scope',
    detail,
    'Send an access token with the scope that the stage requires; ID tokens have no scopes.',
  );
}

export function forbidden(detail: string, service: SignedService = 'execute-api'): Problem {
  return problem(
    403,
    'forbidden',
    'Not a known server',
    detail,
    `Sign the request with AWS Signature Version 4 for the service ${service}, with the access key of a role that may ` +
      'call this API; the lab prints its own when it is ready.',
  );
}

export function unknownRoute(method: string, path: string, otherMethods: readonly string[]): Problem {
  const fix =
    otherMethods.length > 0
      ? `This path supports ${otherMethods.join(', ')}.`
      : 'Check the path against the API reference; it must not end in a slash.';
  return problem(404, 'unknown_route', 'No such route', `There is no ${method} ${path}.`, fix);
}

export function malformedPath(path: string): Problem {
  return problem(
    400,
    'invalid_request',
    'Unreadable path',
    `The percent-encoding of ${path} is wrong.`,
    'Encode each path parameter as in RFC 3986, a `%` itself as `%25`.',
  );
}

export function payloadTooLarge(limitBytes: number): Problem {
  return problem(
    413,
    'payload_too_large',
    'Body too large',
    `The body is larger than ${limitBytes} bytes, the limit of AWS.`,
    'Send a smaller body: Ringpost accepts up to 256 KB.',
  );
}

export function headersTooLarge(limitBytes: number): Problem {
  return problem(
    431,
    'headers_too_large',
    'Request line or headers too large',
    `The request line and the headers have more than ${limitBytes} bytes, the limit of an HTTP API.`,
    'Send shorter path parameters, query and headers.',
  );
}

export function malformedRequest(): Problem {
  return problem(
    400,
    'invalid_request',
    'Not an HTTP request',
    'The request is not HTTP/1.1.',
    'Send it with an HTTP client.',
  );
}

/** The log has the failure; the caller does not see it. */
export function internalError(status: 500 | 502 | 504, detail: string): Problem {
  return problem(
    status,
    'internal_error',
    'Internal error',
    detail,
    'Try again. If it persists, search the log for the request ID of this answer.',
  );
}

export function functionFailed({ errorType }: FunctionError): Problem {
  if (errorType === timeoutErrorType) return internalError(504, 'The function did not answer in time.');
  return internalError(500, 'The function failed.');
}
