import { describe, expect, it } from 'vitest';
import { createPushLog } from '../../../lab/apple/pushLog.ts';

const push = { host: 'production', status: 200, apnsId: 'id', headers: {}, payload: {} } as const;

describe('the log', () => {
  it('keeps the newest and continues to count', () => {
    // Prepare
    const log = createPushLog(() => 0, 3);

    // Act
    for (let count = 0; count < 5; count += 1) log.add(push);

    // Assess
    expect(log.list().map(({ n }) => n)).toEqual([3, 4, 5]);
  });

  it.each([
    [0, [3, 4, 5]],
    [2, [3, 4, 5]],
    [4, [5]],
    [5, []],
    [99, []],
  ])('lists the pushes after %i', (since, expected) => {
    // Prepare
    const log = createPushLog(() => 0, 3);
    for (let count = 0; count < 5; count += 1) log.add(push);

    // Act
    const numbers = log.list(since).map(({ n }) => n);

    // Assess
    expect(numbers).toEqual(expected);
  });
});
