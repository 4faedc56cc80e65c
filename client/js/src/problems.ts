import type { ClientCode, Problem } from './types.ts';

const words: Readonly<Record<ClientCode, [title: string, detail: string, fix: string]>> = {
  unreachable: ['No answer', 'No answer came from the API.', 'Check the network and apiUrl, and try again.'],
  aborted: ['Aborted', 'The app has aborted the request.', 'Send it again when it is wanted.'],
  no_token: [
    'No token',
    'The token callback gave no token.',
    'Let the user log in, and hand out a token of the issuer.',
  ],
  not_understood: ['Not an answer of Ringpost', 'The answer is not one of Ringpost.', 'Check apiUrl.'],
};

/** What this client finds itself. `status` is 0 where no answer came. */
export function problemHere(code: ClientCode, status = 0, message?: string): Problem {
  const [title, detail, fix] = words[code];
  return { type: 'about:blank', title, status, code, detail: message ?? detail, fix };
}

/** The problem of an error answer: Ringpost's own, or one made of what API Gateway says (`{"message": "…"}`). */
export function foreignProblem(status: number, value: unknown): Problem {
  if (isProblem(value)) return value;
  const { message } = (value ?? {}) as { message?: unknown };
  const code = gatewayCodes[status];
  const problem = problemHere('not_understood', status, typeof message === 'string' ? message : undefined);
  return code === undefined ? problem : { ...problem, code, ...gatewayWords };
}

const gatewayWords = {
  title: 'Refused by API Gateway',
  fix: 'See what the status means in the API guide, "Errors".',
};

/** The codes that Ringpost has for what API Gateway refuses with a status alone. */
const gatewayCodes: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'payload_too_large',
  429: 'rate_limited',
  500: 'internal_error',
  502: 'internal_error',
  503: 'internal_error',
  504: 'internal_error',
};

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
