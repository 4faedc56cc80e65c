import { readFileSync } from 'node:fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { Watch } from '../../cdk/constructs/watch.ts';
import { stageProblems } from '../../cdk/stageConfig.ts';
import { dev } from '../../cdk/stages.ts';
import { metricTable } from '../../shared/rules/metricTable.ts';
import { onlyResource, resourcesOf } from './support/resources.ts';
import { cdkContext, rootDirectory, stageTemplate, withAssemblyDirectory } from './support/synthesise.ts';

const apps = ['com.example.chat', 'com.example.calls'];
const alarmEmail = 'ops@example.com';

let quiet: Template;
let mailing: Template;

beforeAll(async () => {
  const { alarmEmail: _none, ...silent } = dev;
  quiet = await stageTemplate({ ...silent, apps });
  mailing = await stageTemplate({ ...dev, apps, alarmEmail });
});

interface AlarmProperties {
  AlarmName: string;
  AlarmDescription: string;
  MetricName: string;
  Namespace: string;
  Dimensions: { Name: string; Value: unknown }[];
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

const alarmsOf = (template: Template) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties as unknown as AlarmProperties);
const valuesOf = ({ Dimensions }: AlarmProperties) =>
  Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));

describe('the watch function', () => {
  it('is told once a day which apps there are', () => {
    // Prepare
    const rule = onlyResource(quiet, 'AWS::Events::Rule').Properties;

    // Act
    const { ScheduleExpression, State, Targets } = rule as {
      ScheduleExpression: string;
      State: string;
      Targets: { Input: string; Arn: { 'Fn::GetAtt': [string, string] } }[];
    };

    // Assess
    expect(ScheduleExpression).toBe('cron(0 7 * * ? *)');
    expect(State).toBe('ENABLED');
    expect(Targets.map(({ Input }) => JSON.parse(Input))).toEqual([{ apps }]);
    expect(Targets[0]?.Arn['Fn::GetAtt'][0]).toMatch(/^watch/);
  });

  it('may be invoked by that rule', () => {
    // Prepare
    const ruleId = Object.keys(quiet.findResources('AWS::Events::Rule'))[0];

    // Act
    const permissions = resourcesOf(quiet, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties['Principal'] === 'events.amazonaws.com',
    );

    // Assess
    expect(permissions.map(({ Properties }) => Properties)).toMatchObject([
      { Action: 'lambda:InvokeFunction', SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] } },
    ]);
  });
});

describe('the alarms', () => {
  it.each(apps)('tell 30, 14, 7 and 1 days before a credential of %s expires', (appId) => {
    // Prepare
    const alarms = alarmsOf(quiet).filter(({ MetricName }) => MetricName === 'CredentialDaysToExpiry');

    // Act
    const ofApp = alarms.filter((alarm) => valuesOf(alarm)['appId'] === appId);

    // Assess
    expect(ofApp.map(({ Threshold }) => Threshold)).toEqual([30, 14, 7, 1]);
    for (const alarm of ofApp) {
      expect(alarm).toMatchObject({
        AlarmName: expect.stringContaining(appId),
        ComparisonOperator: 'LessThanOrEqualToThreshold',
        Statistic: 'Minimum',
        Period: 86_400,
        EvaluationPeriods: 2,
        DatapointsToAlarm: 1,
        TreatMissingData: 'notBreaching',
      });
    }
  });

  it('ask for metrics as they are recorded', () => {
    // Prepare
    const ours = alarmsOf(quiet).filter(({ Namespace }) => Namespace === 'Ringpost');

    // Act
    const asked = ours.map((alarm) => [alarm.MetricName, Object.keys(valuesOf(alarm)).sort()]);

    // Assess
    const recorded = Object.entries(metricTable).map(([name, { dimensions }]) => [
      name,
      ['stage', ...dimensions].sort(),
    ]);
    for (const alarm of asked) expect(recorded).toContainEqual(alarm);
    expect(ours.map((alarm) => valuesOf(alarm)['stage'])).toEqual(ours.map(() => 'dev'));
  });

  it.each([
    ['CredentialFaults', [{ appId: apps[0] }, { appId: apps[1] }]],
    ['ProbeFailed', apps.flatMap((appId) => bothEnvironments().map((one) => ({ ...one, appId })))],
    ['CredentialRefused', bothEnvironments()],
    ['NoCredential', bothEnvironments()],
    ['RefusalBurst', bothEnvironments()],
  ])('tell of one %s', (name, dimensions) => {
    // Prepare
    const alarms = alarmsOf(quiet).filter(({ MetricName }) => MetricName === name);

    // Act
    const told = alarms.map((alarm) => valuesOf(alarm));

    // Assess
    expect(told).toEqual(dimensions.map((values) => ({ stage: 'dev', ...values })));
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    }
  });

  it('tell when the watch function itself fails', () => {
    // Prepare
    const alarms = alarmsOf(quiet).filter(({ Namespace }) => Namespace === 'AWS/Lambda');

    // Act
    const functions = alarms.map(valuesOf);

    // Assess
    expect(alarms).toMatchObject([{ MetricName: 'Errors', Threshold: 1, Statistic: 'Sum' }]);
    expect(JSON.stringify(functions)).toContain('watch');
  });

  it('each have a name of their own, and an entry in the runbook', () => {
    // Prepare
    const runbook = readFileSync(`${rootDirectory}docs/runbook.md`, 'utf8');
    const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );

    // Act
    const alarms = alarmsOf(quiet);

    // Assess
    expect(new Set(alarms.map(({ AlarmName }) => AlarmName)).size).toBe(alarms.length);
    const linked = alarms.map(({ AlarmDescription }) => /docs\/runbook\.md#([\w-]+)$/.exec(AlarmDescription)?.[1]);
    expect(linked.filter((anchor) => anchor === undefined || !anchors.includes(anchor))).toEqual([]);
  });
});

describe('the mail of alarms', () => {
  it('goes nowhere unless the stage names an address', () => {
    // Prepare
    const topics = resourcesOf(quiet, 'AWS::SNS::Topic');

    // Act
    const actions = alarmsOf(quiet).flatMap(({ AlarmActions = [], OKActions = [] }) => [...AlarmActions, ...OKActions]);

    // Assess
    expect([topics, actions]).toEqual([[], []]);
  });

  it('goes to that address, when an alarm begins and when it ends', () => {
    // Prepare
    const [topicId] = Object.keys(mailing.findResources('AWS::SNS::Topic'));

    // Act
    const subscription = onlyResource(mailing, 'AWS::SNS::Subscription').Properties;

    // Assess
    expect(subscription).toEqual({ Protocol: 'email', Endpoint: alarmEmail, TopicArn: { Ref: topicId } });
    for (const { AlarmActions, OKActions } of alarmsOf(mailing)) {
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: topicId }], [{ Ref: topicId }]]);
    }
  });

  it('may be sent by the alarms of this account, and by nobody without TLS', () => {
    // Prepare
    const { PolicyDocument } = onlyResource(mailing, 'AWS::SNS::TopicPolicy').Properties as {
      PolicyDocument: { Statement: object[] };
    };

    // Act
    const statements = PolicyDocument.Statement;

    // Assess
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('is as safe as cdk-nag wants it, which sees only stages without an address otherwise', async () => {
    // Prepare
    const build = (outdir: string) => {
      const app = new App({ outdir, context: cdkContext, builtinCloudFormationValidation: false });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
      const stack = new Stack(app, 'mailing');
      const watch = LambdaFunction.fromFunctionName(stack, 'watch', 'watch');
      new Watch(stack, 'Watch', { ...dev, alarmEmail }, watch);
      app.synth();
      return JSON.parse(readFileSync(`${outdir}/validation-report.json`, 'utf8'));
    };

    // Act
    const report = await withAssemblyDirectory(build);

    // Assess
    expect(report.pluginReports).toEqual([]);
  });

  it('needs an address that is one', () => {
    // Prepare
    const stage = { ...dev, alarmEmail: 'ops at example.com' };

    // Act
    const problems = stageProblems([stage]);

    // Assess
    expect(problems).toEqual([
      'stage `dev`: alarmEmail `ops at example.com` is no e-mail address: write it as ops@example.com, or leave it out',
    ]);
  });
});

function bothEnvironments() {
  return [{ environment: 'production' }, { environment: 'development' }];
}
