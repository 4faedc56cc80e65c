/** Undoing the drop or quarantine of a token: see docs/decisions/0019. */
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../../platform/isoTime.ts';
import { deviceKey, tokenKey } from '../../platform/table/keys.ts';
import { isConditionFailure, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { TokenRepair } from '../rules/device.ts';
import { addRepair, repairValues, type SentToken, updateOfSentToken } from './sentToken.ts';
import { storedToken } from './storedDevice.ts';

/** `repair` records that it is restored. */
type GivenUpToken = SentToken & { repair: TokenRepair };

/** What the app has registered or removed since then stays unchanged. */
export async function restoreInTable(table: Table, token: GivenUpToken): Promise<void> {
  if (!(await endQuarantine(table, token))) await unlessConditionFails(() => putBack(table, token));
}

/** @returns false if the token is not there in quarantine. */
async function endQuarantine({ client, name }: Table, token: GivenUpToken): Promise<boolean> {
  const update = updateOfSentToken(name, token, { set: { 'tokens.#kind.#state': token.sent.state } });
  try {
    await client.send(
      new UpdateCommand({
        ...update,
        ConditionExpression: `${update.ConditionExpression} AND tokens.#kind.#state = :quarantined`,
        ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':quarantined': 'quarantined' },
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** The token and the note of its holder, if nobody has replaced either. */
async function putBack({ client, name: TableName }: Table, { device, kind, sent, repair }: GivenUpToken) {
  const { userId, deviceId, appId } = device;
  const Device = {
    TableName,
    Key: deviceKey(userId, deviceId),
    UpdateExpression: `SET tokens.#kind = :token, ${addRepair}`,
    ConditionExpression: 'registeredAt = :registeredAt AND attribute_not_exists(tokens.#kind)',
    ExpressionAttributeNames: { '#kind': kind },
    ExpressionAttributeValues: {
      ':token': storedToken(sent),
      ':registeredAt': isoTime(device.registeredAtMs),
      ...repairValues(repair),
    },
  };
  // An update rather than a put, because functions that push may not put.
  const Holder = {
    TableName,
    Key: tokenKey(appId, kind, sent.token),
    UpdateExpression: 'SET userId = :userId, deviceId = :deviceId',
    ConditionExpression: 'attribute_not_exists(pk)',
    ExpressionAttributeValues: { ':userId': userId, ':deviceId': deviceId },
  };
  await client.send(new TransactWriteCommand({ TransactItems: [{ Update: Device }, { Update: Holder }] }));
}
