/** The origin of a task travels through the queue as attributes of its message: the task need not know it. */
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { Origin } from '../ports.ts';
import { currentOrigin } from './workScope.ts';

/** For a message that is put into a queue now. */
export function originAttributes(): Record<string, MessageAttributeValue> {
  const { requestId, requestedAtMs } = currentOrigin() ?? {};
  return {
    ...(requestId !== undefined && { requestId: { DataType: 'String', StringValue: requestId } }),
    ...(requestedAtMs !== undefined && { requestedAtMs: { DataType: 'Number', StringValue: String(requestedAtMs) } }),
  };
}

/** @returns undefined for a message without a request behind it, or from an older version. */
export function originOf({ requestId, requestedAtMs }: SQSMessageAttributes = {}): Origin | undefined {
  if (requestId?.stringValue === undefined) return undefined;
  return {
    requestId: requestId.stringValue,
    ...(requestedAtMs?.stringValue !== undefined && { requestedAtMs: Number(requestedAtMs.stringValue) }),
  };
}
