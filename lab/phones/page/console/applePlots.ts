/** Apple's ledger beside Ringpost's counters, from the answer of `GET /v1/server/stats` to what plots show. */
import { differenceWords } from '../../../../shared/ledger/rules/differenceWords.ts';
import { isDiscarded } from '../../../../shared/ledger/rules/pushState.ts';
import type { PlotData } from '../plots/plotData.ts';
import type { AllStatistics, AppleRow } from './consoleApi.ts';
import { byDay } from './statisticsPlots.ts';

type Ledger = Pick<AllStatistics, 'apple'>;

/** Both counts of each day. A day that Apple has not exported is not known. */
export function countsByDay({ apple }: Ledger, shown: readonly string[]): PlotData {
  const rowOf = (day: string) => apple.find((row) => row.day === day);
  return {
    rowName: 'Day',
    series: [
      { name: 'Ringpost', colour: 'blue' },
      { name: 'Apple', colour: 'orange' },
    ],
    rows: byDay(shown, (day) => {
      const row = rowOf(day);
      return [row?.accepted, row?.appleMost];
    }).map((plotted) => ({ ...plotted, note: noteOf(rowOf(plotted.label)) })),
  };
}

function noteOf(row: AppleRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  const { appleLeast, appleMost, difference, rounding } = row;
  return [
    appleLeast !== appleMost && `Apple: ${inWords(appleLeast)} to ${inWords(appleMost)}`,
    `difference ${inWords(difference)}`,
    `rounding ±${inWords(rounding)}`,
    differenceWords(row),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What Apple discarded, in its own words, most frequent first. */
export function discardsByStatus({ apple }: Ledger): PlotData {
  const rows = new Map<string, { count: number; reason: string | undefined }>();
  for (const { pushType, status, count, reason } of apple.flatMap(({ counts }) => counts)) {
    if (!isDiscarded(status)) continue;
    const label = `${pushType}: ${status}`;
    rows.set(label, { count: (rows.get(label)?.count ?? 0) + count, reason });
  }
  return {
    rowName: 'Push type and status',
    series: [{ name: 'pushes', colour: 'orange' }],
    rows: [...rows]
      .toSorted(([, one], [, other]) => other.count - one.count)
      .map(([label, { count, reason }]) => ({ label, values: [count], note: reason })),
  };
}

/** Names the final days on which Apple counts fewer. @returns undefined if it never does. */
export function shortDays({ apple }: Ledger): string | undefined {
  const days = apple.filter(({ verdict, isFinal }) => isFinal && verdict === 'apple_fewer').map(({ day }) => day);
  if (days.length === 0) return undefined;
  return `Apple counts fewer than it accepted on ${days.join(', ')}, beyond what rounding explains.`;
}

const inWords = (count: number): string => count.toLocaleString('en-US');
