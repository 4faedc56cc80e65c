/**
 * What the broadcast worker adds to its pushes, and how that grows with the audience: `npm run bench:broadcast`,
 * `-- --quick` for a short look, `-- --devices 1000000` for a large audience, `-- --json` for one document. The bundled
 * `broadcastWorker` takes tasks from the queue, with the real AWS SDK against a local table, and takes turns with its
 * bare client and a bare loop over node:http2. docs/performance.md explains what is counted.
 */
import { parseArgs } from 'node:util';
import { broadcastSettings } from '../../shared/api/functionSettings.ts';
import { broadcastCost } from '../../shared/broadcasts/rules/cost.ts';
import type { BroadcastReport } from '../../shared/broadcasts/rules/report.ts';
import { pinning } from '../child.ts';
import type { TableUse } from '../countingProxy.ts';
import type { BareClient, Usage } from '../fanout/workerProcess.ts';
import { type QueueWorker, type QueueWorkers, queueWorkers } from '../queueWorkers.ts';
import { bar, type Row, report, row } from '../report.ts';
import { type BroadcastBenchWorld, startBroadcastWorld } from './world.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, devices: { type: 'string' } },
});
const isQuick = values.quick === true;
const most = Number(values.devices ?? (isQuick ? 5000 : 20_000));
/** Audiences by which the growth is seen. */
const sizes = [1000, 10_000, 100_000].filter((size) => size < most).concat(most);
const rounds = isQuick ? 2 : 5;
const bare = { pushes: isQuick ? 5000 : 20_000, inFlight: 500 };

await measure();

/** A whole broadcast, from its plan to the last push. */
interface Run {
  usage: Usage;
  report: BroadcastReport;
}

async function measure(): Promise<void> {
  progress(`Node ${process.version}, ${pinning}`);
  const rows: Row[] = [];
  const ratios: Ratios = { bareClient: [], loop: [] };
  for (const devices of sizes) {
    progress(`${devices} devices`);
    const world = await startBroadcastWorld(devices);
    const audience = { world, workers: queueWorkers(world, broadcastSettings.batchSize), devices };
    try {
      const worker = await audience.workers.open();
      rows.push(...(await rowsOf(audience, worker)));
      if (devices === most) await compare(audience, worker, ratios);
    } finally {
      await audience.workers.stopAll();
      await world.stop();
    }
  }
  const toLoop = row('CPU per push: worker / node:http2 loop', '×', ratios.loop);
  const figureOf = (what: string): number => rows.find((each) => each.what === `${most} devices: ${what}`)?.value ?? 0;
  report(
    'broadcast',
    [row('CPU per push: worker / bare client', '×', ratios.bareClient), toLoop, ...rows],
    [
      bar(toLoop.what, toLoop.value, 0.8, 0.4),
      bar('AWS requests for 1,000 pushes', figureOf('AWS requests for 1,000 pushes'), 5, 3),
      bar('list price of a million', figureOf('list price of a million'), 0.1, 0.06),
    ],
  );
}

interface Audience {
  world: BroadcastBenchWorld;
  workers: QueueWorkers;
  devices: number;
}

async function rowsOf(audience: Audience, worker: QueueWorker): Promise<Row[]> {
  const { devices } = audience;
  const { usage, report: shown } = await broadcast(audience, worker);
  const counted = await countUse(audience);
  const per1000 = (count: number): number => (1000 * count) / devices;
  const one = (what: string, unit: string, value: number): Row => row(`${devices} devices: ${what}`, unit, [value]);
  return [
    one('AWS requests for 1,000 pushes', '', per1000(counted.awsRequests)),
    one('read units for 1,000 pushes', '', per1000(counted.readUnits)),
    one('write units for 1,000 pushes', '', per1000(counted.writeUnits)),
    one('CPU per push', 'µs', usage.cpuMicroseconds / devices),
    one('rate of one worker', 'pushes/s', Math.round(devices / (usage.busyMs / 1000))),
    one('memory of the worker', 'MB', Math.round(await worker.ask('memoryMb', undefined))),
    one('list price of a million', '$', (1e6 * broadcastCost(shown).dollars) / devices),
  ];
}

/** CPU of a push, the worker's against others', for each round. */
interface Ratios {
  bareClient: number[];
  loop: number[];
}

/** The worker takes turns with its bare client and the loop. */
async function compare(audience: Audience, worker: QueueWorker, ratios: Ratios): Promise<void> {
  const cpuOfBare = async (client: BareClient): Promise<number> =>
    (await worker.ask('bare', { client, ...bare })).cpuMicroseconds / bare.pushes;
  await cpuOfBare('ringpost');
  await cpuOfBare('node:http2');
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    const { usage } = await broadcast(audience, worker);
    const own = usage.cpuMicroseconds / audience.devices;
    ratios.bareClient.push(own / (await cpuOfBare('ringpost')));
    ratios.loop.push(own / (await cpuOfBare('node:http2')));
  }
}

async function broadcast({ world, workers, devices }: Audience, worker: QueueWorker): Promise<Run> {
  const { sent: broadcastId, usage, failures } = await workers.drain(worker, world.start);
  const shown = await world.report(broadcastId);
  if (shown === undefined || shown.state !== 'finished' || shown.counts.accepted !== devices) {
    throw new Error(`some devices got no push: ${JSON.stringify({ counts: shown?.counts, failures })}`);
  }
  return { usage, report: shown };
}

/** With a separate worker, whose requests to the table pass a counter. */
async function countUse(audience: Audience): Promise<TableUse & { awsRequests: number }> {
  const { world, workers, devices } = audience;
  const worker = await workers.open(world.proxy.url);
  world.proxy.take();
  const { usage } = await broadcast(audience, worker);
  await worker.stop();
  // A task is received and deleted besides.
  const queueRequests = 2 * Math.ceil(devices / 5000);
  return { ...world.proxy.take(), awsRequests: usage.awsRequests + queueRequests };
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
