import { describe, expect, it } from 'vitest';
import { startPaced } from '../../../../shared/delivery/flows/startPaced.ts';
import type { Clock } from '../../../../shared/platform/ports.ts';

/** Work that ends on demand, and waits that are over on demand. */
function aScene() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const passes: (() => void)[] = [];
  const clock: Clock = { nowMs: () => 0, waitMs: () => new Promise((resolve) => passes.push(resolve)) };
  const run = (item: number) => {
    begun.push(item);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { begun, ends, passes, settle, all: (items: number[]) => startPaced(clock, items, 3, run) };
}

describe('paced work', () => {
  it('begins the next item when the previous one ends', async () => {
    // Prepare
    const { begun, ends, settle, all } = aScene();
    const done = all([1, 2, 3]);
    await settle();
    const atFirst = [...begun];

    // Act
    ends[0]?.();
    await settle();
    const afterwards = [...begun];
    for (const index of [1, 2]) {
      ends[index]?.();
      await settle();
    }
    await done;

    // Assess
    expect({ atFirst, afterwards }).toEqual({ atFirst: [1], afterwards: [1, 2] });
    expect(begun).toEqual([1, 2, 3]);
  });

  it('does not wait for a slow one longer than its pace', async () => {
    // Prepare
    const { begun, ends, passes, settle, all } = aScene();
    const done = all([1, 2]);
    await settle();

    // Act
    passes[0]?.();
    await settle();
    const whileBothAreUnderWay = [...begun];
    for (const end of ends) end();
    passes[1]?.();
    await done;

    // Assess
    expect(whileBothAreUnderWay).toEqual([1, 2]);
  });

  it('fails with the error of one item, but still begins the others', async () => {
    // Prepare
    const begun: number[] = [];
    const clock: Clock = { nowMs: () => 0, waitMs: () => new Promise(() => {}) };

    // Act
    const outcome = startPaced(clock, [1, 2, 3], 3, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('two');
    });

    // Assess
    await expect(outcome).rejects.toThrow('two');
    expect(begun).toEqual([1, 2, 3]);
  });
});
