import { describe, expect, it } from 'vitest';
import { type FanOut, fanOut, maxRepeatsPerDeath, targetsPerStep } from '../../../../shared/delivery/flows/fanOut.ts';
import { PushWindow, windowAtStart } from '../../../../shared/delivery/rules/pushWindow.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';

type Result = 'accepted' | 'busy';

/** A push that the test answers. */
interface OpenPush {
  target: number;
  answer(result: Result): void;
}

/** The work of pushing to the numbers from 0 on, and what became of it. */
function aFanOut(targets: number, changes: Partial<FanOut<number, Result>> = {}) {
  const numbers = Array.from({ length: targets }, (_, index) => index);
  const open: OpenPush[] = [];
  const settled: number[] = [];
  const saved: number[] = [];
  let pagesRead = 0;
  const work: FanOut<number, Result> = {
    clock: { nowMs: () => 0 },
    window: new PushWindow(),
    pages: (async function* () {
      for (const page of inBatches(numbers, 100)) {
        pagesRead += 1;
        yield page;
      }
    })(),
    push: (target) => new Promise((resolve) => open.push({ target, answer: resolve })),
    isBusy: (result) => result === 'busy',
    settle: (target) => settled.push(target),
    async save() {
      saved.push(settled.length);
      return true;
    },
    mayGoOn: () => true,
    ...changes,
  };
  return { work, open, settled, saved, pagesRead: () => pagesRead };
}

/** Lets everything happen that needs no answer. */
const quiet = () => new Promise((resolve) => setImmediate(resolve));

async function answerAll(open: OpenPush[], result: Result = 'accepted'): Promise<number> {
  let answered = 0;
  for (await quiet(); open.length > 0; await quiet()) {
    for (const push of open.splice(0)) {
      push.answer(result);
      answered += 1;
    }
  }
  return answered;
}

describe('a fan-out', () => {
  it('pushes to each target once, settles them in order and stores the progress once for 1,000', async () => {
    // Prepare
    const { work, open, settled, saved } = aFanOut(3500);

    // Act
    const end = fanOut(work);
    const answered = await answerAll(open);

    // Assess
    expect(await end).toBe('finished');
    expect(answered).toBe(3500);
    expect(settled).toEqual(Array.from({ length: 3500 }, (_, index) => index));
    expect(saved.at(-1)).toBe(3500);
    expect(saved.length).toBeLessThanOrEqual(Math.ceil(3500 / targetsPerStep));
  });

  it('has a window of pushes under way, and reads a little ahead', async () => {
    // Prepare
    const { work, open, pagesRead } = aFanOut(10_000);

    // Act
    const end = fanOut(work);
    await quiet();
    const underWay = open.length;
    const pages = pagesRead();

    // Assess
    expect(underWay).toBe(windowAtStart);
    expect(pages).toBeGreaterThan(windowAtStart / 100);
    expect(pages).toBeLessThan(12);
    await answerAll(open);
    expect(await end).toBe('finished');
  });

  it('begins no more than a window and a step beyond what is stored, while one answer stays away', async () => {
    // Prepare
    const { work, open, settled } = aFanOut(10_000);
    const end = fanOut(work);
    await quiet();
    const [late] = open.splice(0, 1);

    // Act
    const answered = await answerAll(open);

    // Assess
    expect(answered + 1).toBe(maxRepeatsPerDeath);
    expect(settled).toEqual([]);
    late?.answer('accepted');
    await answerAll(open);
    expect(await end).toBe('finished');
    expect(settled).toHaveLength(10_000);
  });

  it('settles a target to which nothing is pushed at once', async () => {
    // Prepare
    const { work, settled, saved } = aFanOut(1500, { push: () => 'accepted' });

    // Act
    const end = await fanOut(work);

    // Assess
    expect(end).toBe('finished');
    expect(settled).toHaveLength(1500);
    expect(saved.at(-1)).toBe(1500);
  });

  it('without targets ends without a write', async () => {
    // Prepare
    const { work, saved } = aFanOut(0);

    // Act
    const end = await fanOut(work);

    // Assess
    expect(end).toBe('finished');
    expect(saved).toEqual([]);
  });

  it('stops when its time is up, and stores what has begun', async () => {
    // Prepare
    let mayGoOn = true;
    const { work, open, settled, saved } = aFanOut(5000, { mayGoOn: () => mayGoOn });
    const end = fanOut(work);
    await quiet();

    // Act
    mayGoOn = false;
    const answered = await answerAll(open);

    // Assess
    expect(await end).toBe('stopped');
    expect(answered).toBe(windowAtStart);
    expect(settled).toHaveLength(windowAtStart);
    expect(saved).toEqual([windowAtStart]);
  });

  it('leaves the rest when APNs asks for later again and again', async () => {
    // Prepare
    const { work, open, settled, saved } = aFanOut(5000);
    const end = fanOut(work);
    await quiet();

    // Act
    const answered = await answerAll(open, 'busy');

    // Assess
    expect(await end).toBe('busy');
    expect(answered).toBe(windowAtStart);
    expect(saved.at(-1)).toBe(settled.length);
  });

  it('begins nothing more once another worker has taken over', async () => {
    // Prepare
    const { work, open } = aFanOut(5000, { save: async () => false });

    // Act
    const end = fanOut(work);
    const answered = await answerAll(open);

    // Assess
    expect(await end).toBe('lost');
    expect(answered).toBeLessThanOrEqual(maxRepeatsPerDeath);
  });

  it('stores nothing after a failed write, also when APNs had asked for less before', async () => {
    // Prepare
    let writes = 0;
    const { work, open } = aFanOut(5000, {
      save: async () => {
        writes += 1;
        if (writes === 1) throw new Error('the write failed');
        return true;
      },
    });

    // Act
    const end = expect(fanOut(work)).rejects.toThrow('the write failed');
    await answerAll(open, 'busy');

    // Assess
    await end;
    expect(writes).toBe(1);
  });

  it.each([
    [
      'a read',
      {
        pages: (async function* () {
          yield [0, 1, 2];
          throw new Error('out of order');
        })(),
      },
    ],
    [
      'a write',
      {
        save: async () => {
          throw new Error('out of order');
        },
      },
    ],
    [
      'a push',
      {
        push: () => {
          throw new Error('out of order');
        },
      },
    ],
  ])(
    'fails when %s fails, once what has begun is answered',
    async (_what, changes: Partial<FanOut<number, Result>>) => {
      // Prepare
      const { work, open } = aFanOut(200, changes);
      const end = fanOut(work);
      const failed = expect(end).rejects.toThrow('out of order');

      // Act
      await answerAll(open);

      // Assess
      await failed;
    },
  );
});
