/** The erasure of a user: what is known of it, under a hash of the user's ID. */

/** What an erasure counts. */
export const erasedKinds = [
  'devices',
  'profile',
  'tags',
  'badges',
  'conversations',
  'blocks',
  'groupsLeft',
  'groupsWithoutOwner',
  'groupsDeleted',
  'callLogEntries',
  'callDirectoryNumbers',
] as const;
export type ErasedKind = (typeof erasedKinds)[number];
export type ErasedCounts = Partial<Record<ErasedKind, number>>;

export interface Erasure {
  erasureId: string;
  state: 'running' | 'finished';
  /** Epoch milliseconds. */
  requestedAtMs: number;
  finishedAtMs?: number | undefined;
  counts: ErasedCounts;
}

export function addCounts(one: ErasedCounts, other: ErasedCounts): ErasedCounts {
  const sum: ErasedCounts = {};
  for (const kind of erasedKinds) {
    const count = (one[kind] ?? 0) + (other[kind] ?? 0);
    if (count > 0) sum[kind] = count;
  }
  return sum;
}

/**
 * How long after the rest a last sweep comes. Longer than anything takes that had read the user before: a push has 8 s,
 * and what it writes about the user follows.
 */
export const sweepDelaySeconds = 15;
