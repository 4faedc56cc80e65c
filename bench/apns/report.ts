/** Turns the measurements of the turns into the rows and bars of the report. */
import { type Bar, bar, type Row, report, row } from '../report.ts';
import { type ComparedClient, comparedClients } from './clients.ts';
import type { Usage } from './loads.ts';
import {
  answerDelayMs,
  type Block,
  type Burst,
  type ClientFigures,
  delayedPacePerSecond,
  inFlightCounts,
  maxInFlight,
  noFigures,
  pacePerSecond,
} from './turn.ts';

export interface Figures {
  clients: ReadonlyMap<ComparedClient, ClientFigures>;
  flood: Usage;
  bursts: readonly Burst[];
}

const ceilingPerSecond = maxInFlight / (answerDelayMs / 1000);

/**
 * Share of each other client's CPU per push, at 500 in flight: the bar and the target of docs/performance.md,
 * "Figures".
 */
const cpuBars = { apns2: [0.12, 0.06], 'node-apn': [0.25, 0.12], 'node:http2': [0.3, 0.15] } as const;

export function printFigures({ clients, flood, bursts }: Figures): void {
  const of = (name: ComparedClient): ClientFigures => clients.get(name) ?? noFigures();
  const all = comparedClients.flatMap((name) => inFlightCounts.flatMap((count) => of(name).blocks[count]));
  const eachClient = (what: string, unit: string, values: (figures: ClientFigures) => number[]): Row[] =>
    comparedClients.map((name) => row(`${what}: ${name}`, unit, values(of(name))));

  const ours = of('ringpost').blocks[500].map(cpu);
  const ratios = Object.entries(cpuBars).map(([name, [atLeast, aim]]) => {
    const others = of(name as keyof typeof cpuBars).blocks[500].map(cpu);
    // From two blocks that were measured within a second or two of each other.
    const ofPairs = ours.map((value, block) => value / (others[block] ?? Number.NaN));
    const ratio = row(`CPU per push, 500 in flight: ringpost / ${name}`, '×', ofPairs);
    return { ratio, bar: bar(ratio.what, ratio.value, atLeast, aim) };
  });
  const share = row(
    `share of ${ceilingPerSecond}/s, ${maxInFlight} outstanding, answers after ${answerDelayMs} ms: ringpost`,
    '',
    of('ringpost').delayed.map(({ pushesPerSecond }) => pushesPerSecond / ceilingPerSecond),
  );
  const ofBursts = reportOf(bursts);

  const rows: Row[] = [
    ...inFlightCounts.flatMap((count) =>
      eachClient(`CPU per push, ${count} in flight`, 'µs', ({ blocks }) => blocks[count].map(cpu)),
    ),
    ...inFlightCounts.flatMap((count) =>
      eachClient(`rate, ${count} in flight`, 'pushes/s', ({ blocks }) => blocks[count].map(rate)),
    ),
    ...eachClient(`latency at ${pacePerSecond}/s, median`, 'ms', ({ paced }) => paced.map(({ p50Ms }) => p50Ms)),
    ...eachClient(`latency at ${pacePerSecond}/s, 99th of 100`, 'ms', ({ paced }) => paced.map(({ p99Ms }) => p99Ms)),
    ...eachClient(`latency at ${delayedPacePerSecond}/s, answers after ${answerDelayMs} ms, median`, 'ms', (figures) =>
      figures.pacedDelayed.map(({ p50Ms }) => p50Ms),
    ),
    ...eachClient(
      `latency at ${delayedPacePerSecond}/s, answers after ${answerDelayMs} ms, 99th of 100`,
      'ms',
      (figures) => figures.pacedDelayed.map(({ p99Ms }) => p99Ms),
    ),
    ...eachClient(`rate, ${maxInFlight} outstanding, answers after ${answerDelayMs} ms`, 'pushes/s', ({ delayed }) =>
      delayed.map(rate),
    ),
    ...eachClient('pushes that failed', 'pushes', failures),
    ...ratios.map(({ ratio }) => ratio),
    share,
    ...ofBursts.rows,
    row('sink: its rate when flooded', 'requests/s', [flood.pushesPerSecond]),
    row('sink: share of its core at the highest rate of a client', '', [busiestSink(all)]),
  ];
  const bars: Bar[] = [
    ...ratios.map(({ bar: cpuBar }) => cpuBar),
    // Neighbours can only lower it, so the best round is the most accurate.
    bar(`${share.what}, best round`, share.max, 0.85, 0.92),
    ...ofBursts.bars,
  ];
  report('apns', rows, bars);
}

/** The report of the pushes at once alone. */
export function printBursts(bursts: readonly Burst[]): void {
  const { rows, bars } = reportOf(bursts);
  report('apns', rows, bars);
}

function reportOf(bursts: readonly Burst[]): { rows: Row[]; bars: Bar[] } {
  const of = (what: string, unit: string, value: (burst: Burst) => number): Row =>
    row(`${bursts[0]?.count} handed over at once: ${what}`, unit, bursts.map(value));
  const lost = of('pushes lost locally', 'pushes', (burst) => burst.lost);
  const memory = of('memory above idle', 'MB', ({ megabytesAboveIdle }) => megabytesAboveIdle);
  return {
    rows: [lost, of('until the last answer', 's', ({ seconds }) => seconds), memory],
    bars: [bar(lost.what, lost.max, 0, 0), bar(memory.what, memory.value, 250, 120)],
  };
}

const cpu = ({ cpuMicrosecondsPerPush }: Block): number => cpuMicrosecondsPerPush;
const rate = ({ pushesPerSecond }: Usage): number => pushesPerSecond;

/** In each turn. */
function failures({ blocks, paced, pacedDelayed, delayed }: ClientFigures): number[] {
  return [...Object.values(blocks).flat(), ...paced, ...pacedDelayed, ...delayed].map(({ failed }) => failed);
}

function busiestSink(blocks: readonly Block[]): number {
  return Math.max(...blocks.map((block) => (block.pushesPerSecond * block.sinkMicrosecondsPerPush) / 1e6));
}
