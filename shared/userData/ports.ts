/** Everything that is stored of one user. */
import type { ErasedCounts, Erasure } from './rules/erasure.ts';
import type { StoredEntry } from './rules/exportEntry.ts';

/** An item of the user, and where it stands among all of them. */
export interface PlacedEntry {
  place: string;
  entry: StoredEntry;
}

export interface UserItemStore {
  /**
   * The user's items in a fixed order.
   * @param after place of the last item of the previous page; absent: the first page.
   * @returns without `next`: the last page.
   */
  page(userId: string, limit: number, after?: string): Promise<{ entries: PlacedEntry[]; next?: string | undefined }>;
  /** Form of places. */
  placePattern: RegExp;
}

/** Deletes what is stored of one user. Each method does the same when it is repeated. */
export interface UserEraser {
  /**
   * @param untilMs epoch milliseconds: devices that were registered later stay.
   * @returns how many stay, and what was deleted.
   */
  removeDevices(userId: string, untilMs: number): Promise<{ kept: number; counts: ErasedCounts }>;
  /** The profile, and how the user is reached, but for the devices that stay. */
  removeReach(userId: string): Promise<ErasedCounts>;
  /** Some of the groups that the user is in; empty when there is none left. */
  groupsOf(userId: string): Promise<string[]>;
  /** The notes that the user is in these groups, if the groups themselves no longer exist. */
  removeMemberships(userId: string, groupIds: readonly string[]): Promise<void>;
  /**
   * Some of the user's other items.
   * @param untilMs epoch milliseconds: entries of the call log that are newer stay.
   */
  removeItems(userId: string, untilMs: number): Promise<{ counts: ErasedCounts; isAll: boolean }>;
  /** What work that had begun earlier may write late: entries of the call log, and badges where `withBadges`. */
  removeLate(userId: string, untilMs: number, withBadges: boolean): Promise<ErasedCounts>;
}

/** Erasures by the hash of the user's ID: the last one of each user. */
export interface ErasureStore {
  /** In place of an earlier one. It contains the user ID until it is finished. */
  start(userId: string, erasure: Pick<Erasure, 'erasureId' | 'requestedAtMs'>): Promise<void>;
  find(userId: string): Promise<Erasure | undefined>;
  /** Nothing changes if another erasure of the user has been requested since. */
  count(userId: string, erasureId: string, counts: ErasedCounts): Promise<void>;
  finish(userId: string, erasureId: string, finishedAtMs: number): Promise<void>;
}

export interface UserDataPorts {
  eraser: UserEraser;
  erasures: ErasureStore;
  userItems: UserItemStore;
}
