import { describe, expect, it } from 'vitest';
import {
  changesKeptDays,
  directoryCursor,
  isUsable,
  readDirectoryCursor,
} from '../../../../shared/callDirectory/rules/cursor.ts';
import { startMs } from '../../../support/factories.ts';

const keptMs = changesKeptDays * 24 * 60 * 60 * 1000;

function cursorOf(userId: string, version: number, issuedAtMs = startMs) {
  const cursor = readDirectoryCursor(directoryCursor(userId, version, issuedAtMs));
  if (cursor === undefined) throw new Error('the cursor cannot be read');
  return cursor;
}

describe('a cursor of the call directory', () => {
  it('is usable by its user until unseen changes may have expired', () => {
    // Prepare
    const cursor = cursorOf('alice', 3);

    // Act
    const usable = [startMs, startMs + keptMs - 1000, startMs + keptMs].map((nowMs) =>
      isUsable(cursor, 'alice', 5, nowMs),
    );

    // Assess
    expect(usable).toEqual([true, true, false]);
  });

  it.each([
    ["another account's", 'bob', 5],
    ['of an unknown version, as after a restore from a backup', 'alice', 2],
  ])('is useless when it is %s', (_title, userId, currentVersion) => {
    // Prepare
    const cursor = cursorOf('alice', 3);

    // Act
    const usable = isUsable(cursor, userId, currentVersion, startMs);

    // Assess
    expect(usable).toBe(false);
  });

  it.each([
    '',
    'abc',
    '%%%',
    'garbage',
    `${directoryCursor('alice', 3, startMs)}!`,
    `${directoryCursor('alice', 3, startMs)}=`,
    Buffer.from('1.2').toString('base64url'),
    Buffer.from('-1.2.AAAAAAAAAAA').toString('base64url'),
  ])('is not read from %j', (text) => {
    // Prepare
    const cursor = text;

    // Act
    const read = readDirectoryCursor(cursor);

    // Assess
    expect(read).toBeUndefined();
  });

  it('reveals nothing about its user', () => {
    // Prepare
    const userId = 'alice@example.com';

    // Act
    const text = Buffer.from(directoryCursor(userId, 3, startMs), 'base64url').toString();

    // Assess
    expect(text).not.toContain('alice');
  });
});
