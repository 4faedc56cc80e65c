/** The tables of docs/scale.md, as Markdown. */
import { answersOf, processorsOf, raised, type Step } from './scenarios.ts';
import type { Limit } from './simulate.ts';

const million = 1_000_000;
const everybody = 27 * million;

const limits: Record<Limit, string> = {
  pollers: "growth of Lambda's pollers",
  workers: '`maxDeliveryWorkers`',
  processor: 'CPU of a worker',
  answers: "Apple's answers",
  partitions: 'partitions of the audience',
  table: 'read units of the table',
};

export function scaleTables(): string[] {
  return [
    table('raised, one after the other', raised(million), raised(everybody)),
    table("Apple's answers", answersOf(million), answersOf(everybody)),
    table('CPU of a push', processorsOf(million), processorsOf(everybody)),
  ];
}

function table(first: string, ofMillion: readonly Step[], ofAll: readonly Step[]): string {
  const rows = ofAll.map(({ what, simulated, limit }, index) => {
    const short = ofMillion[index]?.simulated;
    return [
      what,
      seconds(short?.seconds ?? 0),
      seconds(simulated.seconds),
      rounded(simulated.peakPushesPerSecond),
      simulated.peakWorkers.toLocaleString('en-US'),
      limits[limit],
    ];
  });
  const head = [first, '1 million, s', '27 million, s', 'pushes/s at most', 'workers', 'what limits 27 million most'];
  const lines = [head, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.toSpliced(1, 0, `|${'---|'.repeat(head.length)}`).join('\n');
}

const seconds = (value: number): string => Math.round(value).toLocaleString('en-US');
/** To three digits: the model is not more exact than that. */
const rounded = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US');
