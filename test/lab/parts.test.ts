import { describe, expect, it } from 'vitest';
import { allStarted, startParts } from '../../lab/parts.ts';

function makePart(name: string, stopped: string[]) {
  return {
    name,
    async stop() {
      stopped.push(name);
    },
  };
}

describe('parts', () => {
  it('are stopped in reverse order, and once only', async () => {
    // Prepare
    const stopped: string[] = [];
    const stopAll = await startParts(async (parts) => {
      await parts.start(Promise.resolve(makePart('first', stopped)));
      parts.add(() => stopped.push('second'));
      await parts.start(Promise.resolve(makePart('third', stopped)));
      return parts.stopAll;
    });

    // Act
    await stopAll();
    await stopAll();

    // Assess
    expect(stopped).toEqual(['third', 'second', 'first']);
  });

  it('that have started are stopped when another one fails, even if they start later', async () => {
    // Prepare
    const stopped: string[] = [];
    const { promise: late, resolve } = Promise.withResolvers<ReturnType<typeof makePart>>();

    // Act
    const started = startParts((parts) =>
      allStarted([
        parts.start(Promise.resolve(makePart('early', stopped))),
        Promise.reject(new Error('no such binary')),
        parts.start(late),
      ]),
    );
    resolve(makePart('late', stopped));

    // Assess
    await expect(started).rejects.toThrow('no such binary');
    expect(stopped).toEqual(['late', 'early']);
  });

  it('that start together keep the order of their requests', async () => {
    // Prepare
    const { promise: slow, resolve } = Promise.withResolvers<number>();

    // Act
    const started = allStarted([slow, Promise.resolve('quick')]);
    resolve(1);

    // Assess
    expect(await started).toEqual([1, 'quick']);
  });
});
