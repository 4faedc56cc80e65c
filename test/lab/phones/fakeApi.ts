import type { CallState } from '../../../shared/calls/rules/call.ts';
import type { EndedReason } from '../../../shared/calls/rules/endedReason.ts';

export interface ApiRequest {
  method: string;
  path: string;
  authorization: string | null;
  body: unknown;
}

type Answer = { status: number; body?: unknown } | 'no answer';

/** Ringpost's API as a phone meets it: each answer is set by the test, each request is kept. */
export interface FakeApi {
  readonly fetch: typeof fetch;
  readonly requests: ApiRequest[];
  /** `PUT /v1/…` and so on, without bodies. */
  lines(): string[];
  /** Those of them that do something to a call. */
  actions(): string[];
  /** From now on every request to this line, such as `POST /v1/calls/c1/answer`, gets this answer. */
  answer(line: string, answer: Answer): void;
  /** Requests to this line wait from now on. @returns what lets them go on, with the answer that is set by then. */
  hold(line: string): () => void;
}

/** A call as the API answers it. */
export function callAnswer(state: CallState, endedReason?: EndedReason): Answer {
  return { status: 200, body: { callId: 'c1', state, participants: [], ...(endedReason && { endedReason }) } };
}

/** The API's 409 of a call that is in another state. */
export const tooLate: Answer = { status: 409, body: { code: 'call_state', detail: 'too late', fix: 'read the call' } };

/** Every request is answered 200 `{}` until the test says otherwise; a call rings. */
export function fakeApi(): FakeApi {
  const requests: ApiRequest[] = [];
  const answers = new Map<string, Answer>();
  const held = new Map<string, Promise<void>>();

  const respond = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', body } = init;
    const url = new URL(String(input));
    const path = `${url.pathname}${url.search}`;
    const authorization = new Headers(init.headers).get('authorization');
    requests.push({ method, path, authorization, body: typeof body === 'string' ? JSON.parse(body) : undefined });
    const line = `${method} ${url.pathname}`;
    await held.get(line);
    const answer =
      answers.get(line) ?? (/\/(calls|rings)\//.test(path) ? callAnswer('ringing') : { status: 200, body: {} });
    if (answer === 'no answer') throw new TypeError('fetch failed');
    return Response.json(answer.body ?? {}, { status: answer.status });
  };

  const lines = () => requests.map(({ method, path }) => `${method} ${path}`);
  return {
    fetch: respond,
    requests,
    lines,
    actions: () => lines().filter((line) => line.startsWith('POST /v1/calls/')),
    answer: (line, answer) => {
      answers.set(line, answer);
    },
    hold(line) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(line, promise);
      return () => {
        held.delete(line);
        resolve();
      };
    },
  };
}
