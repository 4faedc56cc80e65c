import { lazily } from '../../platform/aws/lazily.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Table } from '../../platform/table/table.ts';
import type { FactStore } from '../ports.ts';

/** Loads the store when it is used: most requests need none. */
export function factsOnUse(table: Table, clock: Clock): FactStore {
  const store = lazily(async () => (await import('./factStore.ts')).factStore(table, clock));
  return {
    put: async (...facts) => (await store()).put(...facts),
    find: async (record) => (await store()).find(record),
  };
}
