import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InLine, WaitingLine } from '../../../../shared/apns/connection/waitingLine.ts';

interface Item extends InLine<Item> {
  number: number;
}

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('append', 'prepend', 'shift') }),
  fc.record({ kind: fc.constant('remove'), index: fc.nat(20) }),
);

test('a line behaves like an array changed at both ends and in the middle', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      // Prepare
      const line = new WaitingLine<Item>();
      const expected: Item[] = [];
      const taken: (Item | undefined)[] = [];
      const expectedTaken: (Item | undefined)[] = [];
      // Act
      for (const [number, change] of steps.entries()) {
        const item: Item = { number, before: undefined, after: undefined };
        if (change.kind === 'append') {
          line.append(item);
          expected.push(item);
        } else if (change.kind === 'prepend') {
          line.prepend(item);
          expected.unshift(item);
        } else if (change.kind === 'shift') {
          expectedTaken.push(expected.shift());
          taken.push(line.shift());
        } else if ('index' in change) {
          for (const removed of expected.splice(change.index, 1)) line.remove(removed);
        }
      }
      // Assess
      const numbers = (items: Iterable<Item | undefined>) => [...items].map((item) => item?.number);
      expect(numbers(line)).toEqual(numbers(expected));
      expect(line.length).toBe(expected.length);
      expect(numbers(taken)).toEqual(numbers(expectedTaken));
    }),
  );
});
