/** The stages that the tests of alarms and dashboards look at. */
import type { Template } from 'aws-cdk-lib/assertions';
import { dev, prod } from '../../../cdk/stages.ts';
import { dimensionValues, metricTable } from '../../../shared/platform/metricTable.ts';
import { resourcesOf } from './resources.ts';
import { stageTemplate } from './synthesise.ts';

export const apps = ['com.example.chat', 'com.example.calls'];
export const alarmEmail = 'ops@example.com';

/** All alarms, a budget, events published and nobody to mail them to, few and somebody, few and nobody. */
export interface WatchedStages {
  quiet: Template;
  mailing: Template;
  few: Template;
}

export async function watchedStages(): Promise<WatchedStages> {
  const { alarmEmail: _none, ...silent } = prod;
  return {
    quiet: await stageTemplate({ ...silent, apps, events: 'all', monthlyBudgetUsd: 200 }),
    mailing: await stageTemplate({ ...dev, apps, alarmEmail }),
    few: await stageTemplate(dev),
  };
}

export interface AlarmProperties {
  AlarmName: string;
  AlarmDescription: string;
  MetricName: string;
  Namespace: string;
  /** Absent of a metric of the whole account. */
  Dimensions?: { Name: string; Value: unknown }[];
  Threshold: number;
  ComparisonOperator: string;
  Statistic: string;
  Period: number;
  EvaluationPeriods: number;
  DatapointsToAlarm: number;
  TreatMissingData: string;
  AlarmActions?: unknown[];
  OKActions?: unknown[];
}

export const alarmsOf = (template: Template) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as unknown as AlarmProperties);
export const valuesOf = ({ Dimensions = [] }: AlarmProperties) =>
  Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));

/** @returns whether that is a metric of the table, with one value for each of its dimensions and no other. */
export function isRecorded(metric: { name: string; dimensions: Record<string, unknown> }, stage: string): boolean {
  const { name, dimensions } = metric;
  if (name === 'RequestsThrottled') return JSON.stringify(dimensions) === JSON.stringify({ stage });
  const known: Record<string, { dimensions: readonly string[] }> = metricTable;
  const values: Record<string, readonly unknown[]> = { ...dimensionValues, appId: apps, stage: [stage] };
  const expected = ['stage', ...(known[name]?.dimensions ?? ['no such metric'])].sort();
  return (
    JSON.stringify(Object.keys(dimensions).sort()) === JSON.stringify(expected) &&
    Object.entries(dimensions).every(([dimension, value]) => values[dimension]?.includes(value))
  );
}
