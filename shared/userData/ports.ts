/** Everything that is stored of one user. */
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

export interface UserDataPorts {
  userItems: UserItemStore;
}
