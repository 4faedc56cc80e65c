import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { maxDevices } from '../../devices/rules/deviceLimit.ts';
import type { Clock } from '../../platform/ports.ts';
import { timeOfAnyLength } from '../../platform/reportedTime.ts';
import { isText } from '../../platform/table/checks.ts';
import { itemAs, type StoredItem } from '../../platform/table/item.ts';
import {
  type Key,
  receiptKey,
  receiptShardKey,
  receiptShardPartition,
  receiptShards,
} from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { isConditionFailure, type Table, ttlSeconds } from '../../platform/table/table.ts';
import { type ReceiptEvent, type ReceiptTimes, receiptEvents } from '../../push/rules/receipt.ts';
import type { ReceiptStore } from '../ports.ts';
import type { DeviceReceipts } from '../rules/record.ts';

/** Reports of a user's devices about a message: for each device and event an attribute, named `shown#<deviceId>`. */
interface ReceiptItem extends Key {
  userId: string;
  deviceIds: Set<string>;
  ttl: number;
  [reported: `${ReceiptEvent}#${string}`]: string;
}

/** Until 0.3.0: of one device. */
interface DeviceReceiptItem extends Key, ReceiptTimes {
  userId: string;
  deviceId: string;
}

/** Receipts of a message to many, from all shards concurrently. */
export async function readReceiptShards(table: Table, messageId: string): Promise<Record<string, unknown>[]> {
  const shards = Array.from({ length: receiptShards }, (_, shard) =>
    queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': receiptShardPartition(messageId, shard) },
      ConsistentRead: true,
    }),
  );
  return (await Promise.all(shards)).flat();
}

type Reporters = Pick<ReceiptItem, 'userId' | 'deviceIds'>;
const reportersShape = { userId: isText, deviceIds: (value: unknown) => value instanceof Set };
const deviceShape = { userId: isText, deviceId: isText };

/** @param items in the order of their keys: those of 0.3.0 come last. */
export function receiptsFromItems(items: readonly Record<string, unknown>[]): DeviceReceipts[] {
  const receipts = new Map<string, DeviceReceipts>();
  for (const item of items) {
    for (const receipt of receiptsFromItem(item)) {
      const name = `${receipt.deviceId}#${receipt.userId}`;
      const times = { ...receipts.get(name)?.times, ...receipt.times };
      receipts.set(name, { ...receipt, times });
    }
  }
  return [...receipts.values()];
}

function receiptsFromItem(item: StoredItem): DeviceReceipts[] {
  if ('deviceId' in item) {
    const { userId, deviceId, delivered, shown, tapped } = itemAs<DeviceReceiptItem>(item, 'receipt', deviceShape);
    const times = Object.entries(definedTimes({ delivered, shown, tapped }));
    return [{ userId, deviceId, times: Object.fromEntries(times.map(([event, at]) => [event, timeOfAnyLength(at)])) }];
  }
  const { userId, deviceIds } = itemAs<Reporters>(item, 'receipt', reportersShape);
  return [...deviceIds].map((deviceId) => {
    const times: ReceiptTimes = {};
    for (const event of receiptEvents) {
      const at = item[`${event}#${deviceId}`];
      if (typeof at === 'string') times[event] = at;
    }
    return { userId, deviceId, times };
  });
}

function definedTimes(times: { [E in ReceiptEvent]?: string | undefined }): ReceiptTimes {
  return Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined));
}

/** One item for each user and message, of bounded size, whatever devices come and go. Reporting again changes nothing. */
export function receiptStore({ client, name: TableName }: Table, clock: Clock): ReceiptStore {
  return {
    async add(message, { userId, deviceId, event, at }) {
      const keyOf = message.isToMany ? receiptShardKey : receiptKey;
      const attribute = `${event}#${deviceId}`;
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(message.messageId, userId),
            UpdateExpression:
              'SET userId = :userId, #event = if_not_exists(#event, :at), #ttl = if_not_exists(#ttl, :ttl) ' +
              'ADD deviceIds :device',
            ConditionExpression:
              'attribute_not_exists(deviceIds) OR contains(deviceIds, :deviceId) OR size(deviceIds) < :most',
            ExpressionAttributeNames: { '#event': attribute, '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':userId': userId,
              ':device': new Set([deviceId]),
              ':deviceId': deviceId,
              ':most': maxDevices,
              ':at': at,
              ':ttl': ttlSeconds(clock.nowMs()),
            },
            ReturnValues: 'ALL_OLD',
          }),
        );
        return Attributes?.[attribute] === undefined ? 'new' : 'known';
      } catch (error) {
        if (isConditionFailure(error)) return 'too_many';
        throw error;
      }
    },
  };
}
