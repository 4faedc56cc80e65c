import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallDirectoryPorts } from '../ports.ts';
import { directoryCursor, isUsable, readDirectoryCursor } from '../rules/cursor.ts';
import {
  type DirectoryEntry,
  type DirectoryFeed,
  entriesBefore,
  feedOfAll,
  feedOfChanges,
} from '../rules/directory.ts';
import { readNumber } from '../rules/phoneNumber.ts';

export interface DirectoryAnswer extends DirectoryFeed {
  /** Where the next increment begins. */
  cursor: string;
  /** false: this is the whole directory, and the phone discards what it had. */
  incremental: boolean;
}

/** Changes that give a phone its user's numbers. @param since the cursor of its last answer. */
export async function readDirectory(
  { callDirectory, clock }: Pick<PlatformPorts, 'clock'> & Pick<CallDirectoryPorts, 'callDirectory'>,
  userId: string,
  since: string | undefined,
): Promise<DirectoryAnswer | Refusal> {
  const cursor = since === undefined ? undefined : readDirectoryCursor(since);
  if (since !== undefined && cursor === undefined) {
    return refuse('unknown_cursor', '`since` is not a cursor of this call directory.');
  }
  const nowMs = clock.nowMs();
  const version = await callDirectory.version(userId);
  if (cursor !== undefined && isUsable(cursor, userId, version, nowMs)) {
    const changes = await callDirectory.changesSince(userId, cursor.version);
    const newest = Math.max(version, ...changes.map((change) => change.version));
    return { ...feedOfChanges(changes), cursor: directoryCursor(userId, newest, nowMs), incremental: true };
  }
  const entries = await callDirectory.entries(userId);
  // Changes during the read belong to the next increment.
  const later = await callDirectory.changesSince(userId, version);
  return {
    ...feedOfAll(entriesBefore(entries, later)),
    cursor: directoryCursor(userId, version, nowMs),
    incremental: false,
  };
}

export interface NumberChange {
  userId: string;
  /** As people write it. */
  number: string;
  /** ISO 3166, two capital letters: territory whose numbers need no country code. */
  territory?: string | undefined;
  /** undefined removes the number. */
  entry: DirectoryEntry | undefined;
}

type ChangePorts = Pick<CallDirectoryPorts, 'callDirectory'> & {
  /** Territory for numbers without a country code. */
  territoryOf(userId: string): Promise<string>;
};

/** @returns the number with its country code, without `+`. */
export async function changeNumber(
  { callDirectory, territoryOf }: ChangePorts,
  { userId, number, territory, entry }: NumberChange,
): Promise<{ number: string } | Refusal> {
  const readIn = territory ?? (await territoryOf(userId));
  const reading = readNumber(number, readIn);
  if (reading.kind === 'none') return refuse('phone_number', 'The number in the path is not a phone number.');
  if (reading.kind === 'ambiguous') {
    return refuse(
      'ambiguous_number',
      `The number in the path is ambiguous: dialled in ${readIn}, it may be one of several.`,
    );
  }
  const written = await callDirectory.set(userId, reading.number, entry, readIn);
  return written === 'full' ? refuse('directory_full', 'Your call directory is full.') : { number: reading.number };
}
