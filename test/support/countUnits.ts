import type { Table } from '../../shared/platform/table/table.ts';

interface Capacity {
  CapacityUnits?: number | undefined;
}

export interface TableUse {
  /** Names of the requests, in the order in which they were sent. */
  requests: string[];
  readUnits: number;
  writeUnits: number;
}

const reads = new Set(['GetItem', 'BatchGetItem', 'Query']);

/** Counts what DynamoDB bills for what is done with this table from now on, as the local table reports it. */
export function countUnits({ client }: Table): TableUse {
  const use: TableUse = { requests: [], readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const name = commandName.replace(/Command$/, '');
        use.requests.push(name);
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity = [] } = answer.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (reads.has(name)) use.readUnits += units;
        else use.writeUnits += units;
        return answer;
      },
    { step: 'initialize', priority: 'high', name: 'countUnits' },
  );
  return use;
}
