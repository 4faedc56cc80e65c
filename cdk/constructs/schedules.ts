import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { type StageConfig, stackName } from '../stageConfig.ts';

/** EventBridge Scheduler: wakes broadcasts that wait. The functions make the schedules; here are their group and their role. */
export class Schedules extends Construct {
  readonly groupName: string;
  /** Matches the ARNs of all schedules in the group. */
  readonly schedulesArn: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, stage: StageConfig, queue: { queueArn: string }) {
    super(scope, id);
    // Its schedules are removed with it.
    const group = new ScheduleGroup(this, 'Group', { scheduleGroupName: stackName(stage) });
    this.groupName = stackName(stage);
    const { PARTITION, REGION, ACCOUNT_ID } = Aws;
    // The same text in every account and region, so that cdk-nag finds what is acknowledged.
    this.schedulesArn = `arn:${PARTITION}:scheduler:${REGION}:${ACCOUNT_ID}:schedule/${this.groupName}/*`;
    const role = new Role(this, 'Role', {
      description: `Ringpost ${stage.name}: schedules put tasks of broadcasts into their queue`,
      // Only schedules of this group: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group.scheduleGroupArn },
        },
      }),
      inlinePolicies: {
        send: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
        }),
      },
    });
    this.roleArn = role.roleArn;
  }
}
