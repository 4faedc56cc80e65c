import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallRecord, CallStore } from '../flows/callPorts.ts';
import type { Clock } from '../flows/ports.ts';
import type { CallDetails } from '../rules/voipPayload.ts';
import { callKey, type Key } from './keys.ts';
import { isConditionFailure, isExpired, type Table, ttlSeconds } from './table.ts';

interface CallItem extends Key, Omit<CallRecord, 'details'> {
  ttl: number;
  details: StoredDetails;
}

/**
 * DynamoDB's types are not JSON's: they nest 32 levels, and have no number beyond 38 digits. So what callers have made is
 * kept as the text that it is.
 */
interface StoredDetails extends CallDetails {
  /** JSON. Version 0.3.0 kept `ext` itself. */
  extJson?: string;
}

function storedDetails({ ext, ...details }: CallDetails): StoredDetails {
  return { ...details, ...(ext !== undefined && { extJson: JSON.stringify(ext) }) };
}

function detailsFrom({ extJson, ...details }: StoredDetails): CallDetails {
  return { ...details, ...(extJson !== undefined && { ext: JSON.parse(extJson) as unknown }) };
}

export function callFromItem(item: Record<string, unknown>): CallRecord {
  const { pk: _pk, sk: _sk, ttl: _ttl, details: stored, ...record } = item as unknown as CallItem;
  return { ...record, details: detailsFrom(stored) };
}

export function callStore({ client, name: TableName }: Table, clock: Clock): CallStore {
  return {
    async create(record) {
      const { callId, createdAtMs } = record.call;
      const Item: CallItem = {
        ...callKey(callId),
        ...record,
        details: storedDetails(record.details),
        ttl: ttlSeconds(createdAtMs),
      };
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
      if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
      return callFromItem(Item);
    },

    async replaceState(call, readVersion, events) {
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: callKey(call.callId),
            UpdateExpression: 'SET #call = :call, timeline = list_append(timeline, :events)',
            ConditionExpression: '#call.version = :readVersion',
            ExpressionAttributeNames: { '#call': 'call' },
            ExpressionAttributeValues: { ':call': call, ':readVersion': readVersion, ':events': events },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async recordRing(callId, { targets, events, tellsWhenStopped, repeatAlertsAtMs }) {
      const { Attributes = {} } = await client.send(
        new UpdateCommand({
          TableName,
          Key: callKey(callId),
          ...addition({ targets, timeline: events }, { tellsWhenStopped, repeatAlertsAtMs }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return callFromItem(Attributes);
    },

    async claimMissedAlerts(callId, userIds) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: callKey(callId),
          UpdateExpression: 'ADD missedAlerts :userIds',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':userIds': new Set(userIds) },
          ReturnValues: 'UPDATED_OLD',
        }),
      );
      const told = new Set((Attributes as Pick<CallRecord, 'missedAlerts'> | undefined)?.missedAlerts);
      return userIds.filter((userId) => !told.has(userId));
    },

    async releaseMissedAlerts(callId, userIds) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: callKey(callId),
          UpdateExpression: 'DELETE missedAlerts :userIds',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':userIds': new Set(userIds) },
        }),
      );
    },

    async note(callId, events, repeatAlertsAtMs) {
      await client.send(
        new UpdateCommand({ TableName, Key: callKey(callId), ...addition({ timeline: events }, { repeatAlertsAtMs }) }),
      );
    },
  };
}

/** An update of a call that there is: adds to lists, and sets what is given. */
function addition(lists: Record<string, readonly unknown[]>, values: Record<string, unknown>) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const added = Object.keys(lists).map((name) => `${name} = list_append(${name}, :${name})`);
  return {
    UpdateExpression: `SET ${[...added, ...given.map(([name]) => `${name} = :${name}`)].join(', ')}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: Object.fromEntries(
      [...Object.entries(lists), ...given].map(([name, value]) => [`:${name}`, value]),
    ),
  };
}
