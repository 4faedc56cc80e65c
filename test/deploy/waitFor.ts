import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 250;

/** Asks until there is an answer. @throws Error naming what did not come within `limitMs`. */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 45_000): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`waited ${limitMs / 1000} s without success for ${what}`);
    await delay(pollMs);
  }
}
