import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { profileFacts } from '../../devices/rules/audienceFacts.ts';
import { changeAudienceRows, shortHash } from '../../devices/table/audienceRow.ts';
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

export function profileStore(table: Table): ProfileStore {
  const { client, name: TableName } = table;
  return {
    async find(userId) {
      const { Item: reach } = await client.send(new GetCommand({ TableName, Key: reachKey(userId) }));
      const { profile, isStored } = reachFromItem(userId, reach);
      if (profile !== undefined || isStored) return profileFromItem(profile ?? {});
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileKey(userId) }));
      return Item === undefined ? {} : profileFromItem(Item);
    },

    async replace(userId, profile) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: reachKey(userId),
          UpdateExpression: 'SET profile = :profile',
          ExpressionAttributeValues: { ':profile': profile },
          ReturnValues: 'ALL_OLD',
        }),
      );
      const before = reachFromItem(userId, Attributes);
      const [former, facts] = [before.profile, { ...profile }].map(profileFacts);
      if (shortHash([former]) === shortHash([facts])) return;
      await changeAudienceRows(table, before.devices, 'profile', facts);
    },
  };
}
