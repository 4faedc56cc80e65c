/** Moves what 0.3.0 has stored of a user into the one item, before something is written there. */
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { system } from '../../platform/aws/system.ts';
import { inBatches } from '../../platform/inBatches.ts';
import {
  blockPrefix,
  conversationPrefix,
  devicePrefix,
  profileKey,
  reachKey,
  userPartition,
} from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { type Table, type TransactItem, unlessConditionFails } from '../../platform/table/table.ts';
import type { Device } from '../rules/device.ts';
import { devicesInUse } from '../rules/deviceLimit.ts';
import { inReach, reachFromItem } from './reachItem.ts';
import { deviceFromItem } from './storedDevice.ts';

type Item = Record<string, unknown>;

/** Longer than a deployment lasts, so that functions of 0.3.0 that still run find what they know. */
const keptDays = 7;
/** A transaction has room for a hundred. */
const itemsInTransaction = 90;

/**
 * Concurrent callers are fine: one of them moves, and the others find it done.
 * @returns the devices beyond the limit, which are left behind; undefined if all is moved already.
 * @throws if another function was faster, or something has changed since it was read.
 */
export async function migrateReach(table: Table, userId: string): Promise<{ surplus: Device[] } | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': userPartition(userId) },
    ConsistentRead: true,
  });
  const { sk: reachSort } = reachKey(userId);
  if (
    reachFromItem(
      userId,
      items.find(({ sk }) => sk === reachSort),
    ).isStored
  )
    return undefined;
  const stored = startingWith(items, devicePrefix).filter(isReadable);
  const devices = stored.map(deviceFromItem);
  const kept = new Set(devicesInUse(devices).map(({ deviceId }) => deviceId));
  const isKept = ({ deviceId }: Item) => kept.has(String(deviceId));
  const profile = items.find(({ sk }) => sk === profileKey(userId).sk);
  const expiring = [...stored.filter(isKept), ...(profile ? [profile] : []), ...stored.filter((item) => !isKept(item))];
  const ttl = Math.floor(system.clock.nowMs() / 1000) + keptDays * 24 * 60 * 60;
  const [first = [], ...others] = inBatches(expiring, itemsInTransaction);
  const Update = {
    TableName: table.name,
    Key: reachKey(userId),
    UpdateExpression: [
      'SET devices = :devices, blocks = if_not_exists(blocks, :blocks)',
      'conversations = if_not_exists(conversations, :conversations)',
      ...(profile ? ['profile = if_not_exists(profile, :profile)'] : []),
    ].join(', '),
    ConditionExpression: 'attribute_not_exists(devices)',
    ExpressionAttributeValues: {
      ':devices': Object.fromEntries(stored.filter(isKept).map((item) => [item['deviceId'], inReach(item)])),
      ':blocks': startingWith(items, blockPrefix).length,
      ':conversations': startingWith(items, conversationPrefix).length,
      ...(profile && { ':profile': inReach(profile) }),
    },
  };
  const write = () =>
    first.length === 0
      ? table.client.send(new UpdateCommand(Update))
      : table.client.send(
          new TransactWriteCommand({ TransactItems: [{ Update }, ...first.map((item) => expire(table, item, ttl))] }),
        );
  await write();
  for (const batch of others) {
    const TransactItems = batch.map((item) => expire(table, item, ttl));
    await unlessConditionFails(() => table.client.send(new TransactWriteCommand({ TransactItems })));
  }
  return { surplus: devices.filter(({ deviceId }) => !kept.has(deviceId)) };
}

/** A malformed device gets no pushes; its app registers it again. It must not keep the others from moving. */
function isReadable(item: Item): boolean {
  try {
    return deviceFromItem(item) !== undefined;
  } catch {
    return false;
  }
}

function startingWith(items: readonly Item[], prefix: string): Item[] {
  return items.filter(({ sk }) => String(sk).startsWith(prefix));
}

/** The item as it was read: a function of 0.3.0 may change it until then. */
function expire({ name: TableName }: Table, { pk, sk, tokens }: Item, ttl: number): TransactItem {
  return {
    Update: {
      TableName,
      Key: { pk, sk },
      UpdateExpression: 'SET #ttl = :ttl',
      ConditionExpression: tokens === undefined ? 'attribute_exists(pk)' : 'tokens = :tokens',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':ttl': ttl, ...(tokens !== undefined && { ':tokens': tokens }) },
    },
  };
}
