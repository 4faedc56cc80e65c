import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FreezeWatch } from '../../../../shared/apns/connection/freezeWatch.ts';

let thaws: number;
let watch: FreezeWatch;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  thaws = 0;
  watch = new FreezeWatch({ nowMs: Date.now }, () => {
    thaws += 1;
  });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

/** Time passes, and no timer runs. */
const freeze = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

test('a running process is not reported', () => {
  // Act
  watch.start();
  vi.advanceTimersByTime(60_000);
  // Assess
  expect(thaws).toBe(0);
});

test('a process that resumes after ten seconds or more is reported once per freeze', () => {
  // Prepare
  watch.start();
  watch.start();
  // Act
  for (const milliseconds of [3000, 12_000, 3_600_000]) {
    freeze(milliseconds);
    vi.advanceTimersByTime(5000);
  }
  // Assess
  expect(thaws).toBe(2);
});

test('a stopped watch reports nothing', () => {
  // Prepare
  watch.start();
  // Act
  watch.stop();
  freeze(60_000);
  vi.advanceTimersByTime(5000);
  // Assess
  expect(thaws).toBe(0);
});
