import { describe, expect, it } from 'vitest';
import { system } from '../../../../shared/platform/aws/system.ts';

describe('the machine', () => {
  it('tells the time and lets it pass', async () => {
    // Prepare
    const before = Date.now();

    // Act
    await system.clock.waitMs(0);
    const nowMs = system.clock.nowMs();

    // Assess
    expect(nowMs).toBeGreaterThanOrEqual(before);
    expect(nowMs).toBeLessThanOrEqual(Date.now());
  });

  it('makes new lower-case UUIDs and random numbers each time', () => {
    // Prepare
    const many = Array.from({ length: 100 });

    // Act
    const ids = many.map(() => system.newId());
    const numbers = many.map(() => system.random());

    // Assess
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(100);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(90);
  });
});
