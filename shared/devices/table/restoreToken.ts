/** Undoing the drop or quarantine of a token: see docs/decisions/0019. */
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../../platform/isoTime.ts';
import { tokenKey } from '../../platform/table/keys.ts';
import { isWritten, type Table, unlessConditionFails } from '../../platform/table/table.ts';
import type { TokenRepair } from '../rules/device.ts';
import { onReach } from './onReach.ts';
import { reachUpdate } from './reachUpdate.ts';
import { addRepair, type SentToken, tokenPath, updateOfSentToken } from './sentToken.ts';
import { storedToken } from './storedDevice.ts';

/** `repair` records that it is restored. */
type GivenUpToken = SentToken & { repair: TokenRepair };

/** What the app has registered or removed since then stays unchanged. */
export async function restoreInTable(table: Table, token: GivenUpToken): Promise<void> {
  if (!(await endQuarantine(table, token))) await unlessConditionFails(() => putBack(table, token));
}

/** @returns false if the token is not there in quarantine. */
async function endQuarantine(table: Table, token: GivenUpToken): Promise<boolean> {
  const update = updateOfSentToken(table.name, token);
  const state = tokenPath(update, token, 'state');
  update.when(`${state} = ${update.value('quarantined')}`);
  update.set(state, token.sent.state);
  return isWritten(() =>
    onReach(table, token.device.userId, () => table.client.send(new UpdateCommand(update.build()))),
  );
}

/** The token and the note of its holder, if nobody has replaced either. */
async function putBack({ client, name: TableName }: Table, token: GivenUpToken) {
  const { device, kind, sent } = token;
  const { userId, deviceId, appId } = device;
  const update = reachUpdate(TableName, userId);
  update.when(`${update.path(deviceId, 'registeredAt')} = ${update.value(isoTime(device.registeredAtMs))}`);
  update.when(`attribute_not_exists(${tokenPath(update, token)})`);
  update.set(tokenPath(update, token), storedToken(sent));
  addRepair(update, token);
  // An update rather than a put, because functions that push may not put.
  const Holder = {
    TableName,
    Key: tokenKey(appId, kind, sent.token),
    UpdateExpression: 'SET userId = :userId, deviceId = :deviceId',
    ConditionExpression: 'attribute_not_exists(pk)',
    ExpressionAttributeValues: { ':userId': userId, ':deviceId': deviceId },
  };
  await client.send(new TransactWriteCommand({ TransactItems: [{ Update: update.build() }, { Update: Holder }] }));
}
