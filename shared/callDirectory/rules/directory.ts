/**
 * The numbers that a user blocks or names, in the form that CallKit's Call Directory extension needs: sorted ascending,
 * unique, and in increments that list exactly what to remove and what to add.
 */

/** Entry of a number: blocked or named, because a blocked number shows no name. */
export type DirectoryEntry = { blocked: true } | { label: string };

/** One change of one number. Versions of a user's directory count from 1, one for each change. */
export interface DirectoryChange {
  /** E.164 without `+`. */
  number: string;
  version: number;
  /** Undefined: it was not in the directory. */
  before?: DirectoryEntry | undefined;
  after?: DirectoryEntry | undefined;
}

export type DirectoryEntries = ReadonlyMap<string, DirectoryEntry>;

/** What to remove, and then what to add. Numbers are E.164 without `+`, ascending and unique in each list. */
export interface DirectoryFeed {
  blocking: { add: string[]; remove: string[] };
  identification: { add: { number: string; label: string }[]; remove: string[] };
}

/** Steps from the directory before these changes to the directory after them. */
export function feedOfChanges(changes: readonly DirectoryChange[]): DirectoryFeed {
  const spans = [...spansOf(changes)];
  return feed(spans.filter(({ before, after }) => !isSameEntry(before, after)));
}

/** The whole directory, for a phone that has nothing yet or discards what it has. */
export function feedOfAll(entries: DirectoryEntries): DirectoryFeed {
  return feed([...entries].map(([number, after]) => ({ number, before: undefined, after })));
}

/** The entries before these changes. */
export function entriesBefore(entries: DirectoryEntries, changes: readonly DirectoryChange[]): DirectoryEntries {
  const earlier = new Map(entries);
  for (const { number, before } of spansOf(changes)) {
    if (before === undefined) earlier.delete(number);
    else earlier.set(number, before);
  }
  return earlier;
}

export function isSameEntry(one: DirectoryEntry | undefined, other: DirectoryEntry | undefined): boolean {
  return isBlocked(one) === isBlocked(other) && labelOf(one) === labelOf(other);
}

interface Span {
  number: string;
  before: DirectoryEntry | undefined;
  after: DirectoryEntry | undefined;
}

/** For each number, its entry before its first change and after its last one. */
function spansOf(changes: readonly DirectoryChange[]): Iterable<Span> {
  const spans = new Map<string, Span>();
  for (const { number, before, after } of changes.toSorted((one, other) => one.version - other.version)) {
    const span = spans.get(number);
    if (span) span.after = after;
    else spans.set(number, { number, before, after });
  }
  return spans.values();
}

function feed(spans: readonly Span[]): DirectoryFeed {
  const sorted = spans.toSorted((one, other) => Number(one.number) - Number(other.number));
  const numbers = (wanted: (span: Span) => boolean) => sorted.filter(wanted).map(({ number }) => number);
  return {
    blocking: {
      add: numbers(({ before, after }) => isBlocked(after) && !isBlocked(before)),
      remove: numbers(({ before, after }) => isBlocked(before) && !isBlocked(after)),
    },
    identification: {
      // CallKit cannot change a label: the old entry is removed, the new one added.
      add: sorted.flatMap(({ number, before, after }) => {
        const label = labelOf(after);
        return label === undefined || label === labelOf(before) ? [] : [{ number, label }];
      }),
      remove: numbers(({ before, after }) => labelOf(before) !== undefined && labelOf(before) !== labelOf(after)),
    },
  };
}

function isBlocked(entry: DirectoryEntry | undefined): boolean {
  return entry !== undefined && 'blocked' in entry;
}

function labelOf(entry: DirectoryEntry | undefined): string | undefined {
  return entry !== undefined && 'label' in entry ? entry.label : undefined;
}
