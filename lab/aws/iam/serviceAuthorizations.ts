/**
 * Permissions that requests to SQS, Secrets Manager and EventBridge need.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { accountId, region } from '../localAws.ts';
import type { Input } from '../protocol/jsonProtocol.ts';
import { recordListMember, textMember } from '../protocol/members.ts';
import type { Authorization } from './policy.ts';

export const queueArn = (name: string): string => `arn:aws:sqs:${region}:${accountId}:${name}`;
export const eventBusArn = (name: string): string => `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
/** @param name with its six-character suffix, or a pattern. */
export const secretArn = (name: string): string => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;

/** A batch needs the permission of its single action, once. */
export function sqsAuthorizations(operation: string, input: Input): Authorization[] {
  const name = textMember(input, 'QueueUrl')?.split('/').at(-1) ?? '';
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: queueArn(name) }];
}

/** @param arnOf a secret by its name; undefined if there is none: then AWS checks whether the name would match. */
export function secretsManagerAuthorizations(arnOf: (secretId: string) => string | undefined) {
  return (operation: string, input: Input): Authorization[] => {
    const secretId = textMember(input, 'SecretId') ?? '';
    return [{ action: `secretsmanager:${operation}`, resource: arnOf(secretId) ?? secretArn(secretId) }];
  };
}

export function eventBridgeAuthorizations(operation: string, input: Input): Authorization[] {
  const buses = recordListMember(input, 'Entries').map((entry) => textMember(entry, 'EventBusName') ?? 'default');
  return [...new Set(buses)].map((name) => ({ action: `events:${operation}`, resource: eventBusArn(name) }));
}
