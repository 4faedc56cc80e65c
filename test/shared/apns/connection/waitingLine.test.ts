import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Place, WaitingLine } from '../../../../shared/apns/connection/waitingLine.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('append', 'prepend', 'shift') }),
  fc.record({ kind: fc.constant('remove'), index: fc.nat(20) }),
);

test('a line is an array that is changed at both ends and in the middle', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      // Prepare
      const line = new WaitingLine<number>();
      const places: Place<number>[] = [];
      const taken: (number | undefined)[] = [];
      const expectedTaken: (number | undefined)[] = [];
      // Act
      for (const [number, change] of steps.entries()) {
        if (change.kind === 'append') places.push(line.append(number));
        else if (change.kind === 'prepend') places.unshift(line.prepend(number));
        else if (change.kind === 'shift') {
          expectedTaken.push(places.shift()?.item);
          taken.push(line.shift());
        } else if ('index' in change) {
          for (const place of places.splice(change.index, 1)) line.remove(place);
        }
      }
      // Assess
      expect([...line]).toEqual(places.map(({ item }) => item));
      expect(line.isEmpty).toBe(places.length === 0);
      expect(taken).toEqual(expectedTaken);
    }),
  );
});
