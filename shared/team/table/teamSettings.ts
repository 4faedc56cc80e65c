/** A team's settings for its stage: policies, and the behaviour of its apps. Few items, read by many sends. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Policy } from '../../content/offlinePush.ts';
import type { Clock } from '../../platform/ports.ts';
import { cachedFor } from '../../platform/table/cachedFor.ts';
import { appSettingsKey, type Key, policyKey } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { AppStore, PolicyStore } from '../ports.ts';
import type { AppSettings } from '../rules/appSettings.ts';

/** @param keptSeconds how long `find` uses what it has read. */
export const policyStore = (table: Table, clock: Clock, keptSeconds?: number): PolicyStore =>
  settingsStore<Policy>(table, clock, policyKey, keptSeconds);

/** @param keptSeconds how long `find` uses what it has read. */
export const appStore = (table: Table, clock: Clock, keptSeconds?: number): AppStore =>
  settingsStore<AppSettings>(table, clock, appSettingsKey, keptSeconds);

function settingsStore<T extends object>(
  table: Table,
  clock: Clock,
  keyOf: (id: string) => Key,
  keptSeconds: number | undefined,
) {
  const { client, name: TableName } = table;
  /**
   * @param stored JSON, because a team's `ext` may contain what DynamoDB cannot store. Version 0.3.0 stored the
   *   settings themselves.
   */
  const settingsFrom = (stored: unknown) => (typeof stored === 'string' ? JSON.parse(stored) : stored) as T;

  async function read(id: string): Promise<T | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(id) }));
    return Item && settingsFrom(Item['settings']);
  }
  return {
    find: cachedFor(clock, read, keptSeconds),

    read,

    async put(id: string, settings: T) {
      await client.send(new PutCommand({ TableName, Item: { ...keyOf(id), id, settings: JSON.stringify(settings) } }));
    },

    async remove(id: string) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName, Key: keyOf(id), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes !== undefined;
    },

    async list() {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keyOf('').pk },
        ProjectionExpression: 'id',
      });
      return items.map(({ id }) => String(id));
    },
  };
}
