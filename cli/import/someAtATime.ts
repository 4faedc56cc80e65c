/**
 * Works on a list, `count` entries at a time. After the first failure, no further entry is begun.
 * @throws the first failure, once nothing is under way any more.
 */
export async function someAtATime<T>(
  list: readonly T[],
  count: number,
  work: (entry: T) => Promise<void>,
): Promise<void> {
  const entries = list.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const entry of entries) {
      await work(entry).catch((failure) => failures.push(failure));
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, list.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
