/**
 * What EventBridge Scheduler requires of a one-time schedule.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
import { type AwsFailure, failure, type Input } from '../protocol/jsonProtocol.ts';
import { recordMember, textMember } from '../protocol/members.ts';

export interface Schedule {
  name: string;
  group: string;
  /** Epoch milliseconds. */
  atMs: number;
  expression: string;
  targetArn: string;
  roleArn: string;
  input: string;
  /** It is removed after it has fired. */
  isDeletedAfterwards: boolean;
  clientToken: string | undefined;
}

const schedulePattern = /^[0-9a-zA-Z-_.]{1,64}$/;
const tokenPattern = /^[a-zA-Z0-9-_]{1,64}$/;
const atPattern = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
/** Limit of `Input`. */
const inputLimitBytes = 256 * 1024;

/** @param name from the path. @param nowMs epoch milliseconds. */
export function readSchedule(name: string, input: Input, nowMs: number): Schedule | AwsFailure {
  const group = textMember(input, 'GroupName') ?? 'default';
  const clientToken = textMember(input, 'ClientToken');
  const target = recordMember(input, 'Target');
  const [targetArn, roleArn] = [textMember(target, 'Arn'), textMember(target, 'RoleArn')];
  const targetInput = textMember(target, 'Input') ?? '';
  const expression = textMember(input, 'ScheduleExpression') ?? '';
  const zone = textMember(input, 'ScheduleExpressionTimezone') ?? 'UTC';
  const atMs = Date.parse(`${atPattern.exec(expression)?.[1]}Z`);
  const problem = [
    ...when(!schedulePattern.test(name), 'name', 'Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$'),
    ...when(!schedulePattern.test(group), 'groupName', 'Member must satisfy regular expression pattern'),
    ...when(clientToken !== undefined && !tokenPattern.test(clientToken), 'clientToken', 'Member must be a token'),
    ...when(textMember(recordMember(input, 'FlexibleTimeWindow'), 'Mode') !== 'OFF', 'flexibleTimeWindow', 'OFF only'),
    ...when(targetArn === undefined || roleArn === undefined, 'target', 'Member must have Arn and RoleArn'),
    ...when(Buffer.byteLength(targetInput) > inputLimitBytes, 'target.input', 'Member must have length at most 262144'),
    ...when(zone !== 'UTC', 'scheduleExpressionTimezone', 'the lab keeps UTC only'),
    ...when(Number.isNaN(atMs), 'scheduleExpression', `Invalid Schedule Expression ${expression}.`),
    ...when(atMs <= nowMs, 'scheduleExpression', 'The schedule expression must be in the future.'),
  ][0];
  if (problem !== undefined || targetArn === undefined || roleArn === undefined) {
    return failure('ValidationException', problem ?? 'Target is missing.');
  }
  const isDeletedAfterwards = textMember(input, 'ActionAfterCompletion') === 'DELETE';
  return { name, group, atMs, expression, targetArn, roleArn, input: targetInput, isDeletedAfterwards, clientToken };
}

function when(isWrong: boolean, member: string, why: string): string[] {
  return isWrong ? [`Value at '${member}' failed to satisfy constraint: ${why}`] : [];
}
