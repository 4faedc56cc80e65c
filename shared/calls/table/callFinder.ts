import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { callKey } from '../../platform/table/keys.ts';
import { isExpired, type Table } from '../../platform/table/table.ts';
import type { CallStore } from '../ports.ts';
import { callFromItem } from './callItems.ts';

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
