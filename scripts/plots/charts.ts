/** The plots of the documents, each with its page and table. */
import type { BarChart } from './barChart.ts';
import { columnOf, figureOf, rowOf, type Table, tableBelow } from './markdownTable.ts';

export interface Plot {
  /** Path of the plot, beside the pages: `images/cost-use.svg`. */
  file: string;
  /** The page that shows it and has its table. */
  page: 'performance.md' | 'cost.md' | 'scale.md';
  /** @throws Error that names what the page lacks. */
  draw(page: string): BarChart;
}

/** Rows of the tables of cost.md that belong together in a plot. */
const costParts = {
  'API requests': ['API requests'],
  Lambda: ['invocations', 'GB-seconds'],
  DynamoDB: ['read units of the table', 'write units of the table'],
  'SQS, EventBridge': ['queue requests and events'],
  AppSync: ['ring channel'],
  logs: ['logs'],
  'bytes to Apple': ['bytes to Apple'],
};

export const plots: readonly Plot[] = [
  {
    file: 'images/cost-use.svg',
    page: 'cost.md',
    draw: (page) =>
      costChart('A million of each, USD', tableBelow(page, 'In use', 'message to one phone'), {
        'message to one phone': 'message to one phone',
        'with `Idempotency-Key`': 'message, Idempotency-Key',
        "a server's, in batches of ten": 'message, in batches of ten',
        'a push of a message to a group of 1,000': 'push to a group of 1,000',
      }),
  },
  {
    file: 'images/cost-calls.svg',
    page: 'cost.md',
    draw: (page) =>
      costChart(
        'A million calls to two phones, with all requests of the phones, USD',
        tableBelow(page, 'In use', 'a phone asks once'),
        {
          'unanswered call of 60 s, two phones that listen': 'nobody answers, phones listen',
          'unanswered call of 60 s, two phones that ask': 'nobody answers, phones ask',
          'answered after 10 s, two phones that listen': 'answered, phones listen',
        },
      ),
  },
  {
    file: 'images/cpu-per-push.svg',
    page: 'performance.md',
    draw: (page) => cpuChart('CPU per push at 500 in flight', tableBelow(page, 'Figures', 'ringpost'), 500),
  },
  {
    file: 'images/cpu-of-a-large-message.svg',
    page: 'performance.md',
    draw: (page) =>
      cpuChart('CPU per push of a large message', tableBelow(page, 'A large message, behind the request', 'worker')),
  },
  {
    file: 'images/cpu-of-a-cold-start.svg',
    page: 'performance.md',
    draw(page) {
      const table = tableBelow(page, 'A cold start', 'naive');
      const [ours, naive] = [columnOf(table, 'CPU of init + first call, ms'), columnOf(table, 'naive')];
      return {
        title: 'CPU of init and first call, beside a naive bundle',
        unit: 'ms',
        series: ['as deployed', 'naive bundle'],
        rows: table.rows.map(({ label }, index) => ({
          label,
          figures: [figureOf(ours[index] ?? ''), figureOf(naive[index] ?? '')],
        })),
        stacked: false,
      };
    },
  },
  {
    file: 'images/scale-raised.svg',
    page: 'scale.md',
    draw: (page) =>
      scaleChart('A broadcast to 27 million devices', tableBelow(page, 'What to raise first', '27 million, s'), {
        'as deployed': 'as deployed',
        'warm throughput of the table: 40,000 read units': 'table for 40,000 read units/s',
        'maxDeliveryWorkers: 200': '200 workers',
        '10 provisioned pollers': '10 provisioned pollers',
      }),
  },
  {
    file: 'images/scale-answers.svg',
    page: 'scale.md',
    draw: (page) =>
      scaleChart("27 million devices, by Apple's answers", tableBelow(page, 'A far region', '27 million, s'), {
        '60 ms: a region near Apple': 'after 60 ms',
        '300 ms: a far region': 'after 300 ms',
        '300 ms, 200 workers': 'after 300 ms, 200 workers',
        '900 ms: APNs is slow': 'after 900 ms',
      }),
  },
];

/** @param labels of the rows in the plot. */
function scaleChart(title: string, table: Table, labels: Readonly<Record<string, string>>): BarChart {
  const seconds = columnOf(table, '27 million, s');
  return {
    title: `${title}: seconds`,
    unit: 's',
    series: ['seconds'],
    rows: Object.entries(labels).map(([name, label]) => ({
      label,
      figures: [figureOf(seconds[table.rows.findIndex((row) => row.label === name)] ?? '')],
    })),
    stacked: false,
  };
}

/** One bar for each column, from its median and its range. @param inFlight is part of the row's label. */
function cpuChart(title: string, table: Table, inFlight?: number): BarChart {
  const label = inFlight === undefined ? 'CPU per push, µs' : `CPU per push, ${inFlight} in flight, µs`;
  const figures = rowOf(table, label).map(figureOf);
  return {
    title: `${title}: median, smallest to largest`,
    unit: 'µs',
    series: ['CPU per push'],
    rows: table.columns.map((column, index) => ({ label: column, figures: figures.slice(index, index + 1) })),
    stacked: false,
  };
}

/** @param labels of the columns in the plot. */
function costChart(title: string, table: Table, labels: Readonly<Record<string, string>>): BarChart {
  return {
    title,
    unit: '$',
    series: Object.keys(costParts),
    rows: Object.entries(labels).map(([column, label]) => {
      const cells = columnOf(table, column);
      const usdOf = (name: string) => figureOf(cells[table.rows.findIndex((row) => row.label === name)] ?? '').value;
      const figures = Object.values(costParts).map((names) => ({
        value: names.reduce((sum, name) => sum + usdOf(name), 0),
      }));
      return { label, figures, total: usdOf('total') };
    }),
    stacked: true,
  };
}
