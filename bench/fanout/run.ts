/**
 * What the delivery worker adds to its pushes: `npm run bench:fanout`, `-- --quick` for a short look, `-- --json` for
 * one document. The bundled `deliver` function takes messages to a large group from the queue, with the real AWS SDK
 * against a local table, and takes turns with its bare client and a bare loop over node:http2. docs/performance.md explains what is counted.
 */
import { availableParallelism } from 'node:os';
import { deliverySettings } from '../../shared/api/functionSettings.ts';
import type { OfflinePush } from '../../shared/content/offlinePush.ts';
import { summaryOf } from '../../shared/messages/rules/summary.ts';
import { pinning } from '../child.ts';
import type { TableUse } from '../countingProxy.ts';
import { type QueueWorker, queueWorkers } from '../queueWorkers.ts';
import { bar, type Row, report, row } from '../report.ts';
import type { BareClient, Usage } from './workerProcess.ts';
import { startFanoutWorld } from './world.ts';

const isQuick = process.argv.includes('--quick');
const members = isQuick ? 500 : 2000;
/** As many pushes as the other benchmarks warm up with, for each client. */
const warmUpPushes = isQuick ? 2000 : 40_000;
const pairs = isQuick ? 2 : 8;
const countingBlocks = isQuick ? 1 : 2;
const bare = { pushes: isQuick ? 5000 : 20_000, inFlight: 500 };

/** Steps that a push to one recipient always costs: read, decide, push, record, retry. */
const withoutBadge: OfflinePush = { badge: { mode: 'none' } };
/** And a counter for each recipient, which senders without a setting get. */
const withBadge: OfflinePush = {};

interface Cost {
  cpuMicroseconds: number;
  pushesPerSecond: number;
}

interface Figures {
  worker: Cost[];
  bareClient: Cost[];
  loop: Cost[];
  counting: Cost[];
  use: { withoutBadge: Use; withBadge: Use };
}

type Use = TableUse & { awsRequests: number };

const world = await startFanoutWorld(members);
const workers = queueWorkers(world, deliverySettings.batchSize);
try {
  print(await measure());
} finally {
  await workers.stopAll();
  await world.stop();
}

async function measure(): Promise<Figures> {
  progress(`Node ${process.version}, ${availableParallelism()} cores, ${pinning}`);
  const worker = await workers.open();
  const figures: Omit<Figures, 'use'> = { worker: [], bareClient: [], loop: [], counting: [] };
  const block = async (offlinePush: OfflinePush) => costOf(await deliverOne(worker, offlinePush), members);
  const bareBlock = async (client: BareClient) => costOf(await worker.ask('bare', { client, ...bare }), bare.pushes);
  const warmUps = warmUpPushes / members;
  for (let count = 1; count <= warmUps; count += 1) {
    progress(`warming up, ${count} of ${warmUps}`);
    await block(withoutBadge);
  }
  for (const client of ['ringpost', 'node:http2'] as const) {
    await worker.ask('bare', { client, pushes: warmUpPushes, inFlight: bare.inFlight });
  }
  for (let count = 1; count <= pairs; count += 1) {
    progress(`pair ${count} of ${pairs}`);
    const turns = [
      async () => figures.worker.push(await block(withoutBadge)),
      async () => figures.bareClient.push(await bareBlock('ringpost')),
      async () => figures.loop.push(await bareBlock('node:http2')),
    ];
    // In reverse order every second time, so that a machine that becomes slower or faster does so for both.
    for (const turn of count % 2 === 0 ? turns.reverse() : turns) await turn();
  }
  for (let count = 1; count <= countingBlocks; count += 1) {
    progress(`with badge counters, ${count} of ${countingBlocks}`);
    figures.counting.push(await block(withBadge));
  }
  await worker.stop();
  progress('counting what AWS bills');
  return { ...figures, use: await countUse() };
}

function costOf({ cpuMicroseconds, busyMs }: Usage, pushes: number): Cost {
  return { cpuMicroseconds: cpuMicroseconds / pushes, pushesPerSecond: Math.round(pushes / (busyMs / 1000)) };
}

/** One message to the group, from the queue to the last attempt. */
async function deliverOne(worker: QueueWorker, offlinePush: OfflinePush): Promise<Usage> {
  const { sent: messageId, usage, failures } = await workers.drain(worker, () => world.send(offlinePush));
  const found = await world.report(messageId);
  const summary = found && summaryOf(found);
  if (summary?.accepted !== members)
    throw new Error(`some recipients got no push: ${JSON.stringify({ summary, failures })}`);
  return usage;
}

/** With a separate worker, whose requests to the table pass a counter. */
async function countUse(): Promise<Figures['use']> {
  const worker = await workers.open(world.proxy.url);
  await deliverOne(worker, withoutBadge);
  const count = async (offlinePush: OfflinePush): Promise<Use> => {
    world.proxy.take();
    const { awsRequests } = await deliverOne(worker, offlinePush);
    return { ...world.proxy.take(), awsRequests };
  };
  return { withoutBadge: await count(withoutBadge), withBadge: await count(withBadge) };
}

function print({ worker, bareClient, loop, counting, use }: Figures): void {
  const cpu = ({ cpuMicroseconds }: Cost): number => cpuMicroseconds;
  const rate = ({ pushesPerSecond }: Cost): number => pushesPerSecond;
  const cpuAgainst = (others: readonly Cost[]): number[] =>
    worker.map((own, pair) => cpu(own) / cpu(others[pair] ?? own));
  const toLoop = row('CPU per push: worker / node:http2 loop', '×', cpuAgainst(loop));
  const rows: Row[] = [
    row('CPU per push: worker', 'µs', worker.map(cpu)),
    row('CPU per push: worker, with badge counters', 'µs', counting.map(cpu)),
    row(`CPU per push: bare client, ${bare.inFlight} in flight`, 'µs', bareClient.map(cpu)),
    row(`CPU per push: node:http2 loop, ${bare.inFlight} in flight`, 'µs', loop.map(cpu)),
    row('CPU per push: worker / bare client', '×', cpuAgainst(bareClient)),
    toLoop,
    row('rate: worker, one task at a time', 'pushes/s', worker.map(rate)),
    row('rate: worker, with badge counters', 'pushes/s', counting.map(rate)),
    row('rate: bare client', 'pushes/s', bareClient.map(rate)),
    ...useRows('', use.withoutBadge),
    ...useRows(', badges', use.withBadge),
  ];
  report('fanout', rows, [
    bar(toLoop.what, toLoop.value, 3, 1.5),
    bar('AWS requests for 1,000 pushes', use.withoutBadge.awsRequests * (1000 / members), 50, 30),
  ]);
}

function useRows(label: string, { requests, readUnits, writeUnits, awsRequests }: Use): Row[] {
  const per100 = (what: string, count: number): Row =>
    row(`for 100 pushes${label}: ${what}`, '', [(count / members) * 100]);
  const toTable = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return [
    ...Object.entries(requests).map(([operation, count]) => per100(operation, count)),
    per100('requests to other services', awsRequests - toTable),
    per100('read units', readUnits),
    per100('write units', writeUnits),
  ];
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
