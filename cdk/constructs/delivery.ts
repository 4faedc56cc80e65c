import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deliverySettings } from '../../shared/functionSettings.ts';
import type { StageConfig } from '../stageConfig.ts';

const { batchSize, maxReceiveCount, visibilityTimeoutSeconds } = deliverySettings;

/** The queue of pushes that are sent later or again, and where those go that cannot be worked on. */
export class Delivery extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(visibilityTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is the dead-letter queue: it is the end of the line. What lands here is put back by hand.',
    });
  }

  /** Makes `worker` the only consumer of the queue. Its role must allow that: see permissions.ts. */
  feed(worker: IFunction, stage: StageConfig): void {
    const mapping = new EventSourceMapping(this, 'Consumer', {
      target: worker,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: stage.maxDeliveryWorkers,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Lambda takes no failure destination for an SQS source. The queue has a dead-letter queue instead.',
    });
  }
}
