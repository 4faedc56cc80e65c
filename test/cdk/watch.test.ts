import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { RingpostStack } from '../../cdk/ringpostStack.ts';
import { stageProblems } from '../../cdk/stageConfig.ts';
import { dev } from '../../cdk/stages.ts';
import { onlyResource, resourcesOf } from './support/resources.ts';
import { cdkContext, rootDirectory, withAssemblyDirectory } from './support/synthesise.ts';
import {
  type AlarmProperties,
  alarmEmail,
  alarmsOf,
  apps,
  isRecorded,
  valuesOf,
  watchedStages,
} from './support/watchedStages.ts';

let quiet: Template;
let mailing: Template;
let few: Template;

beforeAll(async () => {
  ({ quiet, mailing, few } = await watchedStages());
});

const most = (MetricName: string, Threshold: number) => ({ MetricName, Threshold, Statistic: 'Maximum', Period: 300 });
const sum = (MetricName: string, Threshold: number) => ({ MetricName, Threshold, Statistic: 'Sum', Period: 300 });

describe('the watch function', () => {
  it('gets the list of apps once a day', () => {
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

  it('lets that rule invoke it', () => {
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
  it.each(apps)('go off 30, 14, 7 and 1 days before a credential of %s expires', (appId) => {
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

  it('read metrics under the names that the code records', () => {
    // Prepare
    const ours = alarmsOf(quiet).filter(({ Namespace }) => Namespace === 'Ringpost');

    // Act
    const asked = ours.map((alarm) => ({ name: alarm.MetricName, dimensions: valuesOf(alarm) }));

    // Assess
    expect(asked.filter((metric) => !isRecorded(metric, 'prod'))).toEqual([]);
  });

  it.each([
    ['CredentialFaults', [{ appId: apps[0] }, { appId: apps[1] }]],
    ['ProbeFailed', apps.flatMap((appId) => bothEnvironments().map((one) => ({ ...one, appId })))],
    ['CredentialRefused', [{ environment: 'production' }]],
    ['ProviderTokenRefused', [{ environment: 'production' }]],
    ['NoCredential', [{ environment: 'production' }]],
    ['RefusalBurst', [{ environment: 'production' }]],
  ])('report one %s', (name, dimensions) => {
    // Prepare
    const alarms = alarmsOf(quiet).filter(({ MetricName }) => MetricName === name);

    // Act
    const told = alarms.map((alarm) => valuesOf(alarm));

    // Assess
    expect(told).toEqual(dimensions.map((values) => ({ stage: 'prod', ...values })));
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    }
  });

  it.each<[string, Partial<AlarmProperties>, string]>([
    ['deliveries were dead-lettered', most('ApproximateNumberOfMessagesVisible', 1), 'DeliveryDeadLetterQueue'],
    ['call timers were dead-lettered', most('ApproximateNumberOfMessagesVisible', 1), 'CallTimersDeadLetterQueue'],
    ['broadcast tasks were dead-lettered', most('ApproximateNumberOfMessagesVisible', 1), 'BroadcastsDeadLetterQueue'],
    ['changes were given up', most('ApproximateNumberOfMessagesVisible', 1), 'ChangesFailureQueue'],
    ['deliveries wait too long', most('ApproximateAgeOfOldestMessage', 1800), 'DeliveryQueue'],
    ['call timers wait too long', most('ApproximateAgeOfOldestMessage', 900), 'CallTimersQueue'],
    ['changes wait too long', most('IteratorAge', 60_000), 'callChanges'],
    ['events wait too long', most('IteratorAge', 60_000), 'events'],
    ['work fails', sum('WorkFailed', 5), 'prod'],
    ['deliver crashes', sum('Errors', 3), 'deliver'],
    ['broadcastWorker crashes', sum('Errors', 3), 'broadcastWorker'],
    ['callTimer crashes', sum('Errors', 3), 'callTimer'],
    ['callChanges crashes', sum('Errors', 3), 'callChanges'],
    ['events crashes', sum('Errors', 3), 'events'],
    ['webhooks crashes', sum('Errors', 3), 'webhooks'],
    ['a webhook was disabled', sum('WebhookDisabled', 1), 'prod'],
    ['webhook deliveries were dead-lettered', most('ApproximateNumberOfMessagesVisible', 1), 'WebhooksDeadLetterQueue'],
    ['many tokens quarantined', { ...sum('TokenQuarantined', 20), Period: 900 }, 'prod'],
    ['API fails', sum('5xx', 5), 'ApiHttpApi'],
    ['many requests are refused', sum('4xx', 10_000), 'ApiHttpApi'],
    ['API throttles', sum('RequestsThrottled', 100), 'prod'],
    ['table reads are throttled', sum('ReadThrottleEvents', 10), 'DataTable'],
    ['table writes are throttled', sum('WriteThrottleEvents', 10), 'DataTable'],
    ['one key is throttled', sum('WriteKeyRangeThroughputThrottleEvents', 10), 'DataTable'],
    ['watch failed', { ...sum('Errors', 1), Period: 3600 }, 'watch'],
  ])('go off when %s', (name, expected, watched) => {
    // Prepare
    const alarms = alarmsOf(quiet);

    // Act
    const [alarm, ...others] = alarms.filter(({ AlarmName }) => AlarmName === `ringpost-prod: ${name}`);

    // Assess
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ ...expected, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    expect(JSON.stringify(alarm?.Dimensions)).toContain(watched);
  });

  it('report a high share of rejected pushes only if it lasts, because a quiet stage may send nothing but one dead token', () => {
    // Prepare
    const alarms = alarmsOf(quiet);

    // Act
    const alarm = alarms.find(({ MetricName }) => MetricName === 'PushesRefusedPercent');

    // Assess
    expect(alarm).toMatchObject({
      Statistic: 'Average',
      Threshold: 20,
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  it('report a throttled function of any kind, because the limit belongs to the account', () => {
    // Prepare
    const alarms = alarmsOf(quiet);

    // Act
    const alarm = alarms.find(({ MetricName }) => MetricName === 'Throttles');

    // Assess
    expect(alarm).toMatchObject({ Namespace: 'AWS/Lambda', Statistic: 'Sum', Threshold: 1 });
    expect(alarm?.Dimensions).toBeUndefined();
  });

  it('use no metric math, which is billed per metric', () => {
    // Prepare
    const alarms = resourcesOf(quiet, 'AWS::CloudWatch::Alarm');

    // Act
    const withMath = alarms.filter(({ Properties }) => Properties['Metrics'] !== undefined);

    // Assess
    expect(withMath).toEqual([]);
  });

  it('cover only credentials and dead-lettered work on a stage without users', () => {
    // Prepare
    const names = alarmsOf(few).map(({ AlarmName }) => AlarmName);

    // Act
    const others = names.filter((name) => !/credential|probe|watch|dead-lettered|given up/.test(name));

    // Assess
    expect(dev.alarms).toBe('few');
    expect(others).toEqual([]);
    expect(names).toHaveLength(7 * dev.apps.length + 6);
  });

  it('cost as much as docs/observability.md says: $0.10 each', () => {
    // Prepare
    const forEachApp = 7;
    const ofBudget = 3;

    // Act
    const count = alarmsOf(quiet).length;

    // Assess
    expect(count).toBe(forEachApp * apps.length + 34 + ofBudget);
  });

  it('go off at 50, 80 and 100 percent of a budget, and only where there is one', () => {
    // Act
    const [withBudget, without] = [quiet, few].map((template) =>
      alarmsOf(template).filter(({ MetricName }) => MetricName === 'BudgetUsedPercent'),
    );

    // Assess
    expect(withBudget?.map(({ Threshold }) => Threshold).toSorted((one, other) => one - other)).toEqual([50, 80, 100]);
    expect(without).toEqual([]);
  });

  it('each have a unique name and a runbook entry, and each entry has its alarm', () => {
    // Prepare
    const runbook = readFileSync(`${rootDirectory}docs/runbook.md`, 'utf8');
    const entries = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
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
    expect([...new Set(linked)].sort()).toEqual(entries.sort());
  });
});

describe('throttled requests', () => {
  it('are counted from the access log, whose lines name stage and status', () => {
    // Prepare
    const { AccessLogSettings } = onlyResource(quiet, 'AWS::ApiGatewayV2::Stage').Properties as {
      AccessLogSettings: { Format: string };
    };

    // Act
    const filter = onlyResource(quiet, 'AWS::Logs::MetricFilter').Properties;

    // Assess
    expect(JSON.parse(AccessLogSettings.Format)).toMatchObject({
      stage: 'prod',
      status: '$context.status',
      functionMs: '$context.integrationLatency',
    });
    expect(filter).toMatchObject({
      // A request that no function saw.
      FilterPattern: '{ ($.status = "429") && ($.functionMs = "-") }',
      LogGroupName: { Ref: expect.stringContaining('AccessLog') },
      MetricTransformations: [
        {
          MetricNamespace: 'Ringpost',
          MetricName: 'RequestsThrottled',
          MetricValue: '1',
          Dimensions: [{ Key: 'stage', Value: '$.stage' }],
        },
      ],
    });
  });
});

describe('the mail of alarms', () => {
  it('is not sent unless the stage names an address', () => {
    // Prepare
    const topics = resourcesOf(quiet, 'AWS::SNS::Topic');

    // Act
    const actions = alarmsOf(quiet).flatMap(({ AlarmActions = [], OKActions = [] }) => [...AlarmActions, ...OKActions]);

    // Assess
    expect([topics, actions]).toEqual([[], []]);
  });

  it('goes to that address when an alarm begins and when it ends', () => {
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

  it('accepts only alarms of this account, and only over TLS', () => {
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

  it('passes cdk-nag, which otherwise sees only stages without an address', async () => {
    // Prepare
    const build = (outdir: string) => {
      const app = new App({ outdir, context: cdkContext, builtinCloudFormationValidation: false });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
      new RingpostStack(app, 'mailing', { stage: { ...dev, alarmEmail } });
      app.synth();
      return JSON.parse(readFileSync(`${outdir}/validation-report.json`, 'utf8'));
    };

    // Act
    const report = await withAssemblyDirectory(build);

    // Assess
    expect(report.pluginReports).toEqual([]);
  });

  it('needs a valid address', () => {
    // Prepare
    const stage = { ...dev, alarmEmail: 'ops at example.com' };

    // Act
    const problems = stageProblems([stage]);

    // Assess
    expect(problems).toEqual([
      'stage `dev`: alarmEmail `ops at example.com` is not an e-mail address: write it as ops@example.com, or leave it out',
    ]);
  });
});

function bothEnvironments() {
  return [{ environment: 'production' }, { environment: 'development' }];
}
