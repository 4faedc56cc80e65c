import { isConditionFailure } from './table.ts';

/**
 * Reads, decides and writes again when somebody else wrote in between. Each loser means that another writer won, so
 * few rounds are enough; more would be a fault worth an error.
 */
export async function retryOnConflict<T>(readDecideWrite: () => Promise<T>): Promise<T> {
  const rounds = 8;
  for (let round = 1; ; round += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (round === rounds || !isConditionFailure(error)) throw error;
    }
  }
}
