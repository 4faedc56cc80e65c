import { setTimeout } from 'node:timers/promises';
import { isConditionFailure } from './table.ts';

const rounds = 12;
const firstDelayMs = 20;
const maxDelayMs = 400;

/**
 * Reads, decides and writes again if another writer was faster. Waits in between, each time longer and at random:
 * DynamoDB may reject all transactions that meet at one item, and they must not meet there again.
 *
 * @param waitMs replaces the waiting time in tests.
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
