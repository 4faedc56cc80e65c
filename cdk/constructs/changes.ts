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

/** The event bus of the stage, and what tells it of each change of a call or a message: the table's stream. */
export class Changes extends Construct {
  readonly eventBus: EventBus;
  /** Where in the stream those changes stand that could not be told. */
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

  /** @param follower its role must allow that: see permissions.ts. */
  follow(streamArn: string, follower: IFunction): void {
    const { queueArn } = this.failureQueue;
    new EventSourceMapping(this, 'Consumer', {
      target: follower,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      retryAttempts,
      // One change that cannot be told holds the others up only until it stands alone.
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
