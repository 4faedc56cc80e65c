import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isFlag, isText, mapOf } from '../../platform/table/checks.ts';
import { bodyOf, type StoredItem } from '../../platform/table/item.ts';
import { activityChannelKey, type Key } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { isWritten, type Table } from '../../platform/table/table.ts';
import type { ActivityChannelStore } from '../ports.ts';
import type { ActivityChannel } from '../rules/channel.ts';

/** Names of broadcast channels: in one partition, because a stage has few. */
export function activityChannelStore(table: Table): ActivityChannelStore {
  const { client, name: TableName } = table;
  return {
    async find(name) {
      const Key = activityChannelKey(name);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && channelFrom(Item);
    },

    create: (channel) =>
      isWritten(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...activityChannelKey(channel.name), ...channel },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    addEnvironment: (name, environment, channelId) =>
      isWritten(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: activityChannelKey(name),
            UpdateExpression: 'SET channelIds.#environment = :channelId',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(channelIds.#environment)',
            ExpressionAttributeNames: { '#environment': environment },
            ExpressionAttributeValues: { ':channelId': channelId },
          }),
        ),
      ),

    async remove(name) {
      await client.send(new DeleteCommand({ TableName, Key: activityChannelKey(name) }));
    },

    async list() {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': activityChannelKey('').pk },
      });
      return items.map(channelFrom);
    },
  };
}

interface ChannelItem extends Key, ActivityChannel {}

function channelFrom(item: StoredItem): ActivityChannel {
  return bodyOf<ChannelItem>(item, 'activity channel', {
    name: isText,
    appId: isText,
    storesLatest: isFlag,
    channelIds: mapOf(isText),
  });
}
