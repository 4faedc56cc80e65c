import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DeviceReceipts, ReceiptStore } from '../flows/deliveryPorts.ts';
import type { Clock } from '../flows/ports.ts';
import type { ReceiptTimes } from '../rules/receipt.ts';
import { type Key, receiptKey } from './keys.ts';
import { type Table, ttlSeconds } from './table.ts';

interface ReceiptItem extends Key, ReceiptTimes {
  userId: string;
  deviceId: string;
  ttl: number;
}

export function receiptsFromItem(item: Record<string, unknown>): DeviceReceipts {
  const { pk: _pk, sk: _sk, ttl: _ttl, userId, deviceId, ...times } = item as unknown as ReceiptItem;
  return { userId, deviceId, times };
}

/** One item for each device: reporting a second time changes nothing. */
export function receiptStore({ client, name: TableName }: Table, clock: Clock): ReceiptStore {
  return {
    async add(messageId, { userId, deviceId, event, at }) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: receiptKey(messageId, userId, deviceId),
          UpdateExpression:
            'SET userId = :userId, deviceId = :deviceId, #event = if_not_exists(#event, :at), ' +
            '#ttl = if_not_exists(#ttl, :ttl)',
          ExpressionAttributeNames: { '#event': event, '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':userId': userId,
            ':deviceId': deviceId,
            ':at': at,
            ':ttl': ttlSeconds(clock.nowMs()),
          },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return Attributes?.[event] === undefined;
    },
  };
}
