/**
 * Proxy between a function and its table that counts what DynamoDB would bill: requests by operation, and the units
 * that the server reports. It takes time, so no speed is measured through it.
 */
import { Agent, createServer, request } from 'node:http';
import { buffer, json } from 'node:stream/consumers';
import { type ListeningServer, listen } from '../lab/aws/protocol/listen.ts';

export interface TableUse {
  /** By operation: `Query`. */
  requests: Record<string, number>;
  readUnits: number;
  writeUnits: number;
}

export interface CountingProxy extends ListeningServer {
  /** Since the last call. */
  take(): TableUse;
}

const reads = new Set(['GetItem', 'Query', 'BatchGetItem']);

export async function startCountingProxy(endpoint: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let use = noUse();

  function count(operation: string, answer: unknown): void {
    use.requests[operation] = (use.requests[operation] ?? 0) + 1;
    const units = consumedUnits(answer);
    if (reads.has(operation)) use.readUnits += units;
    else use.writeUnits += units;
  }

  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const input = (await json(incoming)) as object;
    const body = JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' });
    const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(body) };
    request(endpoint, { method: 'POST', headers, agent }, async (answer) => {
      const bytes = await buffer(answer);
      count(operation, JSON.parse(bytes.toString()));
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(bytes);
    })
      // The table has closed an idle connection just now: the SDK asks again.
      .on('error', () => outgoing.destroy())
      .end(body);
  });
  const listening = await listen(server, 0);
  return {
    url: listening.url,
    async stop() {
      await listening.stop();
      agent.destroy();
    },
    take() {
      const taken = use;
      use = noUse();
      return taken;
    },
  };
}

const noUse = (): TableUse => ({ requests: {}, readUnits: 0, writeUnits: 0 });

function consumedUnits(answer: unknown): number {
  const { ConsumedCapacity = [] } = answer as { ConsumedCapacity?: Capacity | Capacity[] };
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

interface Capacity {
  CapacityUnits?: number;
}
