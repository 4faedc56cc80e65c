import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { isFlag, isNumber, isText, mapOf, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import { callActivityKey } from '../../platform/table/keys.ts';
import { isWritten, type Table, ttlSeconds } from '../../platform/table/table.ts';
import type { CallActivityStore } from '../ports.ts';
import type { CallChannel, ShownContent } from '../rules/callActivity.ts';

interface ActivityItem extends ShownContent {
  /** By app and environment. */
  channels?: Record<string, CallChannel> | undefined;
}

const shape = {
  version: isNumber,
  content: isText,
  timestamp: isNumber,
  isPublished: isFlag,
  leaseUntilMs: isNumber,
  channels: orAbsent(mapOf(mapWith({ appId: isText, environment: isText, channelId: isText }))),
};

const placeOf = ({ appId, environment }: CallChannel): string => `${environment} ${appId}`;

/** One small item beside the call. */
export function callActivityStore({ client, name: TableName }: Table, clock: Clock): CallActivityStore {
  const shown = ['version', 'content', 'timestamp', 'isPublished', 'leaseUntilMs'] as const;

  return {
    async find(callId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: callActivityKey(callId), ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const { channels = {}, ...others } = itemAs<ActivityItem>(Item, 'call activity', shape);
      const { version, content, timestamp, isPublished, leaseUntilMs } = others;
      return { version, content, timestamp, isPublished, leaseUntilMs, channels: Object.values(channels) };
    },

    async claimPage(callId, page, content) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: callActivityKey(callId),
          UpdateExpression: `SET #ttl = :ttl, channels = if_not_exists(channels, :none), ${shown
            .map((name) => `#${name} = if_not_exists(#${name}, :${name})`)
            .join(', ')} ADD pages :pages`,
          ExpressionAttributeNames: { '#ttl': 'ttl', ...Object.fromEntries(shown.map((name) => [`#${name}`, name])) },
          ExpressionAttributeValues: {
            ':ttl': ttlSeconds(clock.nowMs()),
            ':none': {},
            // A set holds no empty text.
            ':pages': new Set([`after ${page}`]),
            ...valuesOf(content),
          },
          ReturnValues: 'UPDATED_OLD',
        }),
      );
      const known = new Set<string>(Attributes?.['pages']);
      return !known.has(`after ${page}`);
    },

    addChannel: (callId, channel) =>
      isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: callActivityKey(callId),
            UpdateExpression: 'SET channels.#place = :channel',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(channels.#place)',
            ExpressionAttributeNames: { '#place': placeOf(channel) },
            ExpressionAttributeValues: { ':channel': channel },
          }),
        ),
      ),

    noteContent: (callId, read, content) =>
      isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: callActivityKey(callId),
            UpdateExpression: `SET ${shown.map((name) => `#${name} = :${name}`).join(', ')}`,
            ConditionExpression: '#timestamp = :readTimestamp',
            ExpressionAttributeNames: Object.fromEntries(shown.map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: { ':readTimestamp': read.timestamp, ...valuesOf(content) },
          }),
        ),
      ),
  };

  function valuesOf(content: ShownContent) {
    return Object.fromEntries(shown.map((name) => [`:${name}`, content[name]]));
  }
}
