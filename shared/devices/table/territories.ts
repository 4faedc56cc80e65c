import type { Table } from '../../platform/table/table.ts';
import { homeTerritory } from '../rules/homeTerritory.ts';
import { readReach } from './readReach.ts';

export async function readTerritory(table: Table, userId: string): Promise<string | undefined> {
  return homeTerritory((await readReach(table, userId)).devices);
}
