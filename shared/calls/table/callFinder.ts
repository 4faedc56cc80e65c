import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { callKey } from '../../platform/table/keys.ts';
import { isExpired, type Table } from '../../platform/table/table.ts';
import type { CallStore } from '../ports.ts';
import { callFromItem } from './callItems.ts';

/** The part of the call store that reads the state of a call: the less a function loads, the sooner it answers. */
export function callFinder({ client, name: TableName }: Table, clock: Clock): Pick<CallStore, 'find'> {
  return {
    async find(callId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: callKey(callId), ConsistentRead: true }));
      if (Item === undefined || isExpired(Item, clock.nowMs())) return undefined;
      return callFromItem(Item);
    },
  };
}
