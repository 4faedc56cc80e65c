/** Errors as RFC 9457 problem details: what each says, and how to fix it. */

export interface ProblemError {
  /** JSON Pointer into the body (RFC 6901), or a parameter such as `path.deviceId`. */
  path: string;
  message: string;
}

/** The body of every error answer, `application/problem+json`. */
export interface Problem {
  type: string;
  title: string;
  /** The HTTP status. */
  status: number;
  /** Stable: programs may branch on it. */
  code: string;
  /** What happened this time. */
  detail: string;
  /** What the caller can do about it. */
  fix: string;
  errors?: ProblemError[];
  /** When to retry; also in the header Retry-After. */
  retryAfterSeconds?: number;
}

export const problemContentType = 'application/problem+json';

export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  fix: string,
  errors?: ProblemError[],
): Problem {
  return { type: `https://ringpost.dev/problems/${code}`, title, status, code, detail, fix, ...(errors && { errors }) };
}

/** A fault of ours. */
export function internalError(requestId: string): Problem {
  return problem(
    500,
    'internal_error',
    'Internal error',
    `Something went wrong (request ${requestId}).`,
    'Try again; if it persists, search the logs for this request ID.',
  );
}
