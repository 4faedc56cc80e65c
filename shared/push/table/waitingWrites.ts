/** Writes that wait for each other: one in a time, with everything that has come in between. */

/**
 * What comes within `everyMs` of the last write waits in memory for the next one, or for a timer. A function that is
 * killed, or frozen and never used again, loses that.
 *
 * @param write gets everything that waits.
 * @returns adds to it, and waits for the write if one is due.
 */
export function waitingWrites<T>(everyMs: number, write: (waiting: readonly T[]) => Promise<void>) {
  let waiting: T[] = [];
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  async function writeAll(nowMs: number): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastWriteMs = nowMs;
    const taken = waiting;
    waiting = [];
    await write(taken);
  }

  return async (nowMs: number, added: readonly T[]): Promise<void> => {
    if (added.length === 0) return;
    waiting.push(...added);
    const dueAtMs = lastWriteMs + everyMs;
    if (dueAtMs <= nowMs) return writeAll(nowMs);
    // Nobody waits for it, so its failure is ignored: a few counters are not worth a failed request.
    timer ??= setTimeout(() => writeAll(dueAtMs).catch(() => {}), dueAtMs - nowMs).unref();
  };
}
