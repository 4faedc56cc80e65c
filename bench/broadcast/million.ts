/**
 * A broadcast to a million devices, with calls and messages in the middle: `npm run bench:million`, `-- --devices 20000`
 * for a short look, `-- --json` for one document. From the request to the API to the counts that it shows when the
 * broadcast has finished, with one worker; docs/performance.md explains the figures. It stays on this machine and gives
 * up after half an hour.
 */
import { parseArgs } from 'node:util';
import { broadcastSettings } from '../../shared/api/functionSettings.ts';
import { pinning, startChild } from '../child.ts';
import type { Usage } from '../fanout/workerProcess.ts';
import { queueWorkers } from '../queueWorkers.ts';
import { bar, report, row } from '../report.ts';
import type { SenderJobs, ShownBroadcast, Took } from './senderProcess.ts';
import { appId, startBroadcastWorld } from './world.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, devices: { type: 'string' } } });
const devices = Number(values.devices ?? 1_000_000);
/** Called and written to in the middle. They are in the audience like all others. */
const phones = ['phone-1', 'phone-2'];
const devicesOfLongRun = 200_000;
const giveUpAfterMs = 30 * 60_000;
const warmUps = 20;
/** Calls and messages before the broadcast, and as many after it. */
const undisturbed = 50;
const pauseMs = 100;
/** Pushes of the bare client at a time, while calls and messages are measured beside it. */
const bareLoad = { client: 'ringpost', pushes: 100_000, inFlight: 500 } as const;

setTimeout(() => {
  process.stderr.write('gave up after half an hour\n');
  process.exit(1);
}, giveUpAfterMs).unref();

progress(`Node ${process.version}, ${pinning}`);
progress(`making an audience of ${devices} devices`);
const world = await startBroadcastWorld(devices - phones.length);
const workers = queueWorkers(world, broadcastSettings.batchSize);
const sender = startChild<SenderJobs>('broadcast/senderProcess.ts', 1);
try {
  await measure();
} finally {
  await sender.stop();
  await workers.stopAll();
  await world.stop();
}

interface Samples {
  calls: Took[];
  messages: Took[];
}

async function measure(): Promise<void> {
  const { environment, bundles, bare } = world;
  await sender.ask('open', { environment, bundles, bare, phones });
  const worker = await workers.open();
  const alone: Samples = { calls: [], messages: [] };
  const amid: Samples = { calls: [], messages: [] };
  const besideBare: Samples = { calls: [], messages: [] };
  progress('calls and messages before the broadcast');
  for (let count = 0; count < warmUps; count += 1) await sendBoth({ calls: [], messages: [] });
  for (let count = 0; count < undisturbed; count += 1) await sendBoth(alone);

  progress('the broadcast');
  let beganMs = 0;
  let isPushing = true;
  const begun = Promise.withResolvers<void>();
  const pushing = workers
    .drain(worker, async () => {
      beganMs = performance.now();
      const broadcastId = await sender.ask('broadcast', appId);
      begun.resolve();
      return broadcastId;
    })
    .finally(() => {
      isPushing = false;
    });
  // The sender's process does one thing at a time.
  const probing = begun.promise.then(() => probe(() => isPushing, amid));
  const [{ sent: broadcastId, usage, failures }] = await Promise.all([pushing, probing]);
  const shown = await sender.ask('report', broadcastId);
  const tookMs = performance.now() - beganMs;
  check(shown, failures);

  progress('calls and messages after the broadcast');
  for (let count = 0; count < undisturbed; count += 1) await sendBoth(alone);
  progress('calls and messages beside the bare client');
  let isPushingBare = true;
  const pushingBare = (async () => {
    while (besideBare.messages.length < undisturbed) await worker.ask('bare', bareLoad);
    isPushingBare = false;
  })();
  await Promise.all([pushingBare, probe(() => isPushingBare, besideBare)]);

  print({ tookMs, usage, alone, besideBare, amid });
}

interface Measured extends Record<'alone' | 'besideBare' | 'amid', Samples> {
  tookMs: number;
  usage: Usage;
}

function print({ tookMs, usage, alone, besideBare, amid }: Measured): void {
  const { memoryMb: memory } = usage;
  const early = memory.slice(Math.floor(memory.length * 0.1), Math.ceil(memory.length * 0.3));
  const late = memory.slice(Math.floor(memory.length * 0.8));
  const growth = row('', '', late).value / row('', '', early).value;
  const ratioOf = (kind: keyof Samples, others: Samples): number =>
    row('', '', amid[kind].map(msOf)).value / row('', '', others[kind].map(msOf)).value;
  report(
    'million',
    [
      row('devices that got the push', '', [devices]),
      row('from the request to the finished counts', 's', [tookMs / 1000]),
      row('rate of one worker', 'pushes/s', [Math.round(devices / (usage.busyMs / 1000))]),
      row('CPU per push', 'µs', [usage.cpuMicroseconds / devices]),
      row('AWS requests for 1,000 pushes, without those of the queue', '', [(1000 * usage.awsRequests) / devices]),
      row('memory of the worker after each task', 'MB', memory),
      row('memory, last fifth of the tasks / second and third tenth', '×', [growth]),
      ...(['calls', 'messages'] as const).flatMap((kind) => [
        row(`${kind} on an idle machine`, 'ms', alone[kind].map(msOf)),
        row(`${kind} beside the bare client`, 'ms', besideBare[kind].map(msOf)),
        row(`${kind} in the middle`, 'ms', amid[kind].map(msOf)),
        row(`${kind}: in the middle / on an idle machine`, '×', [ratioOf(kind, alone)]),
        row(`${kind}: in the middle / beside the bare client`, '×', [ratioOf(kind, besideBare)]),
        row(`${kind} on an idle machine: CPU`, 'ms', alone[kind].map(cpuMsOf)),
        row(`${kind} in the middle: CPU`, 'ms', amid[kind].map(cpuMsOf)),
      ]),
    ],
    [
      // A worker of a short run still grows to the size that it keeps.
      ...(devices < devicesOfLongRun ? [] : [bar('memory: late tasks / early tasks', growth, 1.2, 1.05)]),
      ...(['calls', 'messages'] as const).map((kind) =>
        bar(`${kind}: in the middle / beside the bare client`, ratioOf(kind, besideBare), 1.25, 1),
      ),
    ],
  );
}

/** Until the broadcast is over. */
async function probe(isPushing: () => boolean, samples: Samples): Promise<void> {
  while (isPushing()) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (isPushing()) await sendBoth(samples);
  }
}

async function sendBoth({ calls, messages }: Samples): Promise<void> {
  calls.push(await sender.ask('call', undefined));
  messages.push(await sender.ask('message', undefined));
}

/** @throws Error unless the counts add up to the audience, and each device got its push. */
function check({ state, counts }: ShownBroadcast, failures: readonly string[]): void {
  const { devices: counted, accepted, skipped, rejected, failed, retrying } = counts;
  const addUp = accepted + skipped + rejected + failed + retrying === counted;
  if (state === 'finished' && addUp && counted === devices && accepted === devices) return;
  throw new Error(`some devices got no push: ${JSON.stringify({ state, counts, failures })}`);
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function msOf({ ms }: Took): number {
  return ms;
}

function cpuMsOf({ cpuMicroseconds }: Took): number {
  return cpuMicroseconds / 1000;
}
