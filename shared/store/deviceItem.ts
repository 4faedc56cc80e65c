/** A device as an item of the table. */
import type { Device, TokenKind } from '../rules/device.ts';
import { deviceKey, type Key, tokenKey } from './keys.ts';

export type DeviceItem = Key & Device;

export function deviceFromItem(item: Record<string, unknown>): Device {
  const { pk: _pk, sk: _sk, ...device } = item as unknown as DeviceItem;
  return device;
}

/** Who holds a token. */
export interface TokenHolder {
  userId: string;
  deviceId: string;
}

export function tokenHolderItem(device: Device, kind: TokenKind, token: string): Key & TokenHolder {
  return { ...tokenKey(device.appId, kind, token), userId: device.userId, deviceId: device.deviceId };
}

export function kindsOf(tokens: Device['tokens']): TokenKind[] {
  return Object.keys(tokens) as TokenKind[];
}

/** A condition: the item is still the registration that was read (or there still is none). */
export function unchangedSince(read: Device | undefined) {
  return read === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)', ExpressionAttributeValues: undefined }
    : {
        ConditionExpression: 'registeredAt = :readRegisteredAt',
        ExpressionAttributeValues: { ':readRegisteredAt': read.registeredAt },
      };
}

/** Deletes the note that this device holds this token, if it still says so. */
export function deleteHolder(TableName: string, device: Device, kind: TokenKind) {
  const token = device.tokens[kind]?.token ?? '';
  return {
    Delete: {
      TableName,
      Key: tokenKey(device.appId, kind, token),
      // A holder that is another one by now, or none, is not ours to delete and no reason to fail.
      ConditionExpression: 'attribute_not_exists(pk) OR (userId = :holderUser AND deviceId = :holderDevice)',
      ExpressionAttributeValues: { ':holderUser': device.userId, ':holderDevice': device.deviceId },
    },
  };
}

/** Deletes a device and what it holds. */
export function deleteDevice(TableName: string, device: Device) {
  return [
    { Delete: { TableName, Key: deviceKey(device.userId, device.deviceId), ...unchangedSince(device) } },
    ...kindsOf(device.tokens).map((kind) => deleteHolder(TableName, device, kind)),
  ];
}
