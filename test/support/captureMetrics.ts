import type { LogFields, Metrics } from '../../shared/flows/ports.ts';
import type { MetricName } from '../../shared/rules/metricTable.ts';

export interface RecordedMetric {
  name: MetricName;
  value: number;
  dimensions: Readonly<Record<string, string>>;
  details: LogFields;
}

/** Keeps what was recorded. */
export function captureMetrics(): Metrics & { readonly recorded: readonly RecordedMetric[] } {
  const recorded: RecordedMetric[] = [];
  return {
    recorded,
    record(name, value, dimensions, details = {}) {
      recorded.push({ name, value, dimensions, details });
    },
  };
}
