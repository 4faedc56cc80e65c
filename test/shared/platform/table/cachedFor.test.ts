import { describe, expect, it } from 'vitest';
import { cachedFor } from '../../../../shared/platform/table/cachedFor.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

/** A reader that counts, and answers on demand. */
function aReader() {
  const asked: string[] = [];
  const answers: { resolve(value: string): void; reject(error: Error): void }[] = [];
  const read = (id: string) => {
    asked.push(id);
    return new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
  };
  return { asked, answers, read };
}

describe('a value cached for some seconds', () => {
  it('is read once for all waiting callers', async () => {
    // Prepare
    const { asked, answers, read } = aReader();
    const find = cachedFor(manualClock(), read);
    const waiting = [find('quiet'), find('quiet')];

    // Act
    answers[0]?.resolve('one');

    // Assess
    expect(await Promise.all(waiting)).toEqual(['one', 'one']);
    expect(asked).toEqual(['quiet']);
  });

  it('is read again after a failure', async () => {
    // Prepare
    const { asked, answers, read } = aReader();
    const find = cachedFor(manualClock(), read);
    const first = find('quiet');
    answers[0]?.reject(new Error('the table does not answer'));
    await expect(first).rejects.toThrow('does not answer');

    // Act
    const second = find('quiet');
    answers[1]?.resolve('two');

    // Assess
    expect(await second).toBe('two');
    expect(asked).toHaveLength(2);
  });

  it('is kept apart by ID within a bounded cache', async () => {
    // Prepare
    let reads = 0;
    const find = cachedFor(manualClock(), async (id) => {
      reads += 1;
      return id;
    });
    for (let n = 0; n < 1000; n += 1) await find(`made-up-${n}`);

    // Act
    const answers = [await find('one more'), await find('made-up-1')];

    // Assess
    expect(answers).toEqual(['one more', 'made-up-1']);
    expect(reads).toBe(1002);
  });
});
