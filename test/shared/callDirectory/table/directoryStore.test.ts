/** The call directory over a real table: its increments lead every phone to the same lists. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type DirectoryAnswer, readDirectory } from '../../../../shared/callDirectory/flows/directory.ts';
import type { CallDirectoryStore } from '../../../../shared/callDirectory/ports.ts';
import { changesKeptDays } from '../../../../shared/callDirectory/rules/cursor.ts';
import type { DirectoryEntry } from '../../../../shared/callDirectory/rules/directory.ts';
import { blockedNumberStore } from '../../../../shared/callDirectory/table/blockedNumbers.ts';
import { callDirectoryStore, maxNumbers } from '../../../../shared/callDirectory/table/directoryStore.ts';
import { numbersStateKey } from '../../../../shared/platform/table/keys.ts';
import { CallKitLists } from '../../../support/callKitLists.ts';
import { type ManualClock, manualClock } from '../../../support/memory/manualClock.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTestTable = useTable();
let table: ReturnType<typeof openTestTable>;
let clock: ManualClock;
let store: CallDirectoryStore;
beforeEach(() => {
  table = openTestTable();
  clock = manualClock();
  store = callDirectoryStore(table, clock);
});

const set = (userId: string, number: string, entry: DirectoryEntry | undefined, territory = 'CN') =>
  store.set(userId, number, entry, territory);

const bank: DirectoryEntry = { label: 'Bank' };
const blocked: DirectoryEntry = { blocked: true };

async function read(userId: string, since?: string): Promise<DirectoryAnswer> {
  const answer = await readDirectory({ callDirectory: store, clock }, userId, since);
  if ('refusal' in answer) throw new Error(answer.detail);
  return answer;
}

/** A phone that stores its increments, as iOS does. */
class Phone {
  readonly lists = new CallKitLists();
  #cursor: string | undefined;

  async load(userId: string): Promise<DirectoryAnswer> {
    const answer = await read(userId, this.#cursor);
    this.lists.apply(answer, answer.incremental);
    this.#cursor = answer.cursor;
    return answer;
  }
}

describe('the call directory', () => {
  it('brings an occasional visitor to the list that a new phone gets', async () => {
    const numbers = fc.constantFrom('14155550100', '8613800138000', '8695588');
    const change = fc.tuple(numbers, fc.constantFrom(bank, blocked, { label: 'Spam' }, undefined));
    let userNumber = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(change, fc.constant('load' as const)), { maxLength: 12 }), async (steps) => {
        // Prepare
        userNumber += 1;
        const userId = `user-${userNumber}`;
        const phone = new Phone();

        // Act
        for (const step of steps) {
          if (step === 'load') await phone.load(userId);
          else await set(userId, ...step);
        }

        // Assess
        await phone.load(userId);
        const newPhone = new Phone();
        await newPhone.load(userId);
        expect(phone.lists.snapshot()).toEqual(newPhone.lists.snapshot());
      }),
      { numRuns: 25 },
    );
  });

  it('loses no concurrent change', async () => {
    // Prepare
    const phone = new Phone();
    await phone.load('alice');
    const numbers = Array.from({ length: 6 }, (_, index) => `861380013800${index}`);

    // Act
    await Promise.all(numbers.map((number) => set('alice', number, blocked)));

    // Assess
    const { blocking, incremental } = await phone.load('alice');
    expect({ incremental, add: blocking.add }).toEqual({ incremental: true, add: numbers });
  });

  it('delivers a change made during a full read once, in the next increment', async () => {
    // Prepare
    await set('alice', '8613800138000', bank);
    const phone = new Phone();
    const slow = { ...store };
    vi.spyOn(slow, 'entries').mockImplementation(async (userId) => {
      await set('alice', '8613800138000', undefined);
      await set('alice', '14155550100', blocked);
      return store.entries(userId);
    });
    const first = await readDirectory({ callDirectory: slow, clock }, 'alice', undefined);
    if ('refusal' in first) throw new Error(first.detail);
    phone.lists.apply(first, first.incremental);

    // Act
    const second = await read('alice', first.cursor);

    // Assess
    phone.lists.apply(second, second.incremental);
    expect(first.identification.add).toEqual([{ number: '8613800138000', label: 'Bank' }]);
    expect(phone.lists.snapshot()).toEqual({ blocked: ['14155550100'], labels: {} });
  });

  it('gives the whole list to a phone whose cursor is older than the stored changes', async () => {
    // Prepare
    await set('alice', '8613800138000', bank);
    const { cursor } = await read('alice');
    await set('alice', '8695588', bank);
    clock.advance(changesKeptDays * 24 * 60 * 60 * 1000);

    // Act
    const answer = await read('alice', cursor);

    // Assess
    expect(answer).toMatchObject({
      incremental: false,
      identification: {
        add: [
          { number: '8695588', label: 'Bank' },
          { number: '8613800138000', label: 'Bank' },
        ],
        remove: [],
      },
    });
  });

  it('gives the whole list of the new account after an account switch', async () => {
    // Prepare
    await set('alice', '8613800138000', bank);
    const { cursor } = await read('alice');
    await set('bob', '8695588', blocked);

    // Act
    const answer = await read('bob', cursor);

    // Assess
    expect(answer).toMatchObject({ incremental: false, blocking: { add: ['8695588'], remove: [] } });
  });

  it('refuses an invalid cursor', async () => {
    // Prepare
    const cursor = 'abc';

    // Act
    const answer = await readDirectory({ callDirectory: store, clock }, 'alice', cursor);

    // Assess
    expect(answer).toMatchObject({ refusal: 'unknown_cursor' });
  });

  it('writes nothing for an unchanged number, and deletes changes after a month', async () => {
    // Prepare
    await set('alice', '8613800138000', bank);
    const before = await allItems(table);

    // Act
    const written = await set('alice', '8613800138000', { ...bank });

    // Assess
    const after = await allItems(table);
    expect(written).toBe('unchanged');
    expect(after).toEqual(before);
    const ttls = after.flatMap((item) => (item['ttl'] === undefined ? [] : [item['ttl']]));
    expect(ttls).toEqual([Math.floor(clock.nowMs() / 1000) + (changesKeptDays + 1) * 24 * 60 * 60]);
  });

  it('accepts as many numbers as one answer can hold, and still changes and removes them at the limit', async () => {
    // Prepare
    await set('alice', '8613800138000', bank);
    const State = { ...numbersStateKey('alice'), version: 1, count: maxNumbers };
    await table.client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName: table.name, Item: State } }] }),
    );

    // Act
    const results = [
      await set('alice', '14155550100', bank),
      await set('alice', '8613800138000', blocked),
      await set('alice', '8613800138000', undefined),
      await set('alice', '14155550100', bank),
    ];

    // Assess
    expect(results).toEqual(['full', 'changed', 'changed', 'changed']);
  });

  it('finds users who block a number, not those who only name it', async () => {
    // Prepare
    await set('alice', '8613800138000', blocked);
    await set('bob', '8613800138000', bank);

    // Act
    const found = await blockedNumberStore(table).find(
      ['alice', 'bob', 'carol'].map((userId) => ({ userId, numbers: ['14155550100', '8613800138000'] })),
    );

    // Assess
    expect(found.map(({ blocks }) => blocks)).toEqual([true, false, false]);
  });

  it('answers for as many users as a call can ring', async () => {
    // Prepare
    const userIds = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    await set('user-49', '8613800138000', blocked);

    // Act
    const found = await blockedNumberStore(table).find(
      userIds.map((userId) => ({ userId, numbers: ['14155550100', '8613800138000', '8695588'] })),
    );

    // Assess
    expect(found.flatMap(({ blocks }, index) => (blocks ? [userIds[index]] : []))).toEqual(['user-49']);
  });

  it('keeps the territory that last read its numbers, without a change for the phones', async () => {
    // Prepare
    await set('alice', '8613800138000', blocked, 'HK');

    // Act
    const written = [
      await set('alice', '8613800138000', blocked, 'AU'),
      await set('alice', '8613800138000', blocked, 'HK'),
      await set('alice', '14155550100', undefined, 'US'),
    ];

    // Assess
    const [found] = await blockedNumberStore(table).find([{ userId: 'alice', numbers: [] }]);
    expect(found).toEqual({ blocks: false, territories: ['AU', 'HK'] });
    expect(written).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await store.version('alice')).toBe(1);
  });

  it('keeps only a few territories, so that calls to a user stay cheap', async () => {
    // Prepare
    const territories = ['AU', 'BR', 'CN', 'DE', 'EG', 'FR', 'GB', 'HK', 'IN', 'JP'];

    // Act
    for (const territory of territories) await set('alice', '8613800138000', blocked, territory);

    // Assess
    const [found] = await blockedNumberStore(table).find([{ userId: 'alice', numbers: [] }]);
    expect(found?.territories).toEqual(territories.slice(-8).reverse());
  });
});
