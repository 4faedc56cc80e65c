import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../platform/table/table.ts';
import { deleteAudienceRow } from './audienceRow.ts';
import { deleteHolder } from './deviceItem.ts';
import { onReach } from './onReach.ts';
import { type SentToken, tokenPath, updateOfSentToken } from './sentToken.ts';

/**
 * The token and the note of its holder are deleted together: in between, a registration would keep one without the
 * other. So is the row in the index of audiences, for an alert token.
 */
export async function forgetToken(table: Table, token: SentToken): Promise<void> {
  const { client, name: TableName } = table;
  const { device, kind } = token;
  const update = updateOfSentToken(TableName, token);
  update.remove(tokenPath(update, token));
  if (kind === 'alert') update.remove(update.path(device.deviceId, 'audienceMark'));
  const TransactItems = [
    { Update: update.build() },
    deleteHolder(TableName, device, kind),
    ...(kind === 'alert' ? deleteAudienceRow(TableName, device) : []),
  ];
  await onReach(table, device.userId, () => client.send(new TransactWriteCommand({ TransactItems })));
}
