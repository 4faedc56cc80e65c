import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { movableClock } from '../../lab/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('calls back at once what is due when it is moved ahead, in order, and the rest that much sooner', () => {
  // Prepare
  const clock = movableClock();
  const startMs = clock.nowMs();
  const called: string[] = [];
  clock.after(5000, () => called.push('second'));
  clock.after(1000, () => called.push('first'));
  clock.after(9000, () => called.push('third'));
  const cancel = clock.after(2000, () => called.push('cancelled'));
  cancel();

  // Act
  clock.moveAhead(6000);
  const atOnce = [...called];
  vi.advanceTimersByTime(3000);

  // Assess
  expect(atOnce).toEqual(['first', 'second']);
  expect(called).toEqual(['first', 'second', 'third']);
  expect(clock.aheadMs).toBe(6000);
  expect(clock.nowMs() - startMs).toBe(9000);
});

it('calls back what is not moved when the machine says so', () => {
  // Prepare
  const clock = movableClock();
  const callback = vi.fn();
  clock.after(1000, callback);

  // Act
  vi.advanceTimersByTime(1000);

  // Assess
  expect(callback).toHaveBeenCalledOnce();
});
