/** One request with its token, its time limit and its retries. */
import { aged, steadyNowMs } from './ages.ts';
import { foreignProblem, problemHere } from './problems.ts';
import { mayRetry, pauseMs } from './retries.ts';
import type { Answer, Problem } from './types.ts';

/** As much of `fetch` as is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

export interface ClientOptions {
  /** `ApiUrl` of the stage. Empty on a web page that comes from the same origin. */
  apiUrl: string;
  /**
   * The JWT of the user, asked for before each request. `isRefused`: the last one was not taken, so it must be a new
   * one. Without a user, undefined.
   */
  token(reason: { isRefused: boolean }): string | undefined | Promise<string | undefined>;
  /** By default the one of the platform. */
  fetch?: Fetch;
  /** How long one try may take, in milliseconds. By default 10,000. */
  timeoutMs?: number;
  /** How often a request is tried in all. By default 3. */
  mostTries?: number;
  /** For tests: how a pause between two tries is made. */
  wait?(ms: number, signal?: AbortSignal): Promise<void>;
  /** For tests: milliseconds by a clock that nobody sets. */
  steadyNowMs?(): number;
}

export interface Outgoing {
  method: string;
  /** With its query. */
  path: string;
  needsToken: boolean;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

/** One try: an answer, or no answer. */
interface Try {
  answer: Answer<unknown>;
  /** What the header Retry-After says, in seconds. */
  retryAfterSeconds?: number;
}

/** @returns a function that never rejects for what a server or a network does. */
export function openTransport(options: ClientOptions): (outgoing: Outgoing) => Promise<Answer<unknown>> {
  const { apiUrl, mostTries = 3, wait = pause, steadyNowMs: nowMs = steadyNowMs } = options;
  const url = apiUrl.replace(/\/+$/, '');

  return async (outgoing) => {
    const startedMs = nowMs();
    let isRefused = false;
    // Whether an earlier try may have been carried out without our hearing of it.
    let isInDoubt = false;
    for (let count = 1; ; count += 1) {
      const token = await tokenFor(options, outgoing, isRefused);
      if (token instanceof Object) return failed(token);
      const { answer, retryAfterSeconds } = await once(
        options,
        url + outgoing.path,
        { ...outgoing, body: aged(outgoing.body, nowMs() - startedMs) },
        token,
      );
      if (answer.ok) return answer;
      if (answer.status === 404 && isInDoubt && outgoing.method === 'DELETE') {
        // The try before has done it.
        return { ok: true, status: 204, value: undefined };
      }
      if (outgoing.signal?.aborted || count >= mostTries) return answer;
      if (answer.status === 401 && outgoing.needsToken && !isRefused) {
        isRefused = true;
        continue;
      }
      const ms = mayRetry(answer) ? pauseMs(count, retryAfterSeconds ?? answer.problem.retryAfterSeconds) : undefined;
      if (ms === undefined) return answer;
      isInDoubt ||= answer.status === 0 || answer.status >= 500;
      await wait(ms, outgoing.signal);
    }
  };
}

const failed = (problem: Problem): Answer<never> => ({ ok: false, status: problem.status, problem });

async function tokenFor({ token }: ClientOptions, { needsToken }: Outgoing, isRefused: boolean) {
  if (!needsToken) return undefined;
  try {
    return (await token({ isRefused })) ?? problemHere('no_token');
  } catch {
    return problemHere('no_token');
  }
}

async function once(
  { fetch: given, timeoutMs = 10_000 }: ClientOptions,
  url: string,
  { method, body, idempotencyKey, signal }: Outgoing,
  token: string | undefined,
): Promise<Try> {
  const request: Fetch = given ?? globalThis.fetch;
  if (signal?.aborted) return { answer: failed(problemHere('aborted')) };
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal?.addEventListener('abort', stop);
  const timer = setTimeout(stop, timeoutMs);
  try {
    const { status, headers, text } = await answerOf(
      request(url, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: abort.signal,
      }),
    );
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return { answer: read(status, text), ...(seconds >= 0 && { retryAfterSeconds: seconds }) };
  } catch {
    return { answer: failed(problemHere(signal?.aborted ? 'aborted' : 'unreachable')) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** The time limit covers the body too. */
async function answerOf(response: ReturnType<Fetch>) {
  const answer = await response;
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function read(status: number, text: string): Answer<unknown> {
  const value = parse(text);
  if (status >= 200 && status < 300 && (text === '' || value !== undefined)) return { ok: true, status, value };
  return { ok: false, status, problem: foreignProblem(status, value) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
