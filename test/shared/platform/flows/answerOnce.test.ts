import { describe, expect, it } from 'vitest';
import { answerOnce, type CarryOut } from '../../../../shared/platform/flows/answerOnce.ts';
import { refuse } from '../../../../shared/platform/refusal.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const request = { scope: ['user alice', 'messages'], key: 'key 1', body: { text: 'hi', to: { userId: 'bob' } } };

/** Something to do that counts how often it was done. */
function counted() {
  const calls: { resultId: string; takesOver: boolean }[] = [];
  const carryOut: CarryOut<{ status: 200; body: { n: number } }> = async (resultId, takesOver) => {
    calls.push({ resultId, takesOver });
    return { status: 200, body: { n: calls.length } };
  };
  return { calls, carryOut };
}

describe('a request with an Idempotency-Key', () => {
  it('is carried out once and gets the same answer for the same body in any order', async () => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    const reordered = { to: { userId: 'bob' }, text: 'hi' };

    // Act
    const first = await answerOnce(ports, request, carryOut);
    const again = await answerOnce(ports, { ...request, body: reordered }, carryOut);

    // Assess
    expect(first).toEqual({ status: 200, body: { n: 1 } });
    expect(again).toEqual(first);
    expect(calls).toHaveLength(1);
  });

  it('and another body is refused', async () => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    await answerOnce(ports, request, carryOut);

    // Act
    const result = await answerOnce(ports, { ...request, body: { text: 'ho' } }, carryOut);

    // Assess
    expect(result).toMatchObject({ refusal: 'idempotency_key_reused' });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['another caller', { scope: ['user bob', 'messages'] }],
    ['another route', { scope: ['user alice', 'calls'] }],
    ['another key', { key: 'key 2' }],
    ['no key', { key: undefined }],
  ])('is independent of one from %s', async (_what, other) => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    await answerOnce(ports, request, carryOut);

    // Act
    const result = await answerOnce(ports, { ...request, ...other }, carryOut);

    // Assess
    expect(result).toEqual({ status: 200, body: { n: 2 } });
    expect(calls[1]?.resultId).not.toBe(calls[0]?.resultId);
  });

  it('that arrives during the first one waits for its answer', async () => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    let finish = () => {};
    const blocked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = answerOnce(ports, request, async (...given) => {
      await blocked;
      return carryOut(...given);
    });
    const { waitMs } = ports.clock;
    ports.clock.waitMs = async (milliseconds) => {
      await waitMs(milliseconds);
      finish();
      await first;
    };

    // Act
    const second = await answerOnce(ports, request, carryOut);

    // Assess
    expect(second).toEqual(await first);
    expect(calls).toHaveLength(1);
    expect(ports.clock.waitsMs).toEqual([200]);
  });

  it('must be repeated if the first one takes too long', async () => {
    // Prepare
    const ports = memoryPorts();
    const { carryOut } = counted();
    // Practically forever.
    answerOnce(ports, request, () => new Promise(() => {}));

    // Act
    const result = await answerOnce(ports, request, carryOut);

    // Assess
    expect(result).toMatchObject({ refusal: 'idempotency_in_progress', extensions: { retryAfterSeconds: 25 } });
  });

  it('takes over from a dead one, with its result ID', async () => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    let resultId = '';
    answerOnce(ports, request, (id) => {
      resultId = id;
      return new Promise(() => {});
    });
    await untilKnown(() => resultId);
    ports.clock.advance(31_000);

    // Act
    const [result] = await Promise.all([1, 2, 3].map(() => answerOnce(ports, request, carryOut)));

    // Assess
    expect(result).toEqual({ status: 200, body: { n: 1 } });
    expect(calls).toEqual([{ resultId, takesOver: true }]);
  });

  it('takes over at once from a failed one', async () => {
    // Prepare
    const ports = memoryPorts();
    const { calls, carryOut } = counted();
    const fails = answerOnce(ports, request, async () => {
      throw new Error('the table is away');
    });
    await expect(fails).rejects.toThrow('the table is away');

    // Act
    await answerOnce(ports, request, carryOut);

    // Assess
    expect(calls).toMatchObject([{ takesOver: true }]);
    expect(ports.clock.waitsMs).toEqual([]);
  });

  it('that was refused can be corrected under the same key', async () => {
    // Prepare
    const ports: MemoryPorts = memoryPorts();
    const { carryOut } = counted();
    const refused = await answerOnce(ports, request, async () => refuse('push_too_large', 'too large'));

    // Act
    const mended = await answerOnce(ports, { ...request, body: { text: 'h' } }, carryOut);

    // Assess
    expect(refused).toMatchObject({ refusal: 'push_too_large' });
    expect(mended).toEqual({ status: 200, body: { n: 1 } });
  });
});

/** Lets what was begun go on until there is a value. */
async function untilKnown(read: () => string): Promise<void> {
  while (read() === '') await Promise.resolve();
}
