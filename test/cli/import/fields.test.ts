import { describe, expect, test } from 'vitest';
import { fieldAt, pathsOf } from '../../../cli/import/fields.ts';

describe('a field of an export', () => {
  test.each<[string, Record<string, unknown>, string, unknown]>([
    ['by its name', { token: 't' }, 'token', 't'],
    ['inside of another', { user: { id: 'bob' } }, 'user.id', 'bob'],
    ['inside of a text that is JSON', { data: '{"user":{"id":"bob"}}' }, 'data.user.id', 'bob'],
    ['whose name has a dot', { 'user.id': 'bob' }, 'user.id', 'bob'],
    ['inside of one whose name has a dot', { 'custom.data': '{"user.id":"bob"}' }, 'custom.data.user.id', 'bob'],
    ['by the longest name', { 'user.id': 'bob', user: { id: 'carol' } }, 'user.id', 'bob'],
    ['that the longest name does not have', { 'a.b': 'no object', a: { b: { c: 1 } } }, 'a.b.c', 1],
    ['that is null', { user: null }, 'user', null],
    ['that is not there', { user: 'bob' }, 'user.id', undefined],
    ['that every object has', { user: {} }, 'user.constructor', undefined],
    ['without a name', { '': 1 }, '', undefined],
  ])('is found: one %s', (_which, fields, path, expected) => {
    // Act
    const found = fieldAt(fields, path);
    // Assess
    expect(found).toBe(expected);
  });

  test('is found by each path that the report lists', () => {
    // Prepare
    const fields = { 'a.b': 1, a: { 'c.d': 2, e: { f: 3 } } };
    // Act
    const values = pathsOf(fields, []).map((path) => fieldAt(fields, path));
    // Assess
    expect(values).toEqual([1, 2, 3]);
  });
});
