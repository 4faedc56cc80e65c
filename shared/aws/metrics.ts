import type { LogFields, Metrics } from '../flows/ports.ts';
import { metricNamespace, metricTable } from '../rules/metricTable.ts';
import { scrubFields } from './log.ts';
import { systemClock } from './system.ts';

/**
 * Metrics by CloudWatch's embedded metric format: a line in the log, from which CloudWatch makes the metric. No request,
 * and no waiting.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function openMetrics(stage: string): Metrics {
  return {
    record(name, value, dimensions, details: LogFields = {}) {
      const definition = metricTable[name];
      const line = {
        ...scrubFields(details),
        _aws: {
          Timestamp: systemClock.nowMs(),
          CloudWatchMetrics: [
            {
              Namespace: metricNamespace,
              Dimensions: [['stage', ...definition.dimensions]],
              Metrics: [{ Name: name, Unit: definition.unit }],
            },
          ],
        },
        stage,
        ...dimensions,
        [name]: value,
      };
      // Not by console.log, which Lambda wraps into an object of its own, where CloudWatch does not look.
      process.stdout.write(`${JSON.stringify(line)}\n`);
    },
  };
}
