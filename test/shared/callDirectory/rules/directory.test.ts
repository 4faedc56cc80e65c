import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DirectoryChange,
  type DirectoryEntry,
  type DirectoryFeed,
  entriesBefore,
  feedOfAll,
  feedOfChanges,
  isSameEntry,
} from '../../../../shared/callDirectory/rules/directory.ts';
import { CallKitLists } from '../../../support/callKitLists.ts';

const entries = fc.oneof(
  fc.constant<DirectoryEntry>({ blocked: true }),
  fc.constantFrom('Bank', 'Spam', '快递').map((label): DirectoryEntry => ({ label })),
);
/** Few numbers, so that they meet often; of different lengths, so that text and number sort differently. */
const numbers = fc.constantFrom('14155550100', '8613800138000', '8695588', '85221234567', '447911123456');
const steps = fc.array(fc.tuple(numbers, fc.option(entries, { nil: undefined })), { maxLength: 30 });

/** The directory after each step, and the changes that led there: as the store writes them. */
function history(all: [string, DirectoryEntry | undefined][]) {
  const current = new Map<string, DirectoryEntry>();
  const changes: DirectoryChange[] = [];
  const states = [new Map(current)];
  for (const [number, after] of all) {
    const before = current.get(number);
    if (isSameEntry(before, after)) continue;
    if (after === undefined) current.delete(number);
    else current.set(number, after);
    changes.push({ number, version: changes.length + 1, before, after });
    states.push(new Map(current));
  }
  return { changes, states };
}

describe('feedOfChanges', () => {
  it('leads from any earlier list to the current one with entries that CallKit accepts', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (all, at) => {
        // Prepare
        const { changes, states } = history(all);
        const version = at % states.length;
        const lists = new CallKitLists();
        lists.apply(feedOfAll(states[version] ?? new Map()), false);

        // Act
        const increment = feedOfChanges(changes.slice(version));

        // Assess
        lists.apply(increment, true);
        const whole = new CallKitLists();
        whole.apply(feedOfAll(states.at(-1) ?? new Map()), false);
        expect(lists.snapshot()).toEqual(whole.snapshot());
      }),
    );
  });

  it('is ascending and names each number once per list', () => {
    fc.assert(
      fc.property(steps, (all) => {
        // Prepare
        const { changes } = history(all);

        // Act
        const increment = feedOfChanges(changes);

        // Assess
        for (const list of listsOf(increment)) {
          const sorted = [...new Set(list.map(Number))].toSorted((one, other) => one - other);
          expect(list.map(Number)).toEqual(sorted);
        }
      }),
    );
  });

  it('omits unchanged numbers', () => {
    // Prepare
    const changes: DirectoryChange[] = [
      { number: '8695588', version: 1, before: { label: 'Bank' }, after: { blocked: true } },
      { number: '8695588', version: 2, before: { blocked: true }, after: { label: 'Bank' } },
    ];

    // Act
    const increment = feedOfChanges(changes);

    // Assess
    expect(listsOf(increment).flat()).toEqual([]);
  });

  it('removes the old label before it adds the new one', () => {
    // Prepare
    const changes: DirectoryChange[] = [
      { number: '8695588', version: 7, before: { label: 'Bank' }, after: { label: 'My bank' } },
    ];

    // Act
    const { identification } = feedOfChanges(changes);

    // Assess
    expect(identification).toEqual({ add: [{ number: '8695588', label: 'My bank' }], remove: ['8695588'] });
  });
});

describe('entriesBefore', () => {
  it('is the list before the changes', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (all, at) => {
        // Prepare
        const { changes, states } = history(all);
        const version = at % states.length;

        // Act
        const earlier = entriesBefore(states.at(-1) ?? new Map(), changes.slice(version));

        // Assess
        expect(new Map(earlier)).toEqual(states[version]);
      }),
    );
  });
});

function listsOf({ blocking, identification }: DirectoryFeed): string[][] {
  return [blocking.add, blocking.remove, identification.add.map(({ number }) => number), identification.remove];
}
