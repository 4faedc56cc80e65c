/** Registering a device: its tokens move to it from whoever held them, all in one transaction. */
import {
  BatchGetCommand,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Device, TokenKind } from '../rules/device.ts';
import { isSameDeviceId, spellingOfNew, spellingsOf } from '../rules/deviceId.ts';
import { type Registration, registerDevice } from '../rules/registration.ts';
import {
  deleteDevice,
  deleteHolder,
  deviceFromItem,
  kindsOf,
  type TokenHolder,
  tokenHolderItem,
  unchangedSince,
} from './deviceItem.ts';
import { deviceKey, type Key, tokenKey } from './keys.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import type { Table } from './table.ts';
import { updateExpression } from './updateExpression.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type StoreDevice = { Update: NonNullable<TransactItem['Update']> };

export function registerInTable(table: Table, registration: Registration, now: string): Promise<Device | 'other_app'> {
  return retryOnConflict(async () => {
    const { previous, holders } = await readState(table, registration);
    if (previous !== undefined && previous.appId !== registration.appId) return 'other_app';
    const deviceId = previous?.deviceId ?? spellingOfNew(registration.deviceId);
    const device = registerDevice(previous, { ...registration, deviceId }, now);
    await write(table, storeDevice(table.name, previous, device), [
      ...takeTokens(table.name, previous, device, holders),
      ...releaseReplaced(table.name, previous, device),
      ...(await clearFormerHolders(table, device, holders)),
    ]);
    return device;
  });
}

type Holders = Partial<Record<TokenKind, TokenHolder>>;

/** The device as it was, and who holds the tokens now: one request. */
async function readState(
  table: Table,
  registration: Registration,
): Promise<{ previous: Device | undefined; holders: Holders }> {
  const { userId, deviceId, appId, tokens } = registration;
  const deviceKeys = spellingsOf(deviceId).map((spelling) => deviceKey(userId, spelling));
  const kinds = Object.keys(tokens) as TokenKind[];
  const keyOf = (kind: TokenKind): Key => tokenKey(appId, kind, tokens[kind]?.token ?? '');
  const { Responses } = await table.client.send(
    new BatchGetCommand({
      RequestItems: { [table.name]: { Keys: [...deviceKeys, ...kinds.map(keyOf)], ConsistentRead: true } },
    }),
  );
  const items = Responses?.[table.name] ?? [];
  const itemOf = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  const previous = deviceKeys.map(itemOf).find((item) => item !== undefined);
  const holders: Holders = {};
  for (const kind of kinds) {
    const holder = itemOf(keyOf(kind));
    if (holder) holders[kind] = holder as unknown as TokenHolder;
  }
  return { previous: previous && deviceFromItem(previous), holders };
}

/** An update and not a put, so that a presence or a missed report that is written at the same moment is not lost. */
function storeDevice(TableName: string, previous: Device | undefined, device: Device): StoreDevice {
  const { presence: _presence, missedReports: _missed, missedReportAt: _at, ...others } = device;
  const { missedReportVersion: _version, reportsSettledUntil: _settled, ...attributes } = others;
  const update = updateExpression(attributes);
  const condition = unchangedSince(previous);
  return {
    Update: {
      TableName,
      Key: deviceKey(device.userId, device.deviceId),
      ...update,
      ...condition,
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...condition.ExpressionAttributeValues },
    },
  };
}

function holdsItself(holder: TokenHolder | undefined, device: Device): boolean {
  return holder?.userId === device.userId && holder.deviceId === device.deviceId;
}

/** Notes that this device holds its tokens now, except where it did and still does. */
function takeTokens(TableName: string, previous: Device | undefined, device: Device, holders: Holders): TransactItem[] {
  const tokenOf = (of: Device | undefined, kind: TokenKind) => of?.tokens[kind]?.token;
  return kindsOf(device.tokens)
    .filter((kind) => !holdsItself(holders[kind], device) || tokenOf(previous, kind) !== tokenOf(device, kind))
    .map((kind) => {
      const holder = holders[kind];
      return {
        Put: {
          TableName,
          Item: tokenHolderItem(device, kind, tokenOf(device, kind) ?? ''),
          ...(holder === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'userId = :formerUser AND deviceId = :formerDevice',
                ExpressionAttributeValues: { ':formerUser': holder.userId, ':formerDevice': holder.deviceId },
              }),
        },
      };
    });
}

/** Tokens that this device held before and does no longer. */
function releaseReplaced(TableName: string, previous: Device | undefined, device: Device): TransactItem[] {
  if (previous === undefined) return [];
  return kindsOf(previous.tokens)
    .filter((kind) => previous.tokens[kind]?.token !== device.tokens[kind]?.token)
    .map((kind) => deleteHolder(TableName, previous, kind));
}

/**
 * The devices that held the tokens lose them. One that has none left is gone: a token lives on one phone, so the phone
 * has changed hands, or its app was installed anew. The same installation under another user is gone in any case, or
 * that user's calls would go on ringing on it.
 */
async function clearFormerHolders(table: Table, device: Device, holders: Holders): Promise<TransactItem[]> {
  const formerHolders = new Map<string, TokenHolder>();
  for (const holder of Object.values(holders)) {
    if (!holdsItself(holder, device)) formerHolders.set(`${holder.userId}\n${holder.deviceId}`, holder);
  }
  const items = await Promise.all(
    [...formerHolders.values()].map(async ({ userId, deviceId }): Promise<TransactItem[]> => {
      const Key = deviceKey(userId, deviceId);
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
      // Gone since its note was read: there is nothing to delete, and the condition sees to it that this stays so.
      if (Item === undefined) return [{ Delete: { TableName: table.name, Key, ...unchangedSince(undefined) } }];
      const former = deviceFromItem(Item);
      const isTaken = (kind: TokenKind) => former.tokens[kind]?.token === device.tokens[kind]?.token;
      const kept = kindsOf(former.tokens).filter((kind) => !isTaken(kind));
      if (kept.length > 0 && !isSameDeviceId(deviceId, device.deviceId)) return [keepTokens(table.name, former, kept)];
      // The notes of the taken tokens are rewritten in this same transaction, so they are not deleted here.
      return deleteDevice(table.name, former, kept);
    }),
  );
  return items.flat();
}

function keepTokens(TableName: string, device: Device, kinds: readonly TokenKind[]): TransactItem {
  const { ConditionExpression, ExpressionAttributeValues } = unchangedSince(device);
  return {
    Update: {
      TableName,
      Key: deviceKey(device.userId, device.deviceId),
      UpdateExpression: 'SET tokens = :kept',
      ConditionExpression,
      ExpressionAttributeValues: {
        ...ExpressionAttributeValues,
        ':kept': Object.fromEntries(kinds.map((kind) => [kind, device.tokens[kind]])),
      },
    },
  };
}

/** Registering anew what is registered already is the usual case, and a plain write costs half of a transaction. */
async function write({ client }: Table, device: StoreDevice, others: readonly TransactItem[]): Promise<void> {
  if (others.length === 0) await client.send(new UpdateCommand(device.Update));
  else await client.send(new TransactWriteCommand({ TransactItems: [device, ...oncePerItem(others)] }));
}

/**
 * A transaction may name an item only once. Two devices seem to hold one token when they were not read at the same
 * moment; then one of them is no longer as it was read, so the transaction fails and all is read again.
 */
function oncePerItem(items: readonly TransactItem[]): TransactItem[] {
  const nameOf = ({ Put, Update, Delete }: TransactItem) => JSON.stringify(Put?.Item ?? Update?.Key ?? Delete?.Key);
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}
