import { Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { StageConfig } from '../../stageConfig.ts';
import { alarmMail } from './alarmMail.ts';
import { alarmsOfBudget } from './alarmsOfBudget.ts';
import { alarmsOfCredentials } from './alarmsOfCredentials.ts';
import { alarmsOfLimits } from './alarmsOfLimits.ts';
import { alarmsOfPushes } from './alarmsOfPushes.ts';
import { alarmsOfLateWork, alarmsOfWorkSetAside } from './alarmsOfWork.ts';
import { addAlarm } from './alert.ts';
import { addDashboard } from './dashboard.ts';
import { throttledRequests } from './throttledRequests.ts';
import type { Watched } from './watched.ts';

/** UTC: in office hours of Europe and Asia, so that an alarm reaches somebody at work. */
const dailyAt = { hour: '7', minute: '0' } as const;

/** The daily check of the credentials of all apps, the stage's alarms, and its dashboard. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, stage: StageConfig, watched: Watched) {
    super(scope, id);
    this.#lookDaily(stage, watched.functions.watch);
    const topic = alarmMail(this, stage);
    const requestsThrottled = throttledRequests(this, stage, watched.accessLog);
    const few = [
      ...alarmsOfCredentials(stage, watched.functions.watch),
      ...alarmsOfWorkSetAside(watched),
      ...alarmsOfBudget(stage),
    ];
    const others = [
      ...alarmsOfPushes(stage),
      ...alarmsOfLateWork(stage, watched),
      ...alarmsOfLimits(watched, requestsThrottled),
    ];
    const alerts = stage.alarms === 'few' ? few : [...few, ...others];
    const alarms = alerts.map((alert) => ({ alert, alarm: addAlarm(this, alert, topic) }));
    addDashboard(this, { stage, watched, alerts: alarms, requestsThrottled });
  }

  #lookDaily(stage: StageConfig, watch: IFunction): void {
    const daily = new Rule(this, 'Daily', {
      description: `Ringpost ${stage.name}: inspects the APNs credentials of all apps`,
      schedule: Schedule.cron(dailyAt),
      targets: [new LambdaFunction(watch, { event: RuleTargetInput.fromObject({ apps: stage.apps }) })],
    });
    Validations.of(daily).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'An event that cannot be delivered is not worth keeping: the next day brings the same one.',
    });
  }
}
