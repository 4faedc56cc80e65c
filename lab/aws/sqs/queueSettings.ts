/**
 * Attributes of queues: `{"DelaySeconds": "5"}` on the wire, numbers inside.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
import { isRecord } from '../protocol/isRecord.ts';
import { type AwsFailure, failure, type Input } from '../protocol/jsonProtocol.ts';
import type { Queue, QueueSettings } from './queue.ts';

interface NumberAttribute {
  setting: Exclude<keyof QueueSettings, 'redrive'>;
  byDefault: number;
  min: number;
  max: number;
}

const numberAttributes: Readonly<Record<string, NumberAttribute>> = {
  VisibilityTimeout: { setting: 'visibilityTimeoutSeconds', byDefault: 30, min: 0, max: 43_200 },
  DelaySeconds: { setting: 'delaySeconds', byDefault: 0, min: 0, max: 900 },
  ReceiveMessageWaitTimeSeconds: { setting: 'receiveWaitSeconds', byDefault: 0, min: 0, max: 20 },
  MaximumMessageSize: { setting: 'maximumMessageBytes', byDefault: 1_048_576, min: 1024, max: 1_048_576 },
};

/** @param queueByArn finds the dead-letter queue. */
export function readQueueSettings(
  attributes: Input,
  queueByArn: (arn: string) => Queue | undefined,
): QueueSettings | AwsFailure {
  const settings: QueueSettings = {
    visibilityTimeoutSeconds: 0,
    delaySeconds: 0,
    receiveWaitSeconds: 0,
    maximumMessageBytes: 0,
  };
  for (const [name, { setting, byDefault, min, max }] of Object.entries(numberAttributes)) {
    const value = Number(attributes[name] ?? byDefault);
    if (!Number.isInteger(value) || value < min || value > max) {
      return failure('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
    settings[setting] = value;
  }
  for (const name of Object.keys(attributes)) {
    if (name !== 'RedrivePolicy' && !Object.hasOwn(numberAttributes, name)) {
      return failure('InvalidAttributeName', `The lab's queues have no attribute ${name}.`);
    }
  }
  const { RedrivePolicy: policy } = attributes;
  if (policy === undefined) return settings;
  const redrive = readRedrivePolicy(String(policy), queueByArn);
  return redrive
    ? { ...settings, redrive }
    : failure('InvalidAttributeValue', 'Invalid value for the parameter RedrivePolicy.');
}

function readRedrivePolicy(
  policy: string,
  queueByArn: (arn: string) => Queue | undefined,
): NonNullable<QueueSettings['redrive']> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = parsed;
  const deadLetterQueue = queueByArn(String(deadLetterTargetArn));
  const count = Number(maxReceiveCount);
  if (!deadLetterQueue || !Number.isInteger(count) || count < 1 || count > 1000) return undefined;
  return { deadLetterQueue, maxReceiveCount: count };
}

/** All attributes that GetQueueAttributes returns. */
export function describeQueue(queue: Queue): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const createdAt = String(Math.floor(queue.createdAtMs / 1000));
  const numbers = Object.entries(numberAttributes).map(([name, { setting }]) => [name, String(settings[setting])]);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdAt,
    LastModifiedTimestamp: createdAt,
    ...Object.fromEntries(numbers),
    ...(settings.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: settings.redrive.deadLetterQueue.arn,
        maxReceiveCount: settings.redrive.maxReceiveCount,
      }),
    }),
  };
}
