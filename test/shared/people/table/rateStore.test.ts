import { describe, expect, it } from 'vitest';
import { rateStore } from '../../../../shared/people/table/rateStore.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

describe('the counters of rates', () => {
  it('add up the counts of function instances by user, kind and minute', async () => {
    // Prepare
    const [one, other] = [rateStore(openTable()), rateStore(openTable())];
    // Act
    const totals = await Promise.all([one.add('alice', 'messages', 7, 6), other.add('alice', 'messages', 7, 6)]);
    const ofNextMinute = await one.add('alice', 'messages', 8, 6);
    const ofOtherKind = await one.add('alice', 'calls', 7, 2);
    const ofOtherUser = await one.add('bob', 'messages', 7, 3);
    // Assess
    expect(totals.sort((a, b) => a - b)).toEqual([6, 12]);
    expect([ofNextMinute, ofOtherKind, ofOtherUser]).toEqual([6, 2, 3]);
  });

  it('expire a minute after their own', async () => {
    // Prepare
    const table = openTable();
    // Act
    await rateStore(table).add('alice', 'messages', 7, 6);
    // Assess
    expect(await allItems(table)).toEqual([{ pk: 'RATE#alice', sk: 'messages#7', requests: 6, ttl: 9 * 60 }]);
  });
});
