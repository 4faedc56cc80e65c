/** Whether the account's quotas are enough for what the stage is set to. */
import type { StageConfig } from '../../cdk/stageConfig.ts';
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import {
  type AccountQuota,
  putEventsQuotaCode,
  type QuotaReading,
  readApiQuotas,
  readLambdaQuota,
  readPutEventsQuota,
} from './accountQuotas.ts';
import { type QuotaName, type QuotaNeeds, quotaNeeds } from './quotaNeeds.ts';

export interface CheckedQuota {
  name: QuotaName;
  /** Absent if it could not be read. */
  value?: number;
  /** How much the stage needs. Absent if cdk/stages.ts does not have the stage. */
  needed?: number;
}

export interface QuotaCheck {
  quotas: CheckedQuota[];
  findings: Finding[];
}

/** @param stage as cdk/stages.ts has it; undefined if that file does not name it. */
export async function checkQuotas(
  { name, region, callAws }: Pick<StageAccess, 'name' | 'region' | 'callAws'>,
  stage: StageConfig | undefined,
): Promise<QuotaCheck> {
  if (callAws === undefined) return { quotas: [], findings: [] };
  const needs = stage && quotaNeeds(stage);
  const read = await Promise.all([
    readLambdaQuota(callAws),
    readApiQuotas(callAws),
    ...(needs?.put_events_rate === 0 ? [] : [readPutEventsQuota(callAws)]),
  ]);
  const quotas = read.flat();
  return {
    quotas: quotas.map((quota) => withNeed(quota, needs)),
    findings: [
      ...(needs === undefined ? [notCompared(name)] : []),
      ...quotas.flatMap((quota) => (quota.reading.isKnown ? tooLow(quota, needs, region) : unknownQuota(quota))),
    ],
  };
}

function withNeed({ name, reading }: AccountQuota, needs: QuotaNeeds | undefined): CheckedQuota {
  return { name, ...(reading.isKnown && { value: reading.value }), ...(needs && { needed: needs[name] }) };
}

export const quotaTitles: Readonly<Record<QuotaName, string>> = {
  lambda_concurrency: 'concurrent Lambda executions',
  api_rate: 'API Gateway requests per second',
  api_burst: 'API Gateway requests in a burst',
  put_events_rate: 'EventBridge PutEvents requests per second',
};

/** With a comma between thousands. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** What happens above each quota, and how the stage can do with less. */
const consequences: Readonly<Record<QuotaName, { code: string; effect: string; lower: string }>> = {
  lambda_concurrency: {
    code: 'lambda_concurrency_low',
    effect: 'Above it API requests end in 5xx, and queues wait.',
    lower: '`maxDeliveryWorkers` or `throttles`',
  },
  api_rate: {
    code: 'api_rate_low',
    effect: 'Above it API Gateway answers 429, although the stage would take the requests.',
    lower: '`ratePerSecond` of `throttles`',
  },
  api_burst: {
    code: 'api_burst_low',
    effect: 'Above it API Gateway answers 429, although the stage would take the requests.',
    lower: '`burst` of `throttles`',
  },
  put_events_rate: {
    code: 'put_events_rate_low',
    effect: 'Above it events of calls and messages come late, and Ringpost gives up those that fail too often.',
    lower: '`events`',
  },
};

function tooLow({ name, reading }: AccountQuota, needs: QuotaNeeds | undefined, region: string): Finding[] {
  const needed = needs?.[name] ?? 0;
  if (!reading.isKnown || reading.value >= needed) return [];
  const { code, effect, lower } = consequences[name];
  return [
    {
      code,
      severity: 'warning',
      what: `The account's quota of ${quotaTitles[name]} is ${grouped(reading.value)}; the stage needs ${grouped(needed)}. ${effect}`,
      fix: `${waysToRaise[name](needed, region)} Or lower ${lower} of the stage in cdk/stages.ts.`,
    },
  ];
}

const request = (service: string, code: string, value: number, region: string) =>
  `\`aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} ` +
  `--desired-value ${value} --region ${region}\``;

/** Default of an account in use, which AWS grants to new ones on request. */
const usualConcurrency = 1_000;

const waysToRaise: Readonly<Record<QuotaName, (needed: number, region: string) => string>> = {
  lambda_concurrency: (needed, region) =>
    `Ask for more: ${request('lambda', 'L-B99A9384', Math.max(needed, usualConcurrency), region)}.`,
  api_rate: (needed, region) => `Ask for more: ${request('apigateway', 'L-8A5B8E43', needed, region)}.`,
  api_burst: () => 'AWS sets the burst by the rate: ask AWS Support for a higher rate.',
  put_events_rate: (needed, region) => `Ask for more: ${request('events', putEventsQuotaCode, needed, region)}.`,
};

function unknownQuota({ name, reading }: { name: QuotaName; reading: QuotaReading }): Finding[] {
  if (reading.isKnown) return [];
  const { why, missingPermission } = reading;
  return [
    {
      code: 'quota_unknown',
      severity: 'note',
      what: `The account's quota of ${quotaTitles[name]} is unknown: ${why}.`,
      fix:
        missingPermission === undefined
          ? 'Run doctor again; the Service Quotas console shows the quota too.'
          : `Give your AWS credentials the permission \`${missingPermission}\` (docs/cli.md), or look in the Service Quotas console.`,
    },
  ];
}

function notCompared(name: string): Finding {
  return {
    code: 'quotas_not_compared',
    severity: 'note',
    what: `The account's quotas are not compared with the stage: cdk/stages.ts has no stage ${name}.`,
    fix: 'Run doctor in the checkout from which the stage was deployed.',
  };
}
