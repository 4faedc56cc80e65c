import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dev, prod } from '../../../cdk/stages.ts';
import { checkQuotas } from '../../../cli/doctor/checkQuotas.ts';
import { describeReport } from '../../../cli/doctor/describeReport.ts';
import { quotaNeeds } from '../../../cli/doctor/quotaNeeds.ts';
import {
  apiGatewayAccount,
  callFakeAccount,
  endpointsOf,
  type FakeAccount,
  type FakeAnswer,
  good,
  jsonError,
  lambdaSettings,
  region,
  restDenial,
  serviceQuota,
  startFakeAccount,
} from '../../support/fakeAccount.ts';

let account: FakeAccount;
beforeEach(async () => {
  account = await startFakeAccount();
  for (const [name, url] of Object.entries(endpointsOf(account))) vi.stubEnv(name, url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await account.stop();
});

const publishing = { ...prod, events: 'all' } as const;
const check = (stage: typeof prod | undefined) =>
  checkQuotas({ name: 'prod', region, callAws: callFakeAccount() }, stage);

describe('what a stage needs', () => {
  it('is one route of each caller at its throttle, its workers and the events of both', () => {
    // Act
    const needs = quotaNeeds(publishing);

    // Assess
    expect(needs).toEqual({
      lambda_concurrency: 282,
      api_rate: 3_020,
      api_burst: 3_040,
      put_events_rate: 900,
      messages_in_flight: 500,
      ring_connections_rate: 2_000,
      ring_publishes_rate: 2_000,
    });
  });

  it('does not include PutEvents where the stage publishes nothing', () => {
    // Act
    const needs = quotaNeeds({ ...prod, events: 'none' });

    // Assess
    expect(needs.put_events_rate).toBe(0);
  });

  it('does not include AppSync where phones ask', () => {
    // Act
    const { ring_connections_rate, ring_publishes_rate } = quotaNeeds({ ...prod, rings: 'polling' });

    // Assess
    expect([ring_connections_rate, ring_publishes_rate]).toEqual([0, 0]);
  });
});

describe('quotas of an account', () => {
  it('with the usual quotas are enough for dev and prod', async () => {
    // Act
    const checks = [await check(prod), await check(dev), await check(publishing)];

    // Assess
    expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
    expect(checks[2]?.quotas).toEqual([
      { name: 'lambda_concurrency', value: 1_000, needed: 282 },
      { name: 'api_rate', value: 10_000, needed: 3_020 },
      { name: 'api_burst', value: 5_000, needed: 3_040 },
      { name: 'put_events_rate', value: 10_000, needed: 900 },
      { name: 'messages_in_flight', value: 120_000, needed: 500 },
      { name: 'ring_connections_rate', value: 2_000, needed: 2_000 },
      { name: 'ring_publishes_rate', value: 2_000, needed: 2_000 },
    ]);
  });

  it('equal to the needs are enough', async () => {
    // Prepare
    account.answers.set('GetAccountSettings', good(lambdaSettings(282)));
    account.answers.set('GetAccount', good(apiGatewayAccount(3_020, 3_040)));
    account.answers.set('GetServiceQuota', good(serviceQuota(900)));

    // Act
    const { findings } = await check(publishing);

    // Assess
    expect(findings).toEqual([]);
  });

  it.each<[string, string, FakeAnswer, string]>([
    [
      'lambda_concurrency_low',
      'GetAccountSettings',
      good(lambdaSettings(10)),
      '--service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region eu-central-1`',
    ],
    [
      'api_rate_low',
      'GetAccount',
      good(apiGatewayAccount(2_500, 5_000)),
      '--service-code apigateway --quota-code L-8A5B8E43 --desired-value 3020 --region eu-central-1`',
    ],
    ['api_burst_low', 'GetAccount', good(apiGatewayAccount(10_000, 1_250)), 'AWS Support'],
    [
      'put_events_rate_low',
      'GetServiceQuota',
      good(serviceQuota(400)),
      '--service-code events --quota-code L-9B653E91 --desired-value 900 --region eu-central-1`',
    ],
    [
      'messages_in_flight_low',
      'GetServiceQuota sqs L-C491D5A4',
      good(serviceQuota(100)),
      '--service-code sqs --quota-code L-C491D5A4 --desired-value 500 --region eu-central-1`',
    ],
    [
      'ring_connections_rate_low',
      'GetServiceQuota appsync L-10498098',
      good(serviceQuota(100)),
      '--service-code appsync --quota-code L-10498098 --desired-value 2000 --region eu-central-1`',
    ],
    [
      'ring_publishes_rate_low',
      'GetServiceQuota appsync L-27770490',
      good(serviceQuota(100)),
      'or set `rings` to `polling`',
    ],
  ])('that are too low are a warning: %s', async (code, operation, answer, fix) => {
    // Prepare
    account.answers.set(operation, answer);

    // Act
    const { findings } = await check(publishing);

    // Assess
    expect(findings).toEqual([
      {
        code,
        severity: 'warning',
        what: expect.stringContaining("The account's quota"),
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  it('say how much there is and how much the stage needs', async () => {
    // Prepare
    account.answers.set('GetAccountSettings', good(lambdaSettings(10)));

    // Act
    const { findings } = await check(prod);

    // Assess
    expect(findings[0]?.what).toContain('quota of concurrent Lambda executions is 10; the stage needs 282.');
  });

  it('are AWS defaults where the account has none of its own', async () => {
    // Prepare
    account.answers.set('GetServiceQuota', jsonError('NoSuchResourceException', 'The request failed.'));
    account.answers.set('GetAWSDefaultServiceQuota', good(serviceQuota(2_400)));

    // Act
    const { quotas, findings } = await check(publishing);

    // Assess
    expect(findings).toEqual([]);
    expect(quotas).toContainEqual({ name: 'put_events_rate', value: 2_400, needed: 900 });
  });

  it('of PutEvents are not asked for where the stage publishes nothing', async () => {
    // Act
    await check({ ...prod, events: 'none' });

    // Assess
    expect(account.asked).toContain('GetAccountSettings');
    expect(account.asked).not.toContain('GetServiceQuota');
  });
});

describe('unknown quotas', () => {
  it.each<[string, string, FakeAnswer, number]>([
    ['lambda:GetAccountSettings', 'GetAccountSettings', restDenial('lambda:GetAccountSettings'), 1],
    ['apigateway:GET', 'GetAccount', restDenial('apigateway:GET'), 2],
    [
      'servicequotas:GetServiceQuota',
      'GetServiceQuota',
      jsonError('AccessDeniedException', 'User is not authorized to perform: servicequotas:GetServiceQuota'),
      1,
    ],
  ])('stay unknown, with the missing permission: %s', async (permission, operation, answer, count) => {
    // Prepare
    account.answers.set(operation, answer);

    // Act
    const { quotas, findings } = await check(publishing);

    // Assess
    const note = { code: 'quota_unknown', severity: 'note', fix: expect.stringContaining(`\`${permission}\``) };
    expect(findings).toMatchObject(Array(count).fill(note));
    expect(quotas.filter(({ value }) => value === undefined)).toHaveLength(count);
  });

  it('name the permission for the default, if only that is missing', async () => {
    // Prepare
    account.answers.set('GetServiceQuota', jsonError('NoSuchResourceException', 'The request failed.'));
    account.answers.set('GetAWSDefaultServiceQuota', jsonError('AccessDeniedException', 'User is not authorized'));

    // Act
    const { findings } = await check(publishing);

    // Assess
    expect(findings).toMatchObject([
      { code: 'quota_unknown', fix: expect.stringContaining('`servicequotas:GetAWSDefaultServiceQuota`') },
    ]);
  });

  it.each<[string, FakeAnswer, string]>([
    [
      'AWS is busy',
      { status: 429, errorType: 'TooManyRequestsException', body: { Message: 'Rate exceeded' } },
      'TooManyRequestsException: Rate exceeded',
    ],
    [
      'the answer is not JSON',
      { status: 200, body: '<html>' },
      'AWS answered without AccountLimit.UnreservedConcurrentExecutions',
    ],
    ['the answer lacks the field', good({ AccountLimit: {} }), 'AWS answered without'],
    ['a proxy answers', { status: 502, body: '<html>' }, 'status 502'],
  ])('say why: %s', async (_what, answer, why) => {
    // Prepare
    account.answers.set('GetAccountSettings', answer);

    // Act
    const { findings } = await check(prod);

    // Assess
    expect(findings).toMatchObject([{ code: 'quota_unknown', severity: 'note', what: expect.stringContaining(why) }]);
  });

  it('say that AWS did not answer', async () => {
    // Prepare
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', 'http://127.0.0.1:1');

    // Act
    const { findings } = await check(prod);

    // Assess
    expect(findings).toMatchObject([{ what: expect.stringContaining('127.0.0.1:1 did not answer') }]);
  });
});

describe('a comparison', () => {
  it('is left out, and said to be, for a stage that cdk/stages.ts does not name', async () => {
    // Act
    const { quotas, findings } = await check(undefined);

    // Assess
    expect(findings).toMatchObject([{ code: 'quotas_not_compared', severity: 'note' }]);
    expect(quotas.map(({ value, needed }) => [value, needed])).toContainEqual([1_000, undefined]);
  });

  it('is not made where there is no account', async () => {
    // Act
    const result = await checkQuotas({ name: 'lab', region, callAws: undefined }, undefined);

    // Assess
    expect(result).toEqual({ quotas: [], findings: [] });
  });

  it('is shown with what is there, what is needed and what is unknown', async () => {
    // Prepare
    account.answers.set('GetAccountSettings', good(lambdaSettings(10)));
    account.answers.set('GetServiceQuota', jsonError('AccessDeniedException', 'User is not authorized'));
    const { quotas, findings } = await check(publishing);
    const stage = { kind: 'stage', name: 'prod', label: 'stage prod in eu-central-1' } as const;

    // Act
    const coloured = describeReport({
      ok: false,
      stage,
      checkedAt: '',
      parts: [{ name: 'api', isReached: true, detail: '' }],
      apps: [],
      quotas,
      findings,
    });

    // Assess
    const text = stripVTControlCharacters(coloured);
    expect(text).toMatch(/! concurrent Lambda executions +10, needed 282\n/);
    expect(text).toMatch(/✓ API Gateway requests per second +10,000, needed 3,020\n/);
    expect(text).toMatch(/· EventBridge PutEvents requests per second +unknown, needed 900\n/);
  });
});
