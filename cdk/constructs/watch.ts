import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { apnsEnvironments } from '../../shared/rules/device.ts';
import { type MetricDimensions, type MetricName, metricNamespace } from '../../shared/rules/metricTable.ts';
import type { StageConfig } from '../stageConfig.ts';

/** Time enough to make a new certificate, even when the one who may is on holiday; then louder and louder. */
const expiryDays = [30, 14, 7, 1] as const;
/** UTC: in office hours of Europe and Asia, so that an alarm finds somebody. */
const dailyAt = { hour: '7', minute: '0' } as const;

interface Alert {
  /** Ends the alarm's name, after the stack's. */
  name: string;
  /** Of docs/runbook.md. */
  runbookEntry: string;
  what: string;
  metric: Metric;
  threshold: number;
  comparison?: ComparisonOperator;
  /** Days, when what is measured comes once a day; otherwise one period of the metric. */
  overDays?: number;
}

/**
 * The daily look at the credentials of all apps, and the alarms about credentials. An alarm says what has happened, and
 * where in docs/runbook.md it says what to do.
 */
export class Watch extends Construct {
  readonly #stage: StageConfig;
  readonly #topic: Topic | undefined;

  constructor(scope: Construct, id: string, stage: StageConfig, watch: IFunction) {
    super(scope, id);
    this.#stage = stage;
    const daily = new Rule(this, 'Daily', {
      description: `Ringpost ${stage.name}: inspects the APNs credentials of all apps`,
      schedule: Schedule.cron(dailyAt),
      targets: [new LambdaFunction(watch, { event: RuleTargetInput.fromObject({ apps: stage.apps }) })],
    });
    Validations.of(daily).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'An event that cannot be handed over is not worth keeping: the next day brings the same one.',
    });
    this.#topic = stage.alarmEmail === undefined ? undefined : this.#mailTopic(stage.alarmEmail);
    for (const alert of [...stage.apps.flatMap((appId) => this.#alertsOfApp(appId)), ...this.#alertsOfPushes()]) {
      this.#addAlarm(alert);
    }
    this.#addAlarm({
      name: 'watch failed',
      runbookEntry: 'watch-failed',
      what: 'The daily look at the credentials has failed, so nobody would hear of one that expires.',
      metric: watch.metricErrors({ period: Duration.hours(1) }),
      threshold: 1,
    });
  }

  #alertsOfApp(appId: string): Alert[] {
    const daily = { period: Duration.days(1), overDays: 2 };
    const expiry = this.#metric('CredentialDaysToExpiry', { appId }, Stats.MINIMUM, daily.period);
    return [
      ...expiryDays.map((days) => ({
        name: `credential of ${appId} expires within ${days} day${days === 1 ? '' : 's'}`,
        runbookEntry: 'credential-expires',
        what: `A certificate of ${appId} expires within ${days} day${days === 1 ? '' : 's'}; then its pushes fail.`,
        metric: expiry,
        threshold: days,
        comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
        overDays: daily.overDays,
      })),
      {
        name: `credentials of ${appId} are faulty`,
        runbookEntry: 'credentials-faulty',
        what: `Something is wrong with what is stored for ${appId}: some of its pushes fail.`,
        metric: this.#metric('CredentialFaults', { appId }, Stats.MAXIMUM, daily.period),
        threshold: 1,
        overDays: daily.overDays,
      },
      ...apnsEnvironments.map((environment) => ({
        name: `probe of ${appId} in ${environment} failed`,
        runbookEntry: 'probe-failed',
        what: `Apple's ${environment} host did not take a credential of ${appId}, or could not be reached.`,
        metric: this.#metric('ProbeFailed', { environment, appId }, Stats.MAXIMUM, daily.period),
        threshold: 1,
        overDays: daily.overDays,
      })),
    ];
  }

  /** As they happen. */
  #alertsOfPushes(): Alert[] {
    const soon = Duration.minutes(5);
    return apnsEnvironments.flatMap((environment) => [
      {
        name: `credential refused in ${environment}`,
        runbookEntry: 'credential-refused',
        what: `Apple's ${environment} host refuses a credential: pushes that need it fail.`,
        metric: this.#metric('CredentialRefused', { environment }, Stats.SUM, soon),
        threshold: 1,
      },
      {
        name: `no credential for ${environment}`,
        runbookEntry: 'no-credential',
        what: `Pushes for ${environment} were not sent, because no stored credential serves them.`,
        metric: this.#metric('NoCredential', { environment }, Stats.SUM, soon),
        threshold: 1,
      },
      {
        name: `refusal burst in ${environment}`,
        runbookEntry: 'refusal-burst',
        what: `Apple's ${environment} host refuses many device tokens at once. None is given up until it ends.`,
        metric: this.#metric('RefusalBurst', { environment }, Stats.SUM, soon),
        threshold: 1,
      },
    ]);
  }

  #metric<N extends MetricName>(name: N, dimensions: MetricDimensions<N>, statistic: string, period: Duration): Metric {
    return new Metric({
      namespace: metricNamespace,
      metricName: name,
      dimensionsMap: { stage: this.#stage.name, ...dimensions },
      statistic,
      period,
    });
  }

  #addAlarm({ name, runbookEntry, what, metric, threshold, comparison, overDays = 1 }: Alert): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}: ${name}`,
      alarmDescription: `${what} What to do: docs/runbook.md#${runbookEntry}`,
      metric,
      threshold,
      comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // A day that ends between two looks must not end the alarm.
      evaluationPeriods: overDays,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.#topic === undefined) return;
    const mail = new SnsAction(this.#topic);
    alarm.addAlarmAction(mail);
    alarm.addOkAction(mail);
  }

  /** Not encrypted with a key of its own, which would cost a dollar a month: alarms say nothing that is secret. */
  #mailTopic(email: string): Topic {
    const topic = new Topic(this, 'Alarms', { displayName: `Ringpost ${this.#stage.name}`, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    Validations.of(topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'SNS keeps no failed e-mail for later. The alarm itself stays visible in CloudWatch until it ends.',
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }
}
