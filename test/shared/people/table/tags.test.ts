import { describe, expect, it } from 'vitest';
import type { TagStore } from '../../../../shared/people/ports.ts';
import { tagStore } from '../../../../shared/people/table/tags.ts';
import { MemoryTags } from '../../../support/memory/stores.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

describe.each<[string, () => TagStore]>([
  ['in DynamoDB', () => tagStore(openTable())],
  ['in memory, for tests', () => new MemoryTags()],
])('the tags of a user %s', (_where, open) => {
  it('are the ones last set', async () => {
    // Prepare
    const store = open();
    await store.replace('bob', ['beta', 'city:shanghai']);

    // Act
    await store.replace('bob', ['beta']);

    // Assess
    expect(await store.find('bob')).toEqual(['beta']);
    expect(await store.find('carol')).toEqual([]);
  });
});

it('without tags a user has no item', async () => {
  // Prepare
  const table = openTable();
  const store = tagStore(table);
  await store.replace('bob', ['beta']);

  // Act
  await store.replace('bob', []);

  // Assess
  expect(await store.find('bob')).toEqual([]);
  expect((await allItems(table)).filter(({ sk }) => sk !== 'REACH')).toEqual([]);
});
