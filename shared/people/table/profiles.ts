import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { profileKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { ProfileStore } from '../ports.ts';
import type { Profile } from '../rules/recipient.ts';

export function profileStore({ client, name: TableName }: Table): ProfileStore {
  return {
    async find(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileKey(userId) }));
      if (Item === undefined) return {};
      const { pk: _pk, sk: _sk, ...profile } = Item;
      return profile as Profile;
    },

    async replace(userId, profile) {
      await client.send(new PutCommand({ TableName, Item: { ...profileKey(userId), ...profile } }));
    },
  };
}
