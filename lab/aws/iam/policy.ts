/**
 * Decides by IAM's rules whether statements allow something, as far as Ringpost's statements go: they name their
 * actions in full, allow something, and have conditions only on DynamoDB's partition keys, and on the service that a
 * role is passed to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Statement } from '../../../cdk/statements.ts';

/** One permission that a request needs. */
export interface Authorization {
  /** Such as `dynamodb:GetItem`. */
  action: string;
  /** An ARN. */
  resource: string;
  /** All partition keys that the request touches: the value of `dynamodb:LeadingKeys`. */
  leadingKeys?: readonly string[] | undefined;
  /** Service that a role is passed to: the value of `iam:PassedToService`. */
  passedToService?: string | undefined;
}

export function isAllowed(statements: readonly Statement[], authorization: Authorization): boolean {
  return statements.some((each) => allows(each, authorization));
}

function allows({ Action, Resource, Condition = {} }: Statement, authorization: Authorization): boolean {
  const { action, resource, leadingKeys = [], passedToService } = authorization;
  if (!Action.includes(action) || !Resource.some((pattern) => isLike(resource, pattern))) return false;
  const service = Condition.StringEquals?.['iam:PassedToService'];
  if (service !== undefined && service !== passedToService) return false;
  const patterns = Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  return patterns === undefined || leadingKeys.every((key) => patterns.some((pattern) => isLike(key, pattern)));
}

/** IAM's `StringLike`: `*` is any characters, `?` is any one; case-sensitive. */
export function isLike(text: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'su').test(text);
}
