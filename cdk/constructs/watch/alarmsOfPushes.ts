/**
 * Alarms on what APNs answers to pushes, as it happens. Only for the production environment, which all users are in: development
 * serves debug builds, whose tokens and credentials are often wrong, and whose developers look at them anyway.
 */
import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageConfig } from '../../stageConfig.ts';
import type { Alert } from './alert.ts';
import { stageMetric } from './stageMetric.ts';

const environment = 'production';

/**
 * Share of the pushes that APNs decides on. A stage loses a few tokens a day, and each is rejected once. A fifth of all pushes
 * for a quarter of an hour means a wrong topic, payload or environment.
 */
const refusedPercent = 20;

/**
 * A function stops dropping tokens by itself at five rejections in five minutes, so this takes several functions, or a long time.
 */
const manyQuarantined = 20;

export function alarmsOfPushes(stage: StageConfig): Alert[] {
  const soon = Duration.minutes(5);
  const sum = (name: EnvironmentMetric): Metric =>
    stageMetric(stage, name, { environment }, { statistic: Stats.SUM, period: soon });
  return [
    {
      name: `credential refused in ${environment}`,
      runbookEntry: 'credential-refused',
      what: `Apple's ${environment} host rejects a credential: pushes that need it fail.`,
      metric: sum('CredentialRefused'),
      threshold: 1,
    },
    {
      name: `provider token refused in ${environment}`,
      runbookEntry: 'provider-token-refused',
      what: `Apple's ${environment} host rejects the provider token as expired, invalid, or renewed too often.`,
      metric: sum('ProviderTokenRefused'),
      threshold: 1,
    },
    {
      name: `no credential for ${environment}`,
      runbookEntry: 'no-credential',
      what: `Pushes for ${environment} were not sent, because no stored credential covers them.`,
      metric: sum('NoCredential'),
      threshold: 1,
    },
    {
      name: `refusal burst in ${environment}`,
      runbookEntry: 'refusal-burst',
      what: `Apple's ${environment} host rejects many device tokens at once. No token is dropped until the burst ends.`,
      metric: sum('RefusalBurst'),
      threshold: 1,
    },
    {
      name: `many pushes refused in ${environment}`,
      runbookEntry: 'many-pushes-refused',
      what: `Apple's ${environment} host has rejected ${refusedPercent} % of the pushes for a quarter of an hour.`,
      metric: stageMetric(stage, 'PushesRefusedPercent', { environment }, { statistic: Stats.AVERAGE, period: soon }),
      threshold: refusedPercent,
      periods: 3,
      periodsOver: 3,
    },
    {
      name: 'many tokens quarantined',
      runbookEntry: 'many-tokens-quarantined',
      what: `Both of Apple's hosts have rejected ${manyQuarantined} device tokens within a quarter of an hour.`,
      metric: stageMetric(stage, 'TokenQuarantined', {}, { statistic: Stats.SUM, period: Duration.minutes(15) }),
      threshold: manyQuarantined,
    },
    {
      name: 'an app version loses more',
      runbookEntry: 'an-app-version-loses-more',
      what: 'The latest version of an app reports fewer of its rings or messages than the version before it, or rings later.',
      metric: stageMetric(stage, 'AppVersionsWorse', {}, { statistic: Stats.MAXIMUM, period: Duration.days(1) }),
      threshold: 1,
      periods: 2,
    },
    {
      name: 'Apple counts fewer pushes',
      runbookEntry: 'apple-counts-fewer-pushes',
      what: "Apple's own counts of a day are lower than what it accepted from Ringpost, by more than rounding explains.",
      metric: stageMetric(stage, 'LedgerDaysShort', {}, { statistic: Stats.MAXIMUM, period: Duration.days(1) }),
      threshold: 1,
      periods: 2,
    },
  ];
}

type EnvironmentMetric = 'CredentialRefused' | 'ProviderTokenRefused' | 'NoCredential' | 'RefusalBurst';
