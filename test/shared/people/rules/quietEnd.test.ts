import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuietAt } from '../../../../shared/people/rules/doNotDisturb.ts';
import { quietEndMs } from '../../../../shared/people/rules/quietEnd.ts';
import { weekdays } from '../../../../shared/people/rules/recipient.ts';

const dayMs = 24 * 3_600_000;
const quarterMs = 15 * 60_000;
const nights = { windows: [{ start: '22:00', end: '07:00' }] };

const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const someDays = fc.option(fc.subarray([...weekdays], { minLength: 1 }), { nil: undefined });
const windows = fc.array(fc.record({ start: timeOfDay, end: timeOfDay, days: someDays }), { maxLength: 4 });
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Not/AZone',
  'UTC',
);
// Both changes of the clock of a year are within.
const anyTime = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });

describe('the end of quiet hours', () => {
  it('is the first quarter of an hour that is not quiet, or there is none before the limit', () => {
    fc.assert(
      fc.property(windows, zone, anyTime, (some, timeZone, fromMs) => {
        const untilMs = fromMs + 2 * dayMs;
        const endMs = quietEndMs({ windows: some }, timeZone, fromMs, untilMs);
        const first = Math.ceil(fromMs / quarterMs) * quarterMs;
        for (let atMs = first; atMs < (endMs ?? untilMs); atMs += quarterMs) {
          expect(isQuietAt({ windows: some }, timeZone, atMs)).toBe(true);
        }
        if (endMs === undefined) return;
        expect(endMs % quarterMs).toBe(0);
        expect(endMs).toBeGreaterThanOrEqual(fromMs);
        expect(endMs).toBeLessThan(untilMs);
        expect(isQuietAt({ windows: some }, timeZone, endMs)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['in winter', '2026-01-15T05:00:00Z', '2026-01-15T12:00:00Z'],
    ['in summer', '2026-07-15T05:00:00Z', '2026-07-15T11:00:00Z'],
    ['in the night in which the clock goes forward', '2026-03-08T05:00:00Z', '2026-03-08T11:00:00Z'],
    ['in the night in which it goes back', '2026-11-01T05:00:00Z', '2026-11-01T12:00:00Z'],
  ])('is seven in New York: %s', (_when, from, end) => {
    // Act
    const endMs = quietEndMs(nights, 'America/New_York', Date.parse(from), Date.parse(from) + dayMs);

    // Assess
    expect(endMs).toBe(Date.parse(end));
  });

  it('comes after a snooze, and after the window in which that ends', () => {
    // Act
    const endMs = quietEndMs(
      { ...nights, until: '2026-01-15T23:00:00Z' },
      'UTC',
      Date.parse('2026-01-15T12:00:00Z'),
      Date.parse('2026-01-17T00:00:00Z'),
    );

    // Assess
    expect(endMs).toBe(Date.parse('2026-01-16T07:00:00Z'));
  });
});
