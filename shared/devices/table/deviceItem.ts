/** Notes of what a device holds: its tokens, and its installation of an app. */
import { isText } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { installationKey, type Key, tokenKey } from '../../platform/table/keys.ts';
import type { TransactItem } from '../../platform/table/table.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { deleteAudienceRow } from './audienceRow.ts';

/** Holder of a token, or of an installation. */
export interface TokenHolder {
  userId: string;
  deviceId: string;
}

export function holderFromItem(item: Record<string, unknown>): TokenHolder {
  return itemAs<TokenHolder>(item, 'token holder', { userId: isText, deviceId: isText });
}

export function tokenHolderItem(device: Device, kind: TokenKind, token: string): Key & TokenHolder {
  return { ...tokenKey(device.appId, kind, token), userId: device.userId, deviceId: device.deviceId };
}

export function kindsOf(tokens: Device['tokens']): TokenKind[] {
  return Object.keys(tokens) as TokenKind[];
}

/** Deletes the note that this device holds this token. Goes with a write of the device, in one transaction. */
export function deleteHolder(TableName: string, device: Device, kind: TokenKind) {
  const token = device.tokens[kind]?.token ?? '';
  return {
    Delete: {
      TableName,
      Key: tokenKey(device.appId, kind, token),
      // A missing note is not a reason to fail. Another one means that the device has changed since it was read.
      ConditionExpression: 'attribute_not_exists(pk) OR (userId = :holderUser AND deviceId = :holderDevice)',
      ExpressionAttributeValues: { ':holderUser': device.userId, ':holderDevice': device.deviceId },
    },
  };
}

/**
 * Deletes the notes of what a removed device holds and its row in the index of audiences, in one transaction with its
 * removal. The note of its installation
 * is deleted without a condition: if two users have chosen the same ID, the other's next registration writes it again.
 * @param kinds whose notes are deleted too.
 */
export function deleteNotes(TableName: string, device: Device, kinds: readonly TokenKind[]): TransactItem[] {
  return [
    { Delete: { TableName, Key: installationKey(device.appId, device.deviceId) } },
    ...deleteAudienceRow(TableName, device),
    ...kinds.map((kind) => deleteHolder(TableName, device, kind)),
  ];
}
