/** Messages of SQS on the wire. */
import type { SQSRecordAttributes } from 'aws-lambda';
import { type AwsFailure, failure, type Input } from '../protocol/jsonProtocol.ts';
import { numberMember, recordMember, textListMember, textMember } from '../protocol/members.ts';
import type { NewMessage, ReceivedMessage } from './queue.ts';

/** Characters that SQS accepts in a body: those of XML 1.0. */
const forbiddenCharacters = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export function outOfRange(input: Input, name: string, min: number, max: number): AwsFailure | undefined {
  const value = numberMember(input, name);
  if (value === undefined || (value >= min && value <= max)) return undefined;
  return invalid(`Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}.`);
}

function invalid(message: string): AwsFailure {
  return failure('InvalidParameterValue', message);
}

export function readNewMessage(input: Input, maximumBytes: number): NewMessage | AwsFailure {
  const body = textMember(input, 'MessageBody');
  if (!body) return failure('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (forbiddenCharacters.test(body)) {
    return failure('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  if (sizeBytes(input) > maximumBytes) {
    return invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`);
  }
  const refused = outOfRange(input, 'DelaySeconds', 0, 900);
  if (refused) return refused;
  const delaySeconds = numberMember(input, 'DelaySeconds');
  const messageGroupId = textMember(input, 'MessageGroupId');
  const messageAttributes = recordMember(input, 'MessageAttributes');
  return {
    body,
    delaySeconds,
    messageGroupId,
    ...(Object.keys(messageAttributes).length > 0 && { messageAttributes }),
  };
}

/** Body and message attributes: names, types and values. */
export function sizeBytes(input: Input): number {
  let bytes = Buffer.byteLength(textMember(input, 'MessageBody') ?? '');
  const attributes = recordMember(input, 'MessageAttributes');
  for (const name of Object.keys(attributes)) {
    const attribute = recordMember(attributes, name);
    bytes += Buffer.byteLength(name);
    bytes += Buffer.byteLength(textMember(attribute, 'DataType') ?? '');
    bytes += Buffer.byteLength(textMember(attribute, 'StringValue') ?? '');
    bytes += Buffer.byteLength(textMember(attribute, 'BinaryValue') ?? '', 'base64');
  }
  return bytes;
}

/** The attributes that SQS itself sets; Lambda's event carries all of them. */
export function systemAttributes(message: ReceivedMessage): SQSRecordAttributes {
  return {
    SenderId: '000000000000',
    SentTimestamp: String(message.sentAtMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
    ...(message.messageGroupId && { MessageGroupId: message.messageGroupId }),
    ...(message.deadLetterSourceArn && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  };
}

/** @param input of ReceiveMessage: names the requested attributes. */
export function wireMessage(message: ReceivedMessage, input: Input): Record<string, unknown> {
  const wanted = [
    ...(textListMember(input, 'MessageSystemAttributeNames') ?? []),
    // Its name until 2024, which older callers still use.
    ...(textListMember(input, 'AttributeNames') ?? []),
  ];
  const attributes = Object.entries(systemAttributes(message)).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  const patterns = textListMember(input, 'MessageAttributeNames') ?? [];
  const messageAttributes = Object.entries(message.messageAttributes ?? {}).filter(([name]) =>
    patterns.some((pattern) => isMatch(name, pattern)),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(messageAttributes.length > 0 && { MessageAttributes: Object.fromEntries(messageAttributes) }),
  };
}

/** A name, `All`, or the beginning of names: `foo.*`. */
function isMatch(name: string, pattern: string): boolean {
  if (pattern === 'All') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -'.*'.length)) : name === pattern;
}
