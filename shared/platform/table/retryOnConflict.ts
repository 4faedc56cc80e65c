import { setTimeout } from 'node:timers/promises';
import { isConditionFailure } from './table.ts';

const rounds = 12;
const firstDelayMs = 20;
const maxDelayMs = 400;

/**
 * Reads, decides and writes again when somebody else wrote in between. Waits in between, each time longer and at
 * random: DynamoDB may refuse all of the transactions that meet at one item, and they must not meet there again.
 *
 * @param waitMs a test may put its own time here.
 * @throws the last conflict, after about two seconds of them.
 */
export async function retryOnConflict<T>(
  readDecideWrite: () => Promise<T>,
  waitMs: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (round === rounds || !isConditionFailure(error)) throw error;
      await waitMs(Math.random() * Math.min(firstDelayMs * 2 ** round, maxDelayMs));
    }
  }
}
