/** Devices that lose something to a registration: their tokens, or their installation. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isSameDeviceId } from '../../platform/deviceId.ts';
import { deviceKey } from '../../platform/table/keys.ts';
import type { Table, TransactItem } from '../../platform/table/table.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { mayBeSamePhone } from '../rules/registration.ts';
import { deleteDevice, kindsOf, type TokenHolder, unchangedSince } from './deviceItem.ts';
import type { RegistrationState } from './registrationState.ts';
import { deviceFromItem, storedTokens } from './storedDevice.ts';

export function isHeldBy(holder: TokenHolder | undefined, { userId, deviceId }: Device): boolean {
  return holder?.userId === userId && holder.deviceId === deviceId;
}

export async function clearFormerHolders(
  table: Table,
  device: Device,
  { holders, installation }: RegistrationState,
): Promise<TransactItem[]> {
  const former = new Map<string, TokenHolder>();
  for (const holder of [...Object.values(holders), installation]) {
    if (holder !== undefined && !isHeldBy(holder, device)) former.set(nameOf(holder), holder);
  }
  const holdsTokens = new Set(Object.values(holders).map(nameOf));
  const items = await Promise.all(
    [...former].map(([name, holder]) => clearFormerHolder(table, device, holder, holdsTokens.has(name))),
  );
  return items.flat();
}

const nameOf = ({ userId, deviceId }: TokenHolder): string => `${userId}\n${deviceId}`;

/**
 * The device that held the tokens loses them. One without any left is removed: a token lives on one phone, so the phone
 * has changed hands, or its app was installed again. The same installation under another user is removed in any case,
 * or that user's calls would keep ringing on it.
 */
async function clearFormerHolder(
  table: Table,
  device: Device,
  { userId, deviceId }: TokenHolder,
  holdsTokens: boolean,
): Promise<TransactItem[]> {
  const Key = deviceKey(userId, deviceId);
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  // Removed since its note was read: there is nothing to delete, and the condition ensures that this stays so.
  if (Item === undefined) return [{ Delete: { TableName: table.name, Key, ...unchangedSince(undefined) } }];
  const former = deviceFromItem(Item);
  const isTaken = (kind: TokenKind) => former.tokens[kind]?.token === device.tokens[kind]?.token;
  const kept = kindsOf(former.tokens).filter((kind) => !isTaken(kind));
  const isInstallation = isSameDeviceId(deviceId, device.deviceId) && former.appId === device.appId;
  // The notes of the moved tokens are rewritten in this same transaction, so they are not deleted here.
  const gone = () => deleteDevice(table.name, former, kept);
  if (!holdsTokens) return isInstallation && mayBeSamePhone(former, device) ? gone() : [];
  // Also if it holds none of them any more: it must not take them back before they are noted as moved.
  return kept.length > 0 && !isInstallation ? [keepTokens(table.name, former, kept)] : gone();
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
        ':kept': storedTokens(Object.fromEntries(kinds.map((kind) => [kind, device.tokens[kind]]))),
      },
    },
  };
}
