import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { cachedFor } from '../../platform/table/cachedFor.ts';
import { isNumber, isText, listOf, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, type StoredItem } from '../../platform/table/item.ts';
import { type Key, webhookKey } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { ifConditionHolds, isWritten, type Table } from '../../platform/table/table.ts';
import type { WebhookStore } from '../ports.ts';
import type { Webhook } from '../rules/webhook.ts';

type WebhookItem = Key & Webhook;

const webhookShape = {
  webhookId: isText,
  url: isText,
  events: listOf(isText),
  secretVersion: isNumber,
  salt: isText,
  createdAtMs: isNumber,
  rotatedAtMs: orAbsent(isNumber),
  failingSinceMs: orAbsent(isNumber),
  disabledAtMs: orAbsent(isNumber),
};

/** @throws UnreadableItem */
const webhookFrom = (item: StoredItem): Webhook => bodyOf<WebhookItem>(item, 'webhook', webhookShape);

/** Webhooks are in one partition: a stage has few. @param keptSeconds how long `known` uses what it has read. */
export function webhookStore(table: Table, clock: Clock, keptSeconds?: number): WebhookStore {
  const { client, name: TableName } = table;

  async function list(): Promise<Webhook[]> {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': webhookKey('').pk },
    });
    return items.map(webhookFrom);
  }

  const kept = cachedFor(clock, list, keptSeconds);

  return {
    known: () => kept(''),
    list,

    async read(webhookId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: webhookKey(webhookId), ConsistentRead: true }),
      );
      return Item && webhookFrom(Item);
    },

    put: (webhook, seen) =>
      isWritten(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...webhookKey(webhook.webhookId), ...webhook },
            ...(seen === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'salt = :salt AND secretVersion = :version',
                  ExpressionAttributeValues: { ':salt': seen.salt, ':version': seen.secretVersion },
                }),
          }),
        ),
      ),

    async remove(webhookId) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName, Key: webhookKey(webhookId), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes !== undefined;
    },

    async noteFailure(webhookId, atMs) {
      const update = new UpdateCommand({
        TableName,
        Key: webhookKey(webhookId),
        UpdateExpression: 'SET failingSinceMs = if_not_exists(failingSinceMs, :at)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':at': atMs },
        ReturnValues: 'ALL_NEW',
      });
      return ifConditionHolds(async () => {
        const { Attributes = {} } = await client.send(update);
        return webhookFrom(Attributes).failingSinceMs;
      });
    },

    async noteSuccess(webhookId) {
      await isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: webhookKey(webhookId),
            UpdateExpression: 'REMOVE failingSinceMs',
            ConditionExpression: 'attribute_exists(pk)',
          }),
        ),
      );
    },

    async disable(webhookId, because, atMs) {
      await isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: webhookKey(webhookId),
            UpdateExpression: 'SET disabledAtMs = :at, disabledBecause = :because',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(disabledAtMs)',
            ExpressionAttributeValues: { ':at': atMs, ':because': because },
          }),
        ),
      );
    },
  };
}
