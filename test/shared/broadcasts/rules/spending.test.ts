import { expect, it } from 'vitest';
import { noUse } from '../../../../shared/broadcasts/rules/cost.ts';
import { daysOfMonth, messageUnits, spendingOf } from '../../../../shared/broadcasts/rules/spending.ts';

const nowMs = Date.parse('2026-11-16T00:00:00Z');
const million = 1_000_000;
const day = (counters: object) => [{ day: '2026-11-02', appId: 'com.example.chat', counters }];

it('a month has its days up to today', () => {
  // Act
  const days = daysOfMonth(Date.parse('2026-12-03T23:59:59Z'));

  // Assess
  expect(days).toEqual(['2026-12-01', '2026-12-02', '2026-12-03']);
});

it.each([
  // docs/cost.md has what `npm run cost` counts: 3.35, 2.35 and 0.06.
  ['messages', { accepted: million }, noUse, 3.35],
  ['receipts', { shown: million }, noUse, 2.35],
  ['a broadcast', {}, { tasks: 200, devices: million, pushes: million, kept: 0 }, 0.057],
])('a million of them cost what the cost model says, within a quarter: %s', (_what, counters, use, usd) => {
  // Act
  const spending = spendingOf(messageUnits(day(counters)), use, nowMs);

  // Assess
  expect(spending.usd / usd).toBeGreaterThan(0.75);
  expect(spending.usd / usd).toBeLessThan(1.25);
});

it('is forecast from the days that are past, and adds up to its lines', () => {
  // Act
  const { usd, lines, forecastUsd, month } = spendingOf(messageUnits(day({ accepted: million })), noUse, nowMs);

  // Assess
  expect(month).toBe('2026-11');
  // Half of the month is over.
  expect(forecastUsd).toBeCloseTo(2 * usd, 6);
  expect(Object.values(lines).reduce((sum, line) => sum + line, 0)).toBeCloseTo(usd, 6);
});

it('a first hour counts as a day', () => {
  // Act
  const { usd, forecastUsd } = spendingOf(
    messageUnits(day({ accepted: 1000 })),
    noUse,
    Date.parse('2026-11-01T01:00:00Z'),
  );

  // Assess
  expect(forecastUsd).toBeCloseTo(30 * usd, 9);
});
