/**
 * A phone's position in its user's call directory. Opaque to the app: base64url of version, time and owner. It contains
 * nothing secret and proves nothing; a made-up one gets its sender a wrong list of their own numbers.
 */
import { createHash } from 'node:crypto';

export interface DirectoryCursor {
  version: number;
  /** Epoch seconds. */
  issuedAt: number;
  /** Owner of the directory: another account on the same phone must start over. */
  owner: string;
}

/** How long changes are stored. A phone that comes later gets the whole list. */
export const changesKeptDays = 30;
const changesKeptSeconds = changesKeptDays * 24 * 60 * 60;

export function directoryCursor(userId: string, version: number, nowMs: number): string {
  const text = [version, Math.floor(nowMs / 1000), ownerOf(userId)].join('.');
  return Buffer.from(text).toString('base64url');
}

/** @returns undefined for text that {@link directoryCursor} did not make. */
export function readDirectoryCursor(cursor: string): DirectoryCursor | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, version, issuedAt, owner] = /^(\d{1,12})\.(\d{1,12})\.([\w-]{11})$/.exec(text) ?? [];
  // Reading base64url skips characters outside its alphabet.
  if (owner === undefined || Buffer.from(text).toString('base64url') !== cursor) return undefined;
  return { version: Number(version), issuedAt: Number(issuedAt), owner };
}

/**
 * Whether all changes since the cursor are known.
 * @param currentVersion lower than the cursor's if the table was restored from a backup.
 */
export function isUsable(cursor: DirectoryCursor, userId: string, currentVersion: number, nowMs: number): boolean {
  return (
    cursor.owner === ownerOf(userId) &&
    cursor.version <= currentVersion &&
    cursor.issuedAt > nowMs / 1000 - changesKeptSeconds
  );
}

/** Eight bytes distinguish the accounts of a phone. */
function ownerOf(userId: string): string {
  return createHash('sha256').update(userId).digest().subarray(0, 8).toString('base64url');
}
