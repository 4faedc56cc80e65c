/** Whether the account's quotas are enough for what the stage is set to. */
import type { StageConfig } from '../../cdk/stageConfig.ts';
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import {
  type AccountQuota,
  type QuotaReading,
  readApiQuotas,
  readLambdaQuota,
  readServiceQuota,
  serviceQuotaNames,
  serviceQuotas,
} from './accountQuotas.ts';
import { type QuotaName, type QuotaNeeds, quotaNeeds, type ServiceQuotaName } from './quotaNeeds.ts';

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
    ...serviceQuotaNames.filter((quota) => needs?.[quota] !== 0).map((quota) => readServiceQuota(callAws, quota)),
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
  messages_in_flight: 'SQS messages in flight per queue',
  ring_connections_rate: 'AppSync connections per second',
  ring_publishes_rate: 'AppSync publishes per second',
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
  messages_in_flight: {
    code: 'messages_in_flight_low',
    effect: 'Above it SQS gives workers no more messages, and deliveries and call timers come late.',
    lower: '`maxDeliveryWorkers`',
  },
  ring_connections_rate: {
    code: 'ring_connections_rate_low',
    effect: 'Above it phones that ring cannot listen for the end of their ring and ask for it, which costs more.',
    lower: '`throttles`, or set `rings` to `polling`,',
  },
  ring_publishes_rate: {
    code: 'ring_publishes_rate_low',
    effect: 'Above it phones that listen do not hear that their ring is over.',
    lower: '`throttles`, or set `rings` to `polling`,',
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
  put_events_rate: requestOf('put_events_rate'),
  messages_in_flight: requestOf('messages_in_flight'),
  ring_connections_rate: requestOf('ring_connections_rate'),
  ring_publishes_rate: requestOf('ring_publishes_rate'),
};

function requestOf(name: ServiceQuotaName): (needed: number, region: string) => string {
  const { service, code } = serviceQuotas[name];
  return (needed, region) => `Ask for more: ${request(service, code, needed, region)}.`;
}

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
