/** Alarms on the work behind the requests: deliveries, call timers, changes of the table. Is it done, and in time? */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StageConfig } from '../../stageConfig.ts';
import type { Alert } from './alert.ts';
import { stageMetric } from './stageMetric.ts';
import type { Watched } from './watched.ts';

const soon = Duration.minutes(5);

/**
 * A retry may be delayed for 15 minutes, and a task whose worker died comes back after three. Work that goes well is never older
 * than half an hour.
 */
const oldestDeliverySeconds = 30 * 60;
/** A call rings for ten minutes at most, and its timer is set when it begins. */
const oldestCallTimerSeconds = 15 * 60;
/** The ringing time of most calls: beyond this they end too late. */
const oldestChangeMs = 60_000;
/** Work is retried. A few failures are a hiccup of AWS, and the next attempt succeeds. */
const manyFailures = 5;
/** The code catches the errors that it foresees. One crash is a hiccup, three are a fault. */
const manyCrashes = 3;

/** Work that was given up and waits for someone to look. These alarms exist on every stage. */
export function alarmsOfWorkSetAside(watched: Watched): Alert[] {
  const { delivery, callTimers, broadcasts, changeFailureQueue, webhooks } = watched;
  const alert = (name: string, runbookEntry: string, what: string, queue: IQueue): Alert => ({
    name,
    runbookEntry,
    what,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: soon }),
    threshold: 1,
  });
  return [
    alert(
      'deliveries were dead-lettered',
      'deliveries-were-dead-lettered',
      'Pushes failed on every try and are in the dead-letter queue: their recipients got nothing.',
      delivery.deadLetterQueue,
    ),
    alert(
      'call timers were dead-lettered',
      'call-timers-were-dead-lettered',
      'Call timers failed on every try: those calls did not end by themselves.',
      callTimers.deadLetterQueue,
    ),
    alert(
      'broadcast tasks were dead-lettered',
      'broadcast-tasks-were-dead-lettered',
      'Parts of a broadcast failed on every try: their devices got nothing.',
      broadcasts.deadLetterQueue,
    ),
    alert(
      'changes were given up',
      'changes-were-given-up',
      'Changes of calls or messages were given up: their call timers, call log entries and events are missing.',
      changeFailureQueue,
    ),
    ...(webhooks
      ? [
          alert(
            'webhook deliveries were dead-lettered',
            'webhook-deliveries-were-dead-lettered',
            'Events failed on every attempt and are in the dead-letter queue of webhooks: your backend did not get them.',
            webhooks.deadLetterQueue,
          ),
        ]
      : []),
  ];
}

export function alarmsOfLateWork(stage: StageConfig, { delivery, callTimers, functions }: Watched): Alert[] {
  const oldest = { statistic: Stats.MAXIMUM, period: soon };
  const publishes = stage.events !== 'none';
  const workers = [
    'deliver',
    'broadcastWorker',
    'callTimer',
    'callChanges',
    ...(publishes ? (['events', 'webhooks'] as const) : []),
  ] as const;
  return [
    {
      name: 'deliveries wait too long',
      runbookEntry: 'deliveries-wait-too-long',
      what: 'The oldest delivery has been in its queue for half an hour.',
      metric: delivery.queue.metricApproximateAgeOfOldestMessage(oldest),
      threshold: oldestDeliverySeconds,
    },
    {
      name: 'call timers wait too long',
      runbookEntry: 'call-timers-wait-too-long',
      what: 'The oldest call timer has been in its queue for a quarter of an hour: calls ring too long.',
      metric: callTimers.queue.metricApproximateAgeOfOldestMessage(oldest),
      threshold: oldestCallTimerSeconds,
    },
    {
      name: 'changes wait too long',
      runbookEntry: 'changes-wait-too-long',
      what: "The function `callChanges` is a minute behind the table's stream: calls end late.",
      metric: functions.callChanges.metric('IteratorAge', oldest),
      threshold: oldestChangeMs,
    },
    ...(publishes
      ? [
          {
            name: 'events wait too long',
            runbookEntry: 'events-wait-too-long',
            what: "The function `events` is a minute behind the table's stream: your backend gets its events late.",
            metric: functions.events.metric('IteratorAge', oldest),
            threshold: oldestChangeMs,
          },
          {
            name: 'a webhook was disabled',
            runbookEntry: 'a-webhook-was-disabled',
            what: 'A receiver has answered 410, or failed for three days. It gets no events until somebody sets its webhook again.',
            metric: stageMetric(stage, 'WebhookDisabled', {}, { statistic: Stats.SUM, period: soon }),
            threshold: 1,
          },
        ]
      : []),
    ...workers.map((name) => ({
      name: `${name} crashes`,
      runbookEntry: 'a-worker-crashes',
      what: `The function \`${name}\` has crashed, run out of memory or run out of time ${manyCrashes} times within five minutes.`,
      metric: functions[name].metricErrors({ statistic: Stats.SUM, period: soon }),
      threshold: manyCrashes,
    })),
    {
      name: 'work fails',
      runbookEntry: 'work-fails',
      what: `Deliveries, call timers, changes or webhooks have failed ${manyFailures} times within five minutes. They are being retried.`,
      metric: stageMetric(stage, 'WorkFailed', {}, { statistic: Stats.SUM, period: soon }),
      threshold: manyFailures,
    },
  ];
}
