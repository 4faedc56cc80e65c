/** Store of call directories. */
import type { DirectoryChange, DirectoryEntries, DirectoryEntry } from './rules/directory.ts';

/** Result of a change to a user's call directory. `full`: it has reached its limit of numbers. */
export type DirectoryWrite = 'changed' | 'unchanged' | 'full';

export interface CallDirectoryStore {
  /**
   * @param entry undefined removes the number. @param number E.164 without `+`.
   * @param territory whose dialling rules the number was read by: calls are read by the same.
   */
  set(userId: string, number: string, entry: DirectoryEntry | undefined, territory: string): Promise<DirectoryWrite>;
  /** Version of the last change; 0 if there was none. */
  version(userId: string): Promise<number>;
  entries(userId: string): Promise<DirectoryEntries>;
  /** All changes after a version, as far as they are stored. */
  changesSince(userId: string, version: number): Promise<DirectoryChange[]>;
}

/** The part of the call directories that ringing needs. */
export interface BlockedNumberStore {
  /** In the order of the questions. @param asked users with numbers in E.164 without `+`. */
  find(asked: readonly { userId: string; numbers: readonly string[] }[]): Promise<BlockedNumbers[]>;
}

export interface BlockedNumbers {
  /** The user blocks one of the numbers. */
  blocks: boolean;
  /** Territories whose dialling rules the user's numbers were last read by. */
  territories: readonly string[];
}

export interface CallDirectoryPorts {
  callDirectory: CallDirectoryStore;
  blockedNumbers: BlockedNumberStore;
}
