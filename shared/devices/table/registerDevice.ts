/** Registering a device: its tokens move to it from their former holders, all in one transaction. */
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { spellingOfNew } from '../../platform/deviceId.ts';
import { deviceKey, installationKey } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import type { Table, TransactItem } from '../../platform/table/table.ts';
import { updateExpression } from '../../platform/table/updateExpression.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { type Registration, registerDevice } from '../rules/registration.ts';
import { deleteHolder, kindsOf, type TokenHolder, tokenHolderItem, unchangedSince } from './deviceItem.ts';
import { clearFormerHolders, isHeldBy } from './formerHolders.ts';
import { type Holders, readRegistrationState } from './registrationState.ts';
import { makeRoom } from './roomForDevice.ts';
import { registeredAttributes } from './storedDevice.ts';

type StoreDevice = { Update: NonNullable<TransactItem['Update']> };

export function registerInTable(
  table: Table,
  registration: Registration,
  nowMs: number,
): Promise<Device | 'other_app'> {
  return retryOnConflict(async () => {
    const state = await readRegistrationState(table, registration);
    const { previous, holders, installation } = state;
    if (previous !== undefined && previous.appId !== registration.appId) return 'other_app';
    const deviceId = previous?.deviceId ?? spellingOfNew(registration.deviceId);
    const device = registerDevice(previous, { ...registration, deviceId }, nowMs);
    const [cleared, givenWay] = await Promise.all([
      clearFormerHolders(table, device, state),
      makeRoom(table, device, state),
    ]);
    await write(table, storeDevice(table.name, previous, device), [
      ...withoutInstallation(device, [...cleared, ...givenWay]),
      ...releaseReplaced(table.name, previous, device),
      ...(isLeftTo(installation, cleared) ? [] : takeInstallation(table.name, device, installation)),
      ...takeTokens(table.name, previous, device, holders),
    ]);
    return device;
  });
}

/** An update rather than a put, so that a concurrent presence or missed report is not lost. */
function storeDevice(TableName: string, previous: Device | undefined, device: Device): StoreDevice {
  const update = updateExpression(registeredAttributes(device));
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

/**
 * Another user's device keeps the installation unless it no longer exists: a device with other tokens is on another
 * phone.
 */
function isLeftTo(former: TokenHolder | undefined, cleared: readonly TransactItem[]): boolean {
  if (former === undefined) return false;
  const { pk, sk } = deviceKey(former.userId, former.deviceId);
  return !cleared.some(({ Delete }) => Delete?.Key?.['pk'] === pk && Delete.Key['sk'] === sk);
}

/** Notes which device the installation belongs to now. */
function takeInstallation(TableName: string, device: Device, former: TokenHolder | undefined): TransactItem[] {
  const { userId, deviceId, appId } = device;
  return [
    { Put: { TableName, Item: { ...installationKey(appId, deviceId), userId, deviceId }, ...heldStillBy(former) } },
  ];
}

/** A former device on the same phone is deleted; the note of the installation stays, or is put again. */
function withoutInstallation({ appId, deviceId }: Device, items: readonly TransactItem[]): TransactItem[] {
  const { pk } = installationKey(appId, deviceId);
  return items.filter(({ Delete }) => Delete?.Key?.['pk'] !== pk);
}

function heldStillBy(holder: TokenHolder | undefined) {
  return holder === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'userId = :formerUser AND deviceId = :formerDevice',
        ExpressionAttributeValues: { ':formerUser': holder.userId, ':formerDevice': holder.deviceId },
      };
}

/** Notes that this device holds its tokens now, except where it already did. */
function takeTokens(TableName: string, previous: Device | undefined, device: Device, holders: Holders): TransactItem[] {
  const tokenOf = (of: Device | undefined, kind: TokenKind) => of?.tokens[kind]?.token;
  return kindsOf(device.tokens)
    .filter((kind) => !isHeldBy(holders[kind], device) || tokenOf(previous, kind) !== tokenOf(device, kind))
    .map((kind) => {
      const Item = tokenHolderItem(device, kind, tokenOf(device, kind) ?? '');
      return { Put: { TableName, Item, ...heldStillBy(holders[kind]) } };
    });
}

/** Tokens that this device held before and no longer does. */
function releaseReplaced(TableName: string, previous: Device | undefined, device: Device): TransactItem[] {
  if (previous === undefined) return [];
  return kindsOf(previous.tokens)
    .filter((kind) => previous.tokens[kind]?.token !== device.tokens[kind]?.token)
    .map((kind) => deleteHolder(TableName, previous, kind));
}

/** Registering the same again is the usual case, and a plain write costs half of a transaction. */
async function write({ client }: Table, device: StoreDevice, others: readonly TransactItem[]): Promise<void> {
  if (others.length === 0) await client.send(new UpdateCommand(device.Update));
  else await client.send(new TransactWriteCommand({ TransactItems: [device, ...oncePerItem(others)] }));
}

/**
 * A transaction may name an item only once. Notes that move are both deleted with the former device and put with the
 * new one: the last write counts. Two devices may also seem to hold one token if they were not read at the same time;
 * then one of them has changed since, so the transaction fails and everything is read again.
 */
function oncePerItem(items: readonly TransactItem[]): TransactItem[] {
  const nameOf = ({ Put, Update, Delete }: TransactItem) => {
    const { pk, sk } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? {};
    return `${pk}\n${sk}`;
  };
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}
