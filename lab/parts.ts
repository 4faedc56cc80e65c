/** The started parts, so that they can be stopped in reverse order. */
export interface Parts {
  add(stop: () => unknown): void;
  /** Waits for a part to start, and will stop it. */
  start<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T>;
  /** On a second call, there is nothing left to stop. */
  stopAll(): Promise<void>;
}

/** @returns what `start` made of its parts. If it fails, none of them is left running. */
export async function startParts<T>(start: (parts: Parts) => Promise<T>): Promise<T> {
  const parts = createParts();
  try {
    return await start(parts);
  } catch (error) {
    await parts.stopAll();
    throw error;
  }
}

function createParts(): Parts {
  const stops: (() => unknown)[] = [];
  return {
    add(stop) {
      stops.push(stop);
    },
    async start(starting) {
      const part = await starting;
      stops.push(() => part.stop());
      return part;
    },
    async stopAll() {
      for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    },
  };
}

/**
 * Like `Promise.all`, but settles only when all have: a part that starts after another one has failed must be stopped
 * too. @throws the first failure.
 */
export async function allStarted<T extends readonly unknown[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(starting);
  return (await Promise.all(starting)) as unknown as T;
}
