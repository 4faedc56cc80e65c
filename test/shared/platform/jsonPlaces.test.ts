import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlace } from '../../../shared/platform/jsonPlaces.ts';

describe('a place in JSON', () => {
  it.each([
    ['the root', 'here', []],
    ['an entry', [0, 'here'], ['1']],
    ['a field of an entry', [{ a: 1 }, { b: [{ c: 'here' }] }], ['1', 'b', '0', 'c']],
    ['a field named like one of a prototype', { constructor: 'here' }, ['constructor']],
    ['a field named __proto__', JSON.parse('{"__proto__":{"a":"here"}}'), ['__proto__', 'a']],
    ['a field without a name', { '': 'here' }, ['']],
    ['nowhere', { a: [null, 1, 'there'] }, undefined],
  ])('is named from the root: %s', (_what, root, expected) => {
    // Prepare: the row

    // Act
    const path = findPlace(root, (value) => value === 'here');

    // Assess
    expect(path).toEqual(expected);
  });

  it('has the level of its arrays and objects', () => {
    // Prepare
    const levels: unknown[] = [];

    // Act
    findPlace({ a: [1, { b: 2 }] }, (value, level) => {
      levels.push([JSON.stringify(value), level]);
      return false;
    });

    // Assess
    expect(levels).toEqual([
      ['{"a":[1,{"b":2}]}', 1],
      ['[1,{"b":2}]', 2],
      ['1', 2],
      ['{"b":2}', 3],
      ['2', 3],
    ]);
  });

  it('leads to the match', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (root) => {
        // Prepare
        const values: unknown[] = [];
        findPlace(root, (value) => values.push(value) === 0);

        // Act
        const paths = values.map((sought) => findPlace(root, (value) => Object.is(value, sought)));

        // Assess
        const found = paths.map((path) =>
          (path ?? ['nowhere']).reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], root),
        );
        expect(found).toEqual(values);
      }),
    );
  });
});
