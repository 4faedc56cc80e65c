import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** An alarm: what happened, and the entry in docs/runbook.md that says what to do. */
export interface Alert {
  /** Second part of the alarm's name, after the stack's. */
  name: string;
  /** Anchor of its entry in docs/runbook.md. */
  runbookEntry: string;
  what: string;
  metric: Metric;
  threshold: number;
  /** The lowest value that raises the alarm, unless `comparison` says otherwise. */
  comparison?: ComparisonOperator;
  /** How many periods of the metric are looked at (1). */
  periods?: number;
  /** How many of them must be over the threshold (1). */
  periodsOver?: number;
}

/** @param topic is notified when the alarm begins and when it ends. */
export function addAlarm(scope: Construct, alert: Alert, topic: ITopic | undefined): Alarm {
  const { name, runbookEntry, what, metric, threshold, comparison, periods = 1, periodsOver = 1 } = alert;
  const alarm = new Alarm(scope, name, {
    alarmName: `${Stack.of(scope).stackName}: ${name}`,
    alarmDescription: `${what} What to do: docs/runbook.md#${runbookEntry}`,
    metric,
    threshold,
    comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: periods,
    datapointsToAlarm: periodsOver,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  if (topic === undefined) return alarm;
  const tell = new SnsAction(topic);
  alarm.addAlarmAction(tell);
  alarm.addOkAction(tell);
  return alarm;
}
