import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { KeyRecord } from '../keyRecord.ts';
import type { Clock, IdempotencyStore } from '../ports.ts';
import { isNumber, isText, orAbsent } from './checks.ts';
import { bodyOf } from './item.ts';
import { idempotencyKey, type Key } from './keys.ts';
import { isExpired, isWritten, type Table } from './table.ts';

interface KeyItem extends Key, KeyRecord {
  /** Epoch seconds. */
  ttl: number;
}

const keyShape = { bodyHash: isText, resultId: isText, runsUntilMs: isNumber, answer: orAbsent(isText) };

/** Longer than any client keeps retrying. */
const keptSeconds = 24 * 60 * 60;
/** A key that another request has freed can be claimed in the next round. */
const rounds = 5;

export function idempotencyStore({ client, name: TableName }: Table, clock: Clock): IdempotencyStore {
  async function find(scope: readonly string[]): Promise<KeyRecord | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: idempotencyKey(scope), ConsistentRead: true }));
    if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
    return bodyOf<KeyItem>(Item, 'idempotency key', keyShape);
  }

  async function put(scope: readonly string[], record: KeyRecord): Promise<boolean> {
    const nowSeconds = Math.floor(clock.nowMs() / 1000);
    const Item: KeyItem = { ...idempotencyKey(scope), ...record, ttl: nowSeconds + keptSeconds };
    return isWritten(() =>
      client.send(
        new PutCommand({
          TableName,
          Item,
          // The SDK may have repeated the same request, if the first answer was lost.
          ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :nowSeconds OR resultId = :resultId',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':nowSeconds': nowSeconds, ':resultId': record.resultId },
        }),
      ),
    );
  }

  /** Changes an existing record. */
  async function change(scope: readonly string[], UpdateExpression: string, values: object, condition: string) {
    return isWritten(() =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: idempotencyKey(scope),
          UpdateExpression,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ...values },
        }),
      ),
    );
  }

  return {
    async claim(scope, record) {
      for (let round = 0; round < rounds; round += 1) {
        if (await put(scope, record)) return undefined;
        const known = await find(scope);
        if (known !== undefined) return known;
      }
      throw new Error('the idempotency key appeared and vanished on every try');
    },

    takeOver: (scope, { runsUntilMs }, untilMs) =>
      change(
        scope,
        'SET runsUntilMs = :untilMs',
        { ':untilMs': untilMs, ':runsUntilMs': runsUntilMs },
        'runsUntilMs = :runsUntilMs AND attribute_not_exists(answer)',
      ),

    async finish(scope, answer) {
      await change(scope, 'SET answer = :answer', { ':answer': answer }, 'attribute_exists(pk)');
    },

    async free(scope) {
      await client.send(new DeleteCommand({ TableName, Key: idempotencyKey(scope) }));
    },

    async abandon(scope) {
      await change(scope, 'SET runsUntilMs = :past', { ':past': 0 }, 'attribute_exists(pk)');
    },
  };
}
