/**
 * The index of audiences: a row for each device that gets alerts, by app, with all that a broadcast needs, so that it
 * reads no users. It holds no presence, which changes far more often than anything in it. See docs/decisions/0092.
 */
import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isMap, isText, listOf, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { audienceKey, type Key } from '../../platform/table/keys.ts';
import { type Table, type TransactItem, unlessConditionFails } from '../../platform/table/table.ts';
import type { AudienceUser } from '../rules/audienceFacts.ts';
import { type AudienceRow, audienceRow } from '../rules/audienceRow.ts';
import type { Device } from '../rules/device.ts';

type AudienceItem = Key & AudienceRow;

const rowShape = {
  userId: isText,
  deviceId: isText,
  token: isText,
  environment: isText,
  profile: orAbsent(isMap),
  tags: orAbsent(listOf(isText)),
};

/** @throws UnreadableItem */
export function audienceRowFromItem(item: Record<string, unknown>): AudienceRow {
  return itemAs<AudienceItem>(item, 'audience', rowShape);
}

/** Another one makes every device write its row again at its next registration. */
const version = 1;

/** @returns mark of the row that the device should have; undefined: none. It is kept with the device. */
export function audienceMark(device: Device, { profile, tagged }: AudienceUser): string | undefined {
  const row = audienceRow(device, profile, []);
  if (row === undefined) return undefined;
  const { token, environment, locale, timeZone, profile: facts } = row;
  return shortHash([version, token, environment, locale, timeZone, facts, tagged]);
}

export function putAudienceRow(TableName: string, appId: string, row: AudienceRow): TransactItem {
  return { Put: { TableName, Item: { ...audienceKey(appId, row.userId, row.deviceId), ...row } } };
}

/** For a transaction with the removal of the device, or of its alert token. Empty for a device without a row. */
export function deleteAudienceRow(TableName: string, device: Device): TransactItem[] {
  if (device.audienceMark === undefined) return [];
  return [{ Delete: { TableName, Key: audienceKey(device.appId, device.userId, device.deviceId) } }];
}

/**
 * After a change of the user's profile or tags. A row that is gone stays gone. If this fails halfway, the next
 * registration of each device writes its row: its mark no longer fits.
 */
export async function changeAudienceRows(
  { client, name: TableName }: Table,
  devices: readonly Device[],
  name: 'profile' | 'tags',
  value: unknown,
): Promise<void> {
  const indexed = devices.filter(({ audienceMark: mark }) => mark !== undefined);
  await Promise.all(
    indexed.map(({ appId, userId, deviceId }) =>
      unlessConditionFails(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: audienceKey(appId, userId, deviceId),
            UpdateExpression: value === undefined ? 'REMOVE #name' : 'SET #name = :value',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: { '#name': name },
            ...(value !== undefined && { ExpressionAttributeValues: { ':value': value } }),
          }),
        ),
      ),
    ),
  );
}

/** Hash of JSON with sorted members, because DynamoDB returns those of a map in any order. */
export function shortHash(value: unknown): string {
  const json = JSON.stringify(value, (_, member: unknown) =>
    isMap(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
  return createHash('sha256').update(json).digest('base64url').slice(0, 11);
}
