import { inBatches } from '../inBatches.ts';
import type { LogFields } from '../logFields.ts';
import { type MetricName, metricNamespace, metricTable } from '../metricTable.ts';
import type { Clock, Metrics } from '../ports.ts';
import { scrubFields } from './scrubFields.ts';
import { writeStdoutLine } from './stdoutLine.ts';
import { systemClock } from './system.ts';
import { currentOrigin, outermostScope } from './workScope.ts';

/** How many values of a metric CloudWatch accepts in one line. */
const maxValues = 100;

interface Sample {
  name: MetricName;
  dimensions: Readonly<Record<string, string>>;
  values: readonly number[];
}

/** By metric and dimensions. */
type Gathered = Map<string, Sample & { values: number[] }>;

/** How often a busy function writes its metrics: a line for each request would cost more than its push. */
const writeEveryMs = 1000;

/**
 * Metrics in CloudWatch's embedded metric format: fields of a line in the log, from which CloudWatch makes the metric.
 * No request, and no waiting.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * What follows within a second of the last write waits in memory for the line of the next work, or for a timer: a
 * function that is killed, or frozen and never used again, loses that second of successes. A failure never waits.
 */
export function openMetrics(stage: string, clock: Pick<Clock, 'nowMs'> = systemClock): Metrics {
  let gathered: Gathered = new Map();
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  let hasFailure = false;
  let timer: NodeJS.Timeout | undefined;

  function take(): object[] {
    clearTimeout(timer);
    timer = undefined;
    lastWriteMs = clock.nowMs();
    hasFailure = false;
    const lines = linesOf([...gathered.values()]).map((samples) => fieldsOf(stage, lastWriteMs, samples));
    gathered = new Map();
    return lines;
  }

  function takeDue(): object[] {
    if (gathered.size === 0) return [];
    const waitsMs = lastWriteMs + writeEveryMs - clock.nowMs();
    if (hasFailure || waitsMs <= 0) return take();
    timer ??= setTimeout(() => take().forEach(writeJson), waitsMs).unref();
    return [];
  }

  const write = (samples: readonly Sample[], details?: LogFields) =>
    writeJson(fieldsOf(stage, clock.nowMs(), samples, details));

  const add = (name: MetricName, value: number, dimensions: Sample['dimensions']): void => {
    const sample = { name, dimensions, values: [value] };
    const scope = outermostScope();
    if (scope === undefined) {
      write([sample]);
      return;
    }
    scope.metrics.add(takeDue);
    hasFailure ||= isFailure(sample);
    const key = [name, ...Object.values(dimensions)].join(' ');
    const known = gathered.get(key);
    if (known === undefined) gathered.set(key, sample);
    else if (metricTable[name].unit === 'Count') known.values[0] = (known.values[0] ?? 0) + value;
    else known.values.push(value);
  };

  return {
    record: (name, value, dimensions, details) => write([{ name, dimensions, values: [value] }], details),
    add,
    addSinceRequest(name, dimensions) {
      const requestedAtMs = currentOrigin()?.requestedAtMs;
      if (requestedAtMs !== undefined) add(name, clock.nowMs() - requestedAtMs, dimensions);
    },
  };
}

/** Metrics of frequent work that goes well. */
const successes: ReadonlySet<MetricName> = new Set<MetricName>(['Messages', 'Calls', 'PushLatency']);

function isFailure({ name, dimensions, values }: Sample): boolean {
  if (name === 'Pushes') return dimensions['result'] !== 'accepted';
  if (name === 'PushesRefusedPercent') return values.some((percent) => percent > 0);
  return !successes.has(name);
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

function fieldsOf(stage: string, nowMs: number, samples: readonly Sample[], details: LogFields = {}): object {
  return {
    ...scrubFields(details),
    _aws: {
      Timestamp: nowMs,
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
}

function writeJson(line: object): void {
  writeStdoutLine(JSON.stringify(line));
}
