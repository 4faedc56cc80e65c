import type { Problem } from '../../../shared/api/problem.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Sends a request to the lab or the API. Failures come back as a problem to show, never as an exception. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  { headers }: { headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const value = text === '' ? undefined : JSON.parse(text);
    return response.ok ? { ok: true, value } : { ok: false, problem: value };
  } catch (error) {
    return { ok: false, problem: unreachable(error) };
  }
}

/** @param error what `fetch` or the reading of its answer threw. */
export function unreachable(error?: unknown): Problem {
  return {
    type: 'about:blank',
    title: 'The lab does not answer',
    status: 0,
    code: 'unreachable',
    detail: error instanceof SyntaxError ? 'Its answer is not JSON.' : 'The browser cannot reach it.',
    fix: 'Check whether it still runs in its terminal; start it again with npm start.',
  };
}
