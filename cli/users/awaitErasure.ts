import { setTimeout } from 'node:timers/promises';
import { CommandFailure } from '../frame/failure.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { CallServer } from '../stage/serverCaller.ts';

export interface Erasure {
  erasureId: string;
  state: 'running' | 'finished';
  counts: Record<string, number>;
}

const pollMs = 1000;
const patienceMs = 120_000;

/**
 * Waits until the user's last erasure is finished. A later request may have replaced the one that the command made: then
 * the later one erases what is left.
 * @param userPath path of the user's routes.
 * @throws CommandFailure if it still runs after two minutes.
 */
export async function awaitErasure(callServer: CallServer, userPath: string): Promise<Erasure> {
  const giveUpAtMs = Date.now() + patienceMs;
  for (;;) {
    const erasure = bodyOf<Erasure>(await callServer('GET', `${userPath}/erasure`));
    if (erasure.state === 'finished') return erasure;
    if (Date.now() > giveUpAtMs) {
      throw new CommandFailure({
        code: 'still_running',
        message: `the erasure ${erasure.erasureId} is still running`,
        fix: 'It goes on by itself. If it does not end, look for dead letters with `npx ringpost dlq list`.',
      });
    }
    await setTimeout(pollMs);
  }
}
