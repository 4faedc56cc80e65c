import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CallStore } from '../calls/ports.ts';
import type { Clock } from '../platform/ports.ts';
import { callFromItem } from './callItems.ts';
import { callKey } from './keys.ts';
import { isExpired, type Table } from './table.ts';

/** All that a function needs of the calls which only asks how one stands: the smaller it is, the sooner it answers. */
export function callFinder({ client, name: TableName }: Table, clock: Clock): Pick<CallStore, 'find'> {
  return {
    async find(callId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: callKey(callId), ConsistentRead: true }));
      if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
      return callFromItem(Item);
    },
  };
}
