/** The request that led to a task goes with it through the queue, as attributes of its message: the task need not know. */
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

/** @returns undefined for a message that nobody's request has led to, or that an older version has put into the queue. */
export function originOf({ requestId, requestedAtMs }: SQSMessageAttributes = {}): Origin | undefined {
  if (requestId?.stringValue === undefined) return undefined;
  return {
    requestId: requestId.stringValue,
    ...(requestedAtMs?.stringValue !== undefined && { requestedAtMs: Number(requestedAtMs.stringValue) }),
  };
}
