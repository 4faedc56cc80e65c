import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dev, prod } from '../../cdk/stages.ts';
import { accessLogBytes } from '../../scripts/cost/accessLog.ts';
import { costAtRest, mostMetrics, type Template } from '../../scripts/cost/atRest.ts';
import { sumOf } from '../../scripts/cost/countUses.ts';
import { costOfUse, type Use } from '../../scripts/cost/ofUse.ts';
import { stageTemplate } from '../cdk/support/synthesise.ts';

let devTemplate: Template;
let prodTemplate: Template;
beforeAll(async () => {
  devTemplate = (await stageTemplate(dev)).toJSON() as Template;
  prodTemplate = (await stageTemplate(prod)).toJSON() as Template;
});

const template = (...resources: Template['Resources'][string][]): Template => ({
  Resources: Object.fromEntries(resources.map((resource, index) => [`Resource${index}`, resource])),
});
const aQueueMapping = { EventSourceArn: { 'Fn::GetAtt': ['DeliveryQueue', 'Arn'] } };

describe('what a stage costs at rest', () => {
  it('is known for every resource of every stage', () => {
    // Prepare
    const templates = [devTemplate, prodTemplate];

    // Act
    const lines = templates.map((each) => costAtRest(each, 1));

    // Assess
    // Dev publishes events, and so has the key of webhooks.
    expect(lines.map((ofStage) => ofStage.find(({ what }) => what === 'secrets')?.count)).toEqual([3, 2]);
    for (const ofStage of lines) {
      for (const { usd } of ofStage) expect(usd).toBeGreaterThan(0);
    }
  });

  it('matches docs/cost.md', () => {
    // Prepare
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    const templates = [devTemplate, prodTemplate];

    // Act
    const totals = templates.map((each) =>
      costAtRest(each, 1)
        .reduce((sum, { usd }) => sum + usd, 0)
        .toFixed(2),
    );

    // Assess: run `npm run cost`, and put its figures there
    expect(page).toContain(`| **total** | | **${totals[0]}** | | **${totals[1]}** |`);
    expect(page).toContain(`has at most ${mostMetrics(1).count} with one app`);
  });

  it('grows with each app by its secret and its alarms', async () => {
    // Prepare
    const two = (
      await stageTemplate({ ...prod, apps: ['com.example.chat', 'com.example.calls'] })
    ).toJSON() as Template;
    const counts = (lines: ReturnType<typeof costAtRest>) =>
      Object.fromEntries(lines.map(({ what, count }) => [what, count]));

    // Act
    const before = counts(costAtRest(prodTemplate, 1));
    const after = counts(costAtRest(two, 2));

    // Assess
    expect(after['secrets']).toBe((before['secrets'] ?? 0) + 1);
    expect(after['alarms, by the metrics that they look at']).toBeGreaterThan(
      before['alarms, by the metrics that they look at'] ?? 0,
    );
    expect(mostMetrics(2).count).toBeGreaterThan(mostMetrics(1).count);
  });

  it('counts each metric of an alarm with metric math, and no stream poller', () => {
    // Prepare
    const metrics = [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a / b' }];
    const made = template(
      { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: metrics } },
      { Type: 'AWS::Lambda::EventSourceMapping', Properties: aQueueMapping },
      {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] } },
      },
    );

    // Act
    const lines = costAtRest(made, 0);

    // Assess
    expect(lines).toEqual([
      { what: 'alarms, by the metrics that they look at', count: 3, usd: expect.closeTo(0.3) },
      { what: 'metrics that the daily watch records', count: 1, usd: expect.closeTo(0.0125) },
      { what: expect.stringContaining('pollers'), count: 1, usd: expect.closeTo(0.2628) },
    ]);
  });

  it('fails for a resource without a known price', () => {
    // Prepare
    const withGateway = template({ Type: 'AWS::EC2::NatGateway' });

    // Act
    const counting = () => costAtRest(withGateway, 1);

    // Assess
    expect(counting).toThrow('AWS::EC2::NatGateway');
  });
});

describe('the cost of a million of something', () => {
  it('includes everything that follows from it', () => {
    // Prepare
    const units = {
      apiRequests: 1,
      invocations: 2,
      queueRequests: 0,
      readUnits: 2,
      writeUnits: 4,
      events: 0,
      secretReads: 0,
      channelOperations: 0,
      channelMinutes: 0,
    };
    const call: Use = { what: 'a call', pushes: 2, units, logBytes: 100, gigabytes: { pushing: 0.25, other: 0.25 } };
    const poll: Use = { ...call, what: 'a poll', pushes: 0, units: { ...units, writeUnits: 0 } };

    // Act
    const sum = sumOf('all', call, [[poll, 120]]);

    // Assess
    expect(sum).toEqual({
      what: 'all',
      pushes: 2,
      units: { ...units, apiRequests: 121, invocations: 242, readUnits: 242 },
      logBytes: 12_100,
      gigabytes: { pushing: 30.25, other: 30.25 },
    });
  });

  it('is its units times their prices, without empty lines', () => {
    // Prepare
    const use: Use = {
      what: 'a message',
      pushes: 1,
      units: {
        apiRequests: 1,
        invocations: 2,
        queueRequests: 0,
        readUnits: 2,
        writeUnits: 4,
        events: 0,
        secretReads: 0,
        channelOperations: 0,
        channelMinutes: 0,
      },
      logBytes: 2_000 - accessLogBytes,
      gigabytes: { pushing: 0.5, other: 2 },
    };

    // Act
    const lines = costOfUse(use);

    // Assess
    expect(lines.map(({ usd }) => usd)).toEqual([1, 0.4, 0.8, 0.25, 2.5, 1, 0.054].map((usd) => expect.closeTo(usd)));
  });
});
