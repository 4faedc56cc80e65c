import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { changeAudienceRows, shortHash } from '../../devices/table/audienceRow.ts';
import { reachFromItem } from '../../devices/table/reachItem.ts';
import { readTags } from '../../devices/table/readTags.ts';
import { reachKey, tagsKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { TagStore } from '../ports.ts';

export function tagStore(table: Table): TagStore {
  const { client, name: TableName } = table;
  return {
    find: (userId) => readTags(table, userId),

    async replace(userId, tags) {
      const Key = tagsKey(userId);
      await (tags.length === 0
        ? client.send(new DeleteCommand({ TableName, Key }))
        : client.send(new PutCommand({ TableName, Item: { ...Key, tags } })));
      // A registration that has read the former tags fails from here on, and the rows of earlier ones are changed.
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: reachKey(userId),
          UpdateExpression: tags.length === 0 ? 'REMOVE tagged' : 'SET tagged = :tagged',
          ...(tags.length > 0 && { ExpressionAttributeValues: { ':tagged': shortHash(tags) } }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      const { devices } = reachFromItem(userId, Attributes);
      await changeAudienceRows(table, devices, 'tags', tags.length === 0 ? undefined : tags);
    },
  };
}
