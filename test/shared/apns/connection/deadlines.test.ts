import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines } from '../../../../shared/apns/connection/deadlines.ts';

interface Item {
  name: string;
}
let due: string[];
let deadlines: Deadlines<Item>;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  due = [];
  deadlines = new Deadlines<Item>({ nowMs: Date.now }, ({ name }) => due.push(name));
});
afterEach(() => {
  vi.useRealTimers();
});

const inMs = (milliseconds: number): number => Date.now() + milliseconds;

test('an item is due after its deadline, not before it and not long after it', () => {
  // Prepare
  deadlines.add({ name: 'late' }, inMs(1000));
  deadlines.add({ name: 'early' }, inMs(300));
  // Act
  vi.advanceTimersByTime(299);
  const before = [...due];
  vi.advanceTimersByTime(101);
  const after = [...due];
  vi.advanceTimersByTime(700);
  // Assess
  expect(before).toEqual([]);
  expect(after).toEqual(['early']);
  expect(due).toEqual(['early', 'late']);
});

test('an item whose deadline has passed already is due at once', () => {
  // Prepare
  deadlines.add({ name: 'over' }, inMs(-60_000));
  // Act
  vi.advanceTimersByTime(50);
  // Assess
  expect(due).toEqual(['over']);
});

test('an item that is taken away is never due, its neighbour is, and no timer is left', () => {
  // Prepare
  const settled = { name: 'settled' };
  const deadlineMs = inMs(200);
  deadlines.add(settled, deadlineMs);
  deadlines.add({ name: 'open' }, deadlineMs);
  // Act
  deadlines.delete(settled, deadlineMs);
  vi.advanceTimersByTime(300);
  // Assess
  expect(due).toEqual(['open']);
  expect(vi.getTimerCount()).toBe(0);
});

test('an item that is added twice is due once', () => {
  // Prepare
  const again = { name: 'again' };
  const deadlineMs = inMs(200);
  deadlines.add(again, deadlineMs);
  deadlines.add(again, deadlineMs);
  // Act
  vi.advanceTimersByTime(1000);
  // Assess
  expect(due).toEqual(['again']);
});

test('after a long freeze everything that became due is reported', () => {
  // Prepare
  deadlines.add({ name: 'one' }, inMs(100));
  deadlines.add({ name: 'two' }, inMs(1_000_000));
  // Act
  vi.setSystemTime(inMs(60 * 60_000));
  vi.advanceTimersByTime(50);
  // Assess
  expect(due).toEqual(['one', 'two']);
});
