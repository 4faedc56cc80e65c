import type { LogFields } from '../../../shared/platform/logFields.ts';
import type { MetricName } from '../../../shared/platform/metricTable.ts';
import type { Metrics } from '../../../shared/platform/ports.ts';

export interface RecordedMetric {
  name: MetricName;
  value: number;
  dimensions: Readonly<Record<string, string>>;
  details: LogFields;
}

/** Value of a metric that is added up: equal entries follow each other. `value` is absent for times since a request. */
export type AddedMetric = Omit<RecordedMetric, 'value' | 'details'> & { value?: number };

/** Keeps what was recorded, and what was added. */
export function captureMetrics(): Metrics & {
  readonly recorded: readonly RecordedMetric[];
  readonly added: readonly AddedMetric[];
} {
  const recorded: RecordedMetric[] = [];
  const added: AddedMetric[] = [];
  return {
    recorded,
    added,
    record(name, value, dimensions, details = {}) {
      recorded.push({ name, value, dimensions, details });
    },
    add(name, value, dimensions) {
      added.push({ name, value, dimensions });
    },
    addSinceRequest(name, dimensions) {
      added.push({ name, dimensions });
    },
  };
}
