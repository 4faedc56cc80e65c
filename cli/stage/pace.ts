/** Slows down together: one request that is answered "too many" holds up the others, too. */
import { CommandFailure } from '../frame/failure.ts';
import { bodyOf } from './serverAnswer.ts';
import type { ServerAnswer } from './serverCaller.ts';

/** How often a request is sent before the command stops: the pauses between come to a little over a minute. */
export const mostTries = 9;
const firstPauseMs = 250;
const longestPauseMs = 20_000;

/** Makes a pause. */
export type Wait = (ms: number) => Promise<void>;

export interface Pace {
  /** @throws CommandFailure when the request has been tried often enough, or no other one would be answered either. */
  send(ask: () => Promise<ServerAnswer>): Promise<ServerAnswer>;
}

export function createPace(wait: Wait, random: () => number = Math.random): Pace {
  let pause: Promise<void> | undefined;
  const slowDown = async (tries: number): Promise<void> => {
    const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)) * (0.5 + random());
    const own = wait(ms);
    pause = own;
    await own;
    if (pause === own) pause = undefined;
  };
  return {
    async send(ask) {
      for (let tries = 1; ; tries += 1) {
        await pause;
        const answer = await ask().catch(unlessGone);
        if (answer !== undefined && !mayRetry(answer)) return answer;
        if (tries >= mostTries) throw gaveUp(answer);
        await slowDown(tries);
      }
    },
  };
}

function unlessGone(error: unknown): undefined {
  if (error instanceof CommandFailure && error.faults[0].code === 'no_connection') return undefined;
  throw error;
}

const mayRetry = ({ status }: ServerAnswer) => status === 429 || status >= 500;

function gaveUp(answer: ServerAnswer | undefined): CommandFailure {
  const what = answer === undefined ? 'gives no answer' : `answers ${answer.status}`;
  return new CommandFailure({
    code: 'interrupted',
    message: `the API ${what}, ${mostTries} times in a row`,
    fix: 'Run the same command again later. An import goes on where it stopped.',
  });
}

/** @throws CommandFailure for an answer that every other request would get as well. */
export function refuseAll(answer: ServerAnswer): void {
  if (answer.status === 401 || answer.status === 403) bodyOf(answer);
}
