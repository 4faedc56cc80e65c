import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { reachFromItem } from '../../devices/table/reachItem.ts';
import { isList, isText, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf } from '../../platform/table/item.ts';
import { profileKey, reachKey } from '../../platform/table/keys.ts';
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
      const { Item: reach } = await client.send(new GetCommand({ TableName, Key: reachKey(userId) }));
      const { profile, isStored } = reachFromItem(userId, reach);
      if (profile !== undefined || isStored) return profileFromItem(profile ?? {});
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileKey(userId) }));
      return Item === undefined ? {} : profileFromItem(Item);
    },

    async replace(userId, profile) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: reachKey(userId),
          UpdateExpression: 'SET profile = :profile',
          ExpressionAttributeValues: { ':profile': profile },
        }),
      );
    },
  };
}
