/**
 * Works on entries as they come, `count` at a time. After the first failure, no further entry is begun.
 * @throws the first failure, once nothing is under way any more.
 */
export async function someAtATime<T>(
  entries: Iterable<T> | AsyncIterable<T>,
  count: number,
  work: (entry: T) => Promise<void>,
): Promise<void> {
  const next = Symbol.asyncIterator in entries ? entries[Symbol.asyncIterator]() : entries[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async () => {
    while (failures.length === 0) {
      const { value, done } = await next.next();
      if (done) return;
      await work(value);
    }
  };
  const noted = () => worker().catch((failure) => void failures.push(failure));
  await Promise.all(Array.from({ length: count }, noted));
  if (failures.length > 0) throw failures[0];
}
