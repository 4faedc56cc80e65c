/** The account's quotas that limit a stage, as AWS answers them. */

import type { AwsAnswer, CallAws } from '../stage/awsCaller.ts';
import { isDenied } from '../stage/awsFailure.ts';
import type { QuotaName, ServiceQuotaName } from './quotaNeeds.ts';

export type QuotaReading =
  | { isKnown: true; value: number }
  | {
      isKnown: false;
      why: string;
      /** IAM action that the credentials lack. */
      missingPermission?: string;
    };

export interface AccountQuota {
  name: QuotaName;
  reading: QuotaReading;
}

/** Unreserved concurrency: other functions of the account cannot lend what is reserved for them. */
export async function readLambdaQuota(callAws: CallAws): Promise<AccountQuota[]> {
  const answer = await callAws('lambda', { method: 'GET', path: '/2016-08-19/account-settings/' });
  const path = ['AccountLimit', 'UnreservedConcurrentExecutions'];
  return [{ name: 'lambda_concurrency', reading: readNumber(answer, path, 'lambda:GetAccountSettings') }];
}

/** Throttle of all APIs of the account in the region together. */
export async function readApiQuotas(callAws: CallAws): Promise<AccountQuota[]> {
  // Without this header API Gateway answers in HAL.
  const answer = await callAws('apigateway', {
    method: 'GET',
    path: '/account',
    headers: { accept: 'application/json' },
  });
  const read = (field: string) => readNumber(answer, ['throttleSettings', field], 'apigateway:GET');
  return [
    { name: 'api_rate', reading: read('rateLimit') },
    { name: 'api_burst', reading: read('burstLimit') },
  ];
}

/** Where Service Quotas has them. */
export const serviceQuotas: Readonly<Record<ServiceQuotaName, { service: string; code: string }>> = {
  // PutEvents throttle limit in transactions per second.
  put_events_rate: { service: 'events', code: 'L-9B653E91' },
  // In-flight messages per standard queue.
  messages_in_flight: { service: 'sqs', code: 'L-C491D5A4' },
  // Event APIs: rate of connections per API.
  ring_connections_rate: { service: 'appsync', code: 'L-10498098' },
  // Rate of request tokens, of which a publish takes one.
  ring_publishes_rate: { service: 'appsync', code: 'L-27770490' },
};

export const serviceQuotaNames = Object.keys(serviceQuotas) as ServiceQuotaName[];

export async function readServiceQuota(callAws: CallAws, name: ServiceQuotaName): Promise<AccountQuota[]> {
  const applied = await askServiceQuotas(callAws, name, 'GetServiceQuota');
  const hasNoneApplied = !applied.isAnswered && applied.errorName === 'NoSuchResourceException';
  const operation = hasNoneApplied ? 'GetAWSDefaultServiceQuota' : 'GetServiceQuota';
  const answer = hasNoneApplied ? await askServiceQuotas(callAws, name, operation) : applied;
  return [{ name, reading: readNumber(answer, ['Quota', 'Value'], `servicequotas:${operation}`) }];
}

function askServiceQuotas(callAws: CallAws, name: ServiceQuotaName, operation: string): Promise<AwsAnswer> {
  const { service: ServiceCode, code: QuotaCode } = serviceQuotas[name];
  return callAws('servicequotas', {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `ServiceQuotasV20190624.${operation}` },
    body: JSON.stringify({ ServiceCode, QuotaCode }),
  });
}

/** @param path of the field in the answer. @param action that reading it needs. */
function readNumber(answer: AwsAnswer, path: readonly string[], action: string): QuotaReading {
  if (!answer.isAnswered) {
    const { errorName, message } = answer;
    if (isDenied(errorName))
      return { isKnown: false, why: 'the credentials may not read it', missingPermission: action };
    return { isKnown: false, why: message === errorName ? message : `${errorName}: ${message}` };
  }
  const value = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), answer.body);
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return { isKnown: true, value };
  return { isKnown: false, why: `AWS answered without ${path.join('.')}` };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
