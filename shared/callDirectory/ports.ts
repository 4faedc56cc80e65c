/** Where call directories are kept. */
import type { DirectoryChange, DirectoryEntries, DirectoryEntry } from './rules/directory.ts';

/** How a change of a user's call directory went. `full`: it holds as many numbers as it may. */
export type DirectoryWrite = 'changed' | 'unchanged' | 'full';

export interface CallDirectoryStore {
  /**
   * @param entry undefined takes the number out. @param number E.164 without `+`.
   * @param territory whose dialling rules the number was read by: calls are read by the same.
   */
  set(userId: string, number: string, entry: DirectoryEntry | undefined, territory: string): Promise<DirectoryWrite>;
  /** The version of the last change; 0 when there was none. */
  version(userId: string): Promise<number>;
  entries(userId: string): Promise<DirectoryEntries>;
  /** All changes after a version, as far as they are kept. */
  changesSince(userId: string, version: number): Promise<DirectoryChange[]>;
}

/** The part of the call directories that ringing needs. */
export interface BlockedNumberStore {
  /** In the order of the questions. @param asked of each user, numbers in E.164 without `+`. */
  find(asked: readonly { userId: string; numbers: readonly string[] }[]): Promise<BlockedNumbers[]>;
}

export interface BlockedNumbers {
  /** The user blocks one of the numbers. */
  blocks: boolean;
  /** The territories whose dialling rules the user's numbers were last read by. */
  territories: readonly string[];
}

export interface CallDirectoryPorts {
  callDirectory: CallDirectoryStore;
  blockedNumbers: BlockedNumberStore;
}
