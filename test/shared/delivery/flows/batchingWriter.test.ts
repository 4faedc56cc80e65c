import { describe, expect, it } from 'vitest';
import { BatchingWriter } from '../../../../shared/delivery/flows/batchingWriter.ts';

/** A promise that ends on demand. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a batching writer', () => {
  it('writes items together that arrive while the first one waits', async () => {
    // Prepare
    const written: number[][] = [];
    const gathering = gate();
    const writer = new BatchingWriter<number>(
      async (items) => {
        written.push(items);
      },
      () => gathering.opened,
    );

    // Act
    for (const item of [1, 2, 3]) writer.add(item);
    gathering.open();
    await gathering.opened;
    await writer.finish();

    // Assess
    expect(written).toEqual([[1, 2, 3]]);
  });

  it('makes one write at a time, each with all items that arrived meanwhile', async () => {
    // Prepare
    const written: number[][] = [];
    const first = gate();
    const writer = new BatchingWriter<number>(
      async (items) => {
        written.push(items);
        if (written.length === 1) {
          writer.add(2);
          writer.add(3);
          await first.opened;
        }
      },
      async () => {},
    );

    // Act
    writer.add(1);
    first.open();
    await writer.finish();

    // Assess
    expect(written).toEqual([[1], [2, 3]]);
  });

  it('does not wait when no more items are coming', async () => {
    // Prepare
    const written: number[][] = [];
    const writer = new BatchingWriter<number>(
      async (items) => {
        written.push(items);
      },
      () => new Promise(() => {}),
    );

    // Act
    writer.add(1);
    await writer.finish();

    // Assess
    expect(written).toEqual([[1]]);
  });

  it('reports a failed write at the end', async () => {
    // Prepare
    const writer = new BatchingWriter<number>(
      async () => {
        throw new Error('the table is away');
      },
      async () => {},
    );

    // Act
    writer.add(1);
    const finished = writer.finish();

    // Assess
    await expect(finished).rejects.toThrow('the table is away');
  });
});
