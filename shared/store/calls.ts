import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallRecord, CallStore, Clock } from '../flows/ports.ts';
import { callKey, type Key } from './keys.ts';
import { isConditionFailure, isExpired, type Table, ttlSeconds } from './table.ts';

interface CallItem extends Key, CallRecord {
  ttl: number;
}

export function callStore({ client, name: TableName }: Table, clock: Clock): CallStore {
  return {
    async create(record) {
      const { callId, createdAtMs } = record.call;
      const Item: CallItem = { ...callKey(callId), ...record, ttl: ttlSeconds(createdAtMs) };
      try {
        await client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async find(callId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: callKey(callId), ConsistentRead: true }));
      const item = Item as CallItem | undefined;
      if (item === undefined || isExpired(item, clock.nowMs())) return undefined;
      const { pk: _pk, sk: _sk, ttl: _ttl, ...record } = item;
      return record;
    },

    async replaceState(call, readVersion) {
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: callKey(call.callId),
            UpdateExpression: 'SET #call = :call',
            ConditionExpression: '#call.version = :readVersion',
            ExpressionAttributeNames: { '#call': 'call' },
            ExpressionAttributeValues: { ':call': call, ':readVersion': readVersion },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async recordTargets(callId, targets) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: callKey(callId),
          UpdateExpression: 'SET targets = :targets',
          ExpressionAttributeValues: { ':targets': targets },
        }),
      );
    },
  };
}
