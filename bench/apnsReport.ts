/** From what the turns measured to the rows and bars of the report. */
import { type ComparedClient, comparedClients } from './apnsClients.ts';
import type { Usage } from './apnsLoads.ts';
import {
  answerDelayMs,
  type Burst,
  type InFlight,
  inFlightCounts,
  mostInFlight,
  pacePerSecond,
  type Turn,
} from './apnsTurn.ts';
import { type Bar, bar, type Row, report, row } from './report.ts';

export interface Figures {
  turns: ReadonlyMap<ComparedClient, readonly Turn[]>;
  flood: Usage;
  burst: Burst;
}

const ceilingPerSecond = mostInFlight / (answerDelayMs / 1000);

/** quality.md, "Performance": CPU per push against each other client, at 500 in flight. */
const cpuBars = { apns2: [0.5, 0.1], 'node-apn': [0.95, 0.2], 'node:http2': [1.3, 0.25] } as const;

export function tell({ turns, flood, burst }: Figures): void {
  const of = (name: ComparedClient): readonly Turn[] => turns.get(name) ?? [];
  const all = comparedClients.flatMap(of);
  const calibrations = all.flatMap(({ blocks }) =>
    inFlightCounts.map((count) => blocks[count].calibrationMicroseconds),
  );
  const usualCalibration = row('', '', calibrations).value;
  /** As if the neighbours had always been equally noisy. */
  const cpu = (turn: Turn, inFlight: InFlight): number => {
    const { cpuMicrosecondsPerPush, calibrationMicroseconds } = turn.blocks[inFlight];
    return (cpuMicrosecondsPerPush * usualCalibration) / calibrationMicroseconds;
  };
  const eachClient = (what: string, unit: string, value: (turn: Turn) => number): Row[] =>
    comparedClients.map((name) => row(`${what}: ${name}`, unit, of(name).map(value)));

  const ratios = Object.entries(cpuBars).map(([name, [atLeast, aim]]) => {
    const others = of(name as keyof typeof cpuBars);
    const perRound = of('ringpost').map((turn, round) => cpu(turn, 500) / cpu(others[round] ?? turn, 500));
    const ratio = row(`CPU per push, 500 in flight: ringpost / ${name}`, '×', perRound);
    return { ratio, bar: bar(ratio.what, ratio.value, atLeast, aim) };
  });
  // Neighbours can only lower it, so the best round tells most.
  const share = row(
    `share of ${ceilingPerSecond}/s, ${mostInFlight} outstanding, answers after ${answerDelayMs} ms: ringpost`,
    '',
    of('ringpost').map(({ delayed }) => delayed.pushesPerSecond / ceilingPerSecond),
  );
  const lost = row(`${burst.count} handed over at once: pushes lost locally`, 'pushes', [burst.lost]);

  const rows: Row[] = [
    ...inFlightCounts.flatMap((count) =>
      eachClient(`CPU per push, ${count} in flight`, 'µs', (turn) => cpu(turn, count)),
    ),
    ...inFlightCounts.flatMap((count) =>
      eachClient(`rate, ${count} in flight`, 'pushes/s', ({ blocks }) => blocks[count].pushesPerSecond),
    ),
    ...eachClient(`latency at ${pacePerSecond}/s, median`, 'ms', ({ paced }) => paced.p50Ms),
    ...eachClient(`latency at ${pacePerSecond}/s, 99th of 100`, 'ms', ({ paced }) => paced.p99Ms),
    ...eachClient(
      `rate, ${mostInFlight} outstanding, answers after ${answerDelayMs} ms`,
      'pushes/s',
      ({ delayed }) => delayed.pushesPerSecond,
    ),
    ...eachClient('pushes that failed', 'pushes', failures),
    ...ratios.map(({ ratio }) => ratio),
    share,
    lost,
    row(`${burst.count} handed over at once: until the last answer`, 's', [burst.seconds]),
    row(`${burst.count} handed over at once: most memory of the process`, 'MB', [burst.rssMegabytes]),
    row('sink: its rate when flooded', 'requests/s', [flood.pushesPerSecond]),
    row('sink: share of its core at the highest rate of a client', '', [busiestSink(all)]),
    row('calibration: the same work, CPU', 'µs', calibrations),
  ];
  const bars: Bar[] = [
    ...ratios.map(({ bar: cpuBar }) => cpuBar),
    bar(`${share.what}, best round`, share.max, 0.45, 0.9),
    bar(lost.what, lost.value, 0, 0),
  ];
  report('apns', rows, bars);
}

function failures({ blocks, paced, delayed }: Turn): number {
  return inFlightCounts.reduce((sum, count) => sum + blocks[count].failed, paced.failed + delayed.failed);
}

function busiestSink(turns: readonly Turn[]): number {
  const shares = turns.flatMap(({ blocks }) =>
    inFlightCounts.map((count) => (blocks[count].pushesPerSecond * blocks[count].sinkMicrosecondsPerPush) / 1e6),
  );
  return Math.max(...shares);
}
