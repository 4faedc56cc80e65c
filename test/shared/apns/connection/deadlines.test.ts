import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines, type Due } from '../../../../shared/apns/connection/deadlines.ts';

interface Item extends Due<Item> {
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

const named = (name: string): Item => ({ name, dueIn: undefined, dueBefore: undefined, dueAfter: undefined });
const inMs = (milliseconds: number): number => Date.now() + milliseconds;

test('an item is due at its deadline, not before and not long after', () => {
  // Prepare
  deadlines.add(named('late'), inMs(1000));
  deadlines.add(named('early'), inMs(300));
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

test('an item whose deadline has already passed is due at once', () => {
  // Prepare
  deadlines.add(named('over'), inMs(-60_000));
  // Act
  vi.advanceTimersByTime(50);
  // Assess
  expect(due).toEqual(['over']);
});

test('a removed item is never due, its neighbour is, and no timer is left', () => {
  // Prepare
  const settled = named('settled');
  const deadlineMs = inMs(200);
  deadlines.add(settled, deadlineMs);
  deadlines.add(named('open'), deadlineMs);
  // Act
  deadlines.delete(settled);
  vi.advanceTimersByTime(300);
  // Assess
  expect(due).toEqual(['open']);
  expect(vi.getTimerCount()).toBe(0);
});

test('items of one moment are due in order, whichever of them was removed', () => {
  // Prepare
  const items = ['first', 'second', 'third', 'fourth', 'fifth'].map(named);
  const deadlineMs = inMs(200);
  for (const item of items) deadlines.add(item, deadlineMs);
  // Act
  for (const index of [0, 2, 4]) {
    const item = items[index];
    if (item) deadlines.delete(item);
  }
  vi.advanceTimersByTime(300);
  // Assess
  expect(due).toEqual(['second', 'fourth']);
  expect(vi.getTimerCount()).toBe(0);
});

test('an item that was due or removed can be added again', () => {
  // Prepare
  const again = named('again');
  deadlines.add(again, inMs(100));
  vi.advanceTimersByTime(200);
  deadlines.add(again, inMs(100));
  deadlines.delete(again);
  // Act
  deadlines.add(again, inMs(1000));
  vi.advanceTimersByTime(900);
  const early = [...due];
  vi.advanceTimersByTime(200);
  // Assess
  expect(early).toEqual(['again']);
  expect(due).toEqual(['again', 'again']);
});

test('an item added twice is due once', () => {
  // Prepare
  const again = named('again');
  const deadlineMs = inMs(200);
  deadlines.add(again, deadlineMs);
  deadlines.add(again, deadlineMs);
  // Act
  vi.advanceTimersByTime(1000);
  // Assess
  expect(due).toEqual(['again']);
});

test('everything that became due during a long freeze is reported', () => {
  // Prepare
  deadlines.add(named('one'), inMs(100));
  deadlines.add(named('two'), inMs(1_000_000));
  // Act
  vi.setSystemTime(inMs(60 * 60_000));
  vi.advanceTimersByTime(50);
  // Assess
  expect(due).toEqual(['one', 'two']);
});
