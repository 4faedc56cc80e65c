import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { bodyOf } from '../../platform/table/item.ts';
import { profileKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { ProfileStore } from '../ports.ts';
import type { Profile } from '../rules/recipient.ts';

export function profileStore({ client, name: TableName }: Table): ProfileStore {
  return {
    async find(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileKey(userId) }));
      return Item === undefined ? {} : bodyOf<Profile>(Item);
    },

    async replace(userId, profile) {
      await client.send(new PutCommand({ TableName, Item: { ...profileKey(userId), ...profile } }));
    },
  };
}
