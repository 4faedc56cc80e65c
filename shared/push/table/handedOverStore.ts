import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, isoTime } from '../../platform/isoTime.ts';
import type { Clock } from '../../platform/ports.ts';
import { isMap, isNumber, isText, isTime, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, type StoredItem } from '../../platform/table/item.ts';
import { externalPushKey, type Key } from '../../platform/table/keys.ts';
import { isConditionFailure, isExpired, isWritten, type Table } from '../../platform/table/table.ts';
import type { HandedOverPush, HandedOverStore } from '../ports.ts';

/** How long an outcome may be reported. The last retry leaves within the hour. */
const keptSeconds = 24 * 60 * 60;

/** Free JSON and rules of the sender are stored as text: their depth is the caller's. */
interface HandedOverItem extends Key, Omit<HandedOverPush, 'token' | 'payload' | 'occasion'> {
  token: string;
  registeredAt: string;
  payloadJson: string;
  occasionJson?: string | undefined;
  ttl: number;
}

const shape = {
  wantedId: isText,
  userId: isText,
  deviceId: isText,
  appId: isText,
  token: isText,
  registeredAt: isTime,
  headers: isMap,
  payloadJson: isText,
  about: mapWith({ purpose: isText }),
  attempt: isNumber,
  known: orAbsent(mapWith({ attempt: isNumber, report: isMap, result: isMap })),
};

/** @throws UnreadableItem */
export function handedOverFromItem(item: StoredItem): HandedOverPush {
  const { token, registeredAt, payloadJson, occasionJson, ...push } = bodyOf<HandedOverItem>(
    item,
    'handed-over push',
    shape,
  );
  return {
    ...push,
    token: { token, environment: 'auto', state: 'unproven', registeredAtMs: epochMs(registeredAt) },
    payload: JSON.parse(payloadJson),
    ...(occasionJson !== undefined && { occasion: JSON.parse(occasionJson) }),
  };
}

/** Updates rather than puts, because functions that push may not put. */
export function handedOverStore({ client, name: TableName }: Table, clock: Clock): HandedOverStore {
  async function find(userId: string, wantedId: string): Promise<HandedOverPush | undefined> {
    const Key = externalPushKey(userId, wantedId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined || isExpired(Item, clock.nowMs()) ? undefined : handedOverFromItem(Item);
  }

  return {
    find,

    async begin(push) {
      const { token, payload, occasion, ...plain } = push;
      const values = {
        ...plain,
        token: token.token,
        registeredAt: isoTime(token.registeredAtMs),
        payloadJson: JSON.stringify(payload),
        ...(occasion && { occasionJson: JSON.stringify(occasion) }),
        ttl: Math.floor(clock.nowMs() / 1000) + keptSeconds,
      };
      const given = Object.entries(values);
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: externalPushKey(push.userId, push.wantedId),
            UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
            ConditionExpression: 'attribute_not_exists(#attempt) OR #attempt < :attempt',
            ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
            ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
          }),
        );
        return true;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const stored = await find(push.userId, push.wantedId);
        return stored?.attempt === push.attempt && stored.known?.attempt !== push.attempt;
      }
    },

    claim: ({ userId, wantedId }, known) =>
      isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: externalPushKey(userId, wantedId),
            UpdateExpression: 'SET known = :known',
            ConditionExpression: 'attempt = :attempt AND (attribute_not_exists(known) OR known.attempt < :attempt)',
            ExpressionAttributeValues: { ':known': known, ':attempt': known.attempt },
          }),
        ),
      ),

    finish: ({ userId, wantedId }, attempt) =>
      isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: externalPushKey(userId, wantedId),
            UpdateExpression: 'SET known.isDone = :yes',
            ConditionExpression: 'known.attempt = :attempt AND attribute_not_exists(known.isDone)',
            ExpressionAttributeValues: { ':yes': true, ':attempt': attempt },
          }),
        ),
      ),
  };
}
