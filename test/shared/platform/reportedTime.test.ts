import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportedTime } from '../../../shared/platform/reportedTime.ts';

const sinceMs = Date.parse('2026-11-22T12:00:00Z');

describe('the time that a phone reports', () => {
  it('is stored in 24 characters, between the start and the next minute', () => {
    const anything = fc.oneof(
      fc.date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') }),
      fc.constant(undefined),
    );
    const property = fc.property(anything, fc.nat({ max: 30 * 86_400_000 }), fc.nat(99), (date, age, digits) => {
      // Prepare
      const nowMs = sinceMs + age;
      const said = date === undefined ? 'noon' : date.toISOString().replace('Z', `${'1'.repeat(digits)}Z`);

      // Act
      const time = reportedTime(said, sinceMs, nowMs);

      // Assess
      expect(time).toHaveLength(24);
      expect(Date.parse(time)).toBeGreaterThanOrEqual(sinceMs);
      expect(Date.parse(time)).toBeLessThanOrEqual(nowMs + 60_000);
    });
    fc.assert(property);
  });
});
