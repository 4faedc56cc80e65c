/** Alarms on what the daily watch finds out about the credentials of each app. */
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { apnsEnvironments } from '../../../shared/devices/rules/device.ts';
import type { StageConfig } from '../../stageConfig.ts';
import type { Alert } from './alert.ts';
import { stageMetric } from './stageMetric.ts';

/** Enough time to make a new certificate, even if the person who may is on holiday; then increasingly urgent. */
const expiryDays = [30, 14, 7, 1] as const;

/** A day that ends between two checks must not end an alarm. */
const daily = { period: Duration.days(1) };
const overDays = 2;

export function alarmsOfCredentials(stage: StageConfig, watch: IFunction): Alert[] {
  return [
    ...stage.apps.flatMap((appId) => alarmsOfApp(stage, appId)),
    {
      name: 'watch failed',
      runbookEntry: 'watch-failed',
      what: 'The daily check of the credentials has failed, so nobody would notice one that is about to expire.',
      metric: watch.metricErrors({ period: Duration.hours(1) }),
      threshold: 1,
    },
  ];
}

function alarmsOfApp(stage: StageConfig, appId: string): Alert[] {
  const expiry = stageMetric(stage, 'CredentialDaysToExpiry', { appId }, { statistic: Stats.MINIMUM, ...daily });
  return [
    ...expiryDays.map((days) => ({
      name: `credential of ${appId} expires within ${days} day${days === 1 ? '' : 's'}`,
      runbookEntry: 'credential-expires',
      what: `A certificate of ${appId}, or its metrics token, expires within ${days} day${days === 1 ? '' : 's'}. Pushes that need the certificate fail from then on.`,
      metric: expiry,
      threshold: days,
      comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      periods: overDays,
    })),
    {
      name: `credentials of ${appId} are faulty`,
      runbookEntry: 'credentials-faulty',
      what: `The stored credentials of ${appId} have a fault: some of its pushes fail.`,
      metric: stageMetric(stage, 'CredentialFaults', { appId }, { statistic: Stats.MAXIMUM, ...daily }),
      threshold: 1,
      periods: overDays,
    },
    ...apnsEnvironments.map((environment) => ({
      name: `probe of ${appId} in ${environment} failed`,
      runbookEntry: 'probe-failed',
      what: `Apple's ${environment} host rejected a credential of ${appId}, or could not be reached.`,
      metric: stageMetric(stage, 'ProbeFailed', { environment, appId }, { statistic: Stats.MAXIMUM, ...daily }),
      threshold: 1,
      periods: overDays,
    })),
  ];
}
