import { Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { streamSettings } from '../../shared/api/functionSettings.ts';
import {
  type FollowedItems,
  followedByEvents,
  followedCalls,
  followedWrites,
} from '../../shared/events/aws/followedItems.ts';
import { type StageConfig, stackName } from '../stageConfig.ts';
import { lastResortQueue } from './workQueue.ts';

const { batchSize, retryAttempts } = streamSettings;

/**
 * What follows from changes of calls and messages: the table's stream feeds one function that sets timers and writes call logs,
 * and another one that publishes events. They fail, wait and retry apart from each other.
 */
export class Changes extends Construct {
  readonly eventBus: EventBus;
  /** Positions in the stream of the changes that were given up. */
  readonly failureQueue: Queue;
  readonly #published: FollowedItems;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    this.#published = followedByEvents[stage.events];
    this.eventBus = new EventBus(this, 'Bus', { eventBusName: stackName(stage) });
    this.failureQueue = lastResortQueue(
      this,
      'FailureQueue',
      stage,
      'This queue is the end of the line, for changes that were given up. It holds their place in the stream.',
    );
    Validations.of(this.failureQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of the event source mapping, which the rule does not look at.',
    });
  }

  /** The roles of the functions must allow this: see permissions.ts. */
  follow(streamArn: string, { callChanges, events }: Readonly<Record<'callChanges' | 'events', IFunction>>): void {
    this.#map('Consumer', streamArn, callChanges, followedCalls);
    if (this.#published.sorts.length > 0) this.#map('Publisher', streamArn, events, this.#published);
  }

  #map(id: string, streamArn: string, follower: IFunction, { sorts, prefixes }: FollowedItems): void {
    const { queueArn } = this.failureQueue;
    new EventSourceMapping(this, id, {
      target: follower,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      retryAttempts,
      // A change that cannot be processed holds up the others only until it is isolated.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: queueArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or(...followedWrites),
          dynamodb: { Keys: { sk: { S: [...sorts, ...prefixes.flatMap((prefix) => FilterRule.beginsWith(prefix))] } } },
        }),
      ],
    });
  }
}
