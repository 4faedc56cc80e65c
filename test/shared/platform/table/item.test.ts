import { describe, expect, it } from 'vitest';
import { errorFields } from '../../../../shared/platform/errorFields.ts';
import {
  isFlag,
  isList,
  isMap,
  isNumber,
  isText,
  isTime,
  listOf,
  mapOf,
  mapWith,
  orAbsent,
} from '../../../../shared/platform/table/checks.ts';
import { bodyOf, itemAs } from '../../../../shared/platform/table/item.ts';
import { UnreadableItem } from '../../../../shared/platform/unreadableItem.ts';

interface Call {
  hasVideo: boolean;
  details: object;
  endedAt?: string | undefined;
}
const shape = { hasVideo: isFlag, details: isMap, endedAt: orAbsent(isTime) };

describe('the body of an item', () => {
  it('is the item without its key and time-to-live, with the attributes that a later version has added', () => {
    // Prepare
    const item = { pk: 'CALL#c1', sk: 'CALL', ttl: 1_790_000_000, hasVideo: true, details: { callerName: 'Alice' } };

    // Act
    const body = bodyOf<Call>({ ...item, added: 1 }, 'call', shape);

    // Assess
    expect(body).toEqual({ hasVideo: true, details: { callerName: 'Alice' }, added: 1 });
  });
});

describe('an item that cannot be read', () => {
  it.each([
    ['lacks an attribute', 'hasVideo', { details: {} }],
    ['has one of another type', 'details', { hasVideo: true, details: 'Alice' }],
    ['has a malformed optional one', 'endedAt', { hasVideo: true, details: {}, endedAt: 'yesterday' }],
  ])('%s: the error names it, and nothing of its value', (_why, attribute, item) => {
    // Act
    const act = () => itemAs<Call>(item, 'call', shape);

    // Assess
    expect(act).toThrow(UnreadableItem);
    expect(act).toThrow(`a stored call has no readable attribute ${attribute}`);
  });

  it('is named in the log', () => {
    // Prepare
    const error = new UnreadableItem('call', 'details');

    // Act
    const fields = errorFields(error);

    // Assess
    expect(fields).toMatchObject({ error: 'UnreadableItem(call.details)' });
  });
});

describe('a check', () => {
  it.each([
    ['text', isText, '', 1],
    ['a number', isNumber, 0, '0'],
    ['a flag', isFlag, false, 0],
    ['a time', isTime, '2026-11-30T12:00:00Z', 'noon'],
    ['a list', isList, [], {}],
    ['a map', isMap, {}, null],
    ['a list of text', listOf(isText), ['a'], ['a', 1]],
    ['a map of numbers', mapOf(isNumber), { a: 1 }, { a: '1' }],
    ['a map with text', mapWith({ a: isText }), { a: '', b: 1 }, { b: 1 }],
    ['text, if any', orAbsent(isText), undefined, null],
  ])('of %s takes only that', (_what, check, right, wrong) => {
    // Act
    const passed = [right, wrong].map(check);

    // Assess
    expect(passed).toEqual([true, false]);
  });
});
