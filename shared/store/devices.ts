import { DeleteCommand, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DeviceStore } from '../flows/ports.ts';
import type { Device, DeviceToken, TokenKind } from '../rules/device.ts';
import { deleteDevice, deleteHolder, deviceFromItem } from './deviceItem.ts';
import { deviceKey, devicePrefix, userPartition } from './keys.ts';
import { registerInTable } from './registerDevice.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { isConditionFailure, type Table } from './table.ts';

export function deviceStore(table: Table): DeviceStore {
  const { client, name: TableName } = table;

  async function find(userId: string, deviceId: string): Promise<Device | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: deviceKey(userId, deviceId), ConsistentRead: true }),
    );
    return Item && deviceFromItem(Item);
  }

  /** Changes a token while the device still holds the very one that was sent to; otherwise there is nothing to do. */
  async function updateSentToken(
    device: Device,
    kind: TokenKind,
    sent: DeviceToken,
    update: { UpdateExpression: string; ExpressionAttributeNames?: object; ExpressionAttributeValues?: object },
  ): Promise<boolean> {
    try {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: deviceKey(device.userId, device.deviceId),
          UpdateExpression: update.UpdateExpression,
          ConditionExpression: 'tokens.#kind.#token = :sent AND tokens.#kind.registeredAt = :sentRegisteredAt',
          ExpressionAttributeNames: { '#kind': kind, '#token': 'token', ...update.ExpressionAttributeNames },
          ExpressionAttributeValues: {
            ':sent': sent.token,
            ':sentRegisteredAt': sent.registeredAt,
            ...update.ExpressionAttributeValues,
          },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  async function dropToken(device: Device, kind: TokenKind, sent: DeviceToken): Promise<void> {
    const dropped = await updateSentToken(device, kind, sent, { UpdateExpression: 'REMOVE tokens.#kind' });
    if (!dropped) return;
    try {
      await client.send(new DeleteCommand(deleteHolder(TableName, device, kind).Delete));
    } catch (error) {
      // Another device has taken the token in between: the note is that device's now.
      if (!isConditionFailure(error)) throw error;
    }
  }

  return {
    find,
    dropToken,
    register: (registration, now) => registerInTable(table, registration, now),

    async list(userId) {
      const devices: Device[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': userPartition(userId), ':prefix': devicePrefix },
            ConsistentRead: true,
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          }),
        );
        devices.push(...(page.Items ?? []).map(deviceFromItem));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return devices;
    },

    remove: (userId, deviceId) =>
      retryOnConflict(async () => {
        const device = await find(userId, deviceId);
        if (device === undefined) return false;
        await client.send(new TransactWriteCommand({ TransactItems: deleteDevice(TableName, device) }));
        return true;
      }),

    async removeToken(userId, deviceId, kind) {
      const device = await find(userId, deviceId);
      const token = device?.tokens[kind];
      if (device !== undefined && token !== undefined) await dropToken(device, kind, token);
      return device !== undefined;
    },

    async setPresence(userId, deviceId, presence) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: deviceKey(userId, deviceId),
            UpdateExpression: 'SET presence = :presence',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':presence': presence },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes && deviceFromItem(Attributes);
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },

    async markToken(device, kind, sent, mark) {
      await updateSentToken(device, kind, sent, {
        UpdateExpression:
          mark.state === 'proven'
            ? 'SET tokens.#kind.#state = :state, tokens.#kind.environment = :environment'
            : 'SET tokens.#kind.#state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues:
          mark.state === 'proven'
            ? { ':state': mark.state, ':environment': mark.environment }
            : { ':state': mark.state },
      });
    },
  };
}
