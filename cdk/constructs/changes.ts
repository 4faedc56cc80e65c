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
import { followedSorts, followedWrites } from '../../shared/events/aws/followedItems.ts';
import { type StageConfig, stackName } from '../stageConfig.ts';
import { lastResortQueue } from './workQueue.ts';

const { batchSize, retryAttempts } = streamSettings;

/** The event bus of the stage, and what publishes each change of a call or a message to it: the table's stream. */
export class Changes extends Construct {
  readonly eventBus: EventBus;
  /** Positions in the stream of the changes that could not be published. */
  readonly failureQueue: Queue;
  readonly #followedSorts: readonly string[];

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    this.#followedSorts = followedSorts(stage.messageEvents);
    this.eventBus = new EventBus(this, 'Bus', { eventBusName: stackName(stage) });
    this.failureQueue = lastResortQueue(
      this,
      'FailureQueue',
      stage,
      'This queue is the end of the line, for changes that could not be published. It holds their place in the stream.',
    );
    Validations.of(this.failureQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue of the event source mapping, which the rule does not look at.',
    });
  }

  /** @param follower its role must allow this: see permissions.ts. */
  follow(streamArn: string, follower: IFunction): void {
    const { queueArn } = this.failureQueue;
    new EventSourceMapping(this, 'Consumer', {
      target: follower,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      retryAttempts,
      // A change that cannot be published holds up the others only until it is isolated.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: queueArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or(...followedWrites),
          dynamodb: { Keys: { sk: { S: FilterRule.or(...this.#followedSorts) } } },
        }),
      ],
    });
  }
}
