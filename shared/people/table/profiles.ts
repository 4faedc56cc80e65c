import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isList, isText, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import { profileKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { ProfileStore } from '../ports.ts';
import type { Profile } from '../rules/recipient.ts';

const profileShape = {
  nickname: orAbsent(isText),
  locale: orAbsent(isText),
  timeZone: orAbsent(isText),
  doNotDisturb: orAbsent(mapWith({ windows: isList })),
};

/** @throws UnreadableItem */
export function profileFromItem(item: Record<string, unknown>): Profile {
  return bodyOf<Profile>(item, 'profile', profileShape);
}

export function profileStore({ client, name: TableName }: Table): ProfileStore {
  return {
    async find(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileKey(userId) }));
      return Item === undefined ? {} : profileFromItem(Item);
    },

    async replace(userId, profile) {
      await client.send(new PutCommand({ TableName, Item: { ...profileKey(userId), ...profile } }));
    },
  };
}
