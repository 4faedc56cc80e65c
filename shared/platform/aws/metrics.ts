import { inBatches } from '../inBatches.ts';
import type { LogFields } from '../logFields.ts';
import { type MetricName, metricNamespace, metricTable } from '../metricTable.ts';
import type { Metrics } from '../ports.ts';
import { scrubFields } from './log.ts';
import { writeStdoutLine } from './stdoutLine.ts';
import { systemClock } from './system.ts';
import { currentOrigin, keptUntilEnd } from './workScope.ts';

/** How many values of a metric CloudWatch accepts in one line. */
const maxValues = 100;

interface Sample {
  name: MetricName;
  dimensions: Readonly<Record<string, string>>;
  values: readonly number[];
}

/** By metric and dimensions. */
type Gathered = Map<string, Sample & { values: number[] }>;

/**
 * Metrics in CloudWatch's embedded metric format: a line in the log, from which CloudWatch makes the metric. No
 * request, and no waiting.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function openMetrics(stage: string): Metrics {
  const owner = {};
  const writeGathered = (gathered: Gathered): void => {
    for (const samples of linesOf([...gathered.values()])) writeLine(stage, samples);
  };

  const add = (name: MetricName, value: number, dimensions: Sample['dimensions']): void => {
    const gathered = keptUntilEnd<Gathered>(owner, () => new Map(), writeGathered);
    const sample = { name, dimensions, values: [value] };
    if (gathered === undefined) {
      writeLine(stage, [sample]);
      return;
    }
    const key = [name, ...Object.values(dimensions)].join(' ');
    const known = gathered.get(key);
    if (known === undefined) gathered.set(key, sample);
    else if (metricTable[name].unit === 'Count') known.values[0] = (known.values[0] ?? 0) + value;
    else known.values.push(value);
  };

  return {
    record: (name, value, dimensions, details) => writeLine(stage, [{ name, dimensions, values: [value] }], details),
    add,
    addSinceRequest(name, dimensions) {
      const requestedAtMs = currentOrigin()?.requestedAtMs;
      if (requestedAtMs !== undefined) add(name, systemClock.nowMs() - requestedAtMs, dimensions);
    },
  };
}

/** As few lines as possible: a line has one value for each dimension, and each metric once. */
function linesOf(samples: readonly Sample[]): Sample[][] {
  const lines: Sample[][] = [];
  for (const sample of samples.flatMap(inPortions)) {
    const line = lines.find((others) => others.every((other) => fitTogether(sample, other)));
    if (line === undefined) lines.push([sample]);
    else line.push(sample);
  }
  return lines;
}

function inPortions(sample: Sample): Sample[] {
  return inBatches(sample.values, maxValues).map((values) => ({ ...sample, values }));
}

function fitTogether(one: Sample, other: Sample): boolean {
  const isSame = ([dimension, value]: [string, string]) => (other.dimensions[dimension] ?? value) === value;
  return one.name !== other.name && Object.entries(one.dimensions).every(isSame);
}

function writeLine(stage: string, samples: readonly Sample[], details: LogFields = {}): void {
  const line = {
    ...scrubFields(details),
    _aws: {
      Timestamp: systemClock.nowMs(),
      CloudWatchMetrics: samples.map(({ name }) => ({
        Namespace: metricNamespace,
        Dimensions: [['stage', ...metricTable[name].dimensions]],
        Metrics: [{ Name: name, Unit: metricTable[name].unit }],
      })),
    },
    stage,
    ...Object.fromEntries(samples.flatMap(({ dimensions }) => Object.entries(dimensions))),
    ...Object.fromEntries(samples.map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
  };
  writeStdoutLine(JSON.stringify(line));
}
