import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueSettings } from '../../shared/api/functionSettings.ts';
import type { StageConfig } from '../stageConfig.ts';
import { dataRemovalPolicy } from './removal.ts';

/** A queue that feeds one function, and its dead-letter queue for tasks that keep failing. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly #batchSize: number;

  constructor(scope: Construct, id: string, stage: StageConfig, settings: QueueSettings) {
    super(scope, id);
    this.#batchSize = settings.batchSize;
    this.deadLetterQueue = lastResortQueue(
      this,
      'DeadLetterQueue',
      stage,
      'This is the dead-letter queue, the end of the line. Its tasks are put back by hand.',
    );
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(settings.visibilityTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: settings.maxReceiveCount },
    });
  }

  /**
   * Makes `worker` the only consumer of the queue. Its role must allow that: see permissions.ts.
   *
   * @param maxConcurrency maximum number of concurrent workers: 2 to 1,000.
   */
  feed(worker: IFunction, maxConcurrency: number): void {
    const mapping = new EventSourceMapping(this, 'Consumer', {
      target: worker,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.#batchSize,
      reportBatchItemFailures: true,
      maxConcurrency,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Lambda takes no failure destination for an SQS source. The queue has a dead-letter queue instead.',
    });
  }
}

/** Keeps failed work for 14 days. @param reason why it has no dead-letter queue of its own. */
export function lastResortQueue(scope: Construct, id: string, stage: StageConfig, reason: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: dataRemovalPolicy(stage),
  });
  Validations.of(queue).acknowledge({ id: 'Serverless-SQSRedrivePolicy', reason });
  return queue;
}
