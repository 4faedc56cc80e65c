import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestUserId, userIdPattern } from '../../../shared/people/rules/userId.ts';
import { type ListName, pageCursor, readPageCursor } from '../../../shared/platform/pageCursor.ts';

const members: ListName = ['members', 'alice', 'family'];
const read = (cursor: string, list = members) => readPageCursor(list, cursor, userIdPattern);
const place = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).filter((text) => userIdPattern.test(text));

describe('a cursor of a page', () => {
  it('leads back to its place for any place', () => {
    fc.assert(
      fc.property(place, (text) => {
        // Prepare
        const cursor = pageCursor(members, text);

        // Act
        const found = read(cursor);

        // Assess
        expect(found).toBe(text);
        expect(cursor).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it('fits the query even for the longest place', () => {
    // Prepare
    const longest = '语'.repeat(longestUserId);

    // Act
    const cursor = pageCursor(members, longest);

    // Assess
    expect(cursor.length).toBeLessThanOrEqual(1400);
    expect(read(cursor)).toBe(longest);
  });

  it.each<[string, ListName]>([
    ['another group', ['members', 'alice', 'work']],
    ['another user', ['members', 'bob', 'family']],
    ['another kind of list', ['calls', 'alice', 'family']],
    ['a list whose names look the same only when joined', ['members', 'alice,family']],
  ])('is unknown to %s', (_what, list) => {
    // Prepare
    const cursor = pageCursor(members, 'bob');

    // Act
    const found = read(cursor, list);

    // Assess
    expect(found).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a word', 'garbage'],
    ['a place without its mark', Buffer.from('bob').toString('base64url')],
    ['a place behind another mark', Buffer.from('AAAAAAAAbob').toString('base64url')],
    ['signs outside of base64url', `${pageCursor(members, 'bob')}!`],
    ['base64 with its padding', `${pageCursor(members, 'bob')}=`],
    ['a place of another list', pageCursor(members, 'bo\nb')],
  ])('is unknown when it is %s', (_what, cursor) => {
    // Prepare: the row

    // Act
    const found = read(cursor);

    // Assess
    expect(found).toBeUndefined();
  });

  it('is unknown when it is forged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[\w-]{0,60}$/)), (cursor) => {
        // Prepare: anything

        // Act
        const found = read(cursor);

        // Assess
        expect(found).toBeUndefined();
      }),
    );
  });
});
