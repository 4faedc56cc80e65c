import { nextMessageAttemptSeconds } from '../rules/retryPlan.ts';
import { outcomeOf, skipped, type TargetOutcome } from '../rules/targetOutcome.ts';
import type { Ports, RetryTask } from './ports.ts';
import { type PushPorts, pushToTarget } from './pushToTarget.ts';

export type RetryPorts = PushPorts & Pick<Ports, 'clock' | 'messages' | 'retries'>;

const pushDeadlineMs = 8000;

/**
 * Sends a message's push again, with its apns-id, to the token that the device holds now. A user who has logged out in
 * the meantime gets nothing (S4-02).
 */
export async function retryPush(ports: RetryPorts, task: RetryTask): Promise<void> {
  const { messageId, userId, deviceId, kind, headers, payload } = task;
  const target = { userId, deviceId, kind };
  const device = await ports.devices.find(userId, deviceId);
  if (device === undefined) return record(ports, messageId, skipped(target, 'no_device'));
  const token = device.tokens[kind];
  if (token === undefined) return record(ports, messageId, skipped(target, 'no_token'));
  if (token.state === 'quarantined') return record(ports, messageId, skipped(target, 'quarantined'));

  const deadlineMs = ports.clock.nowMs() + pushDeadlineMs;
  const { answer, verdict, environment } = await pushToTarget(ports, {
    target,
    device,
    token,
    headers,
    payload,
    deadlineMs,
  });
  const delaySeconds = nextMessageAttemptSeconds(task.attemptsMade + 1);
  const willRetry = verdict.next === 'retry_later' && delaySeconds !== undefined;
  if (willRetry) {
    await ports.retries.enqueue([{ task: { ...task, attemptsMade: task.attemptsMade + 1 }, delaySeconds }]);
  }
  await record(ports, messageId, outcomeOf(target, environment, answer, willRetry));
}

async function record(ports: RetryPorts, messageId: string, outcome: TargetOutcome): Promise<void> {
  const { outcome: event, deviceId, kind, reason } = outcome;
  const at = new Date(ports.clock.nowMs()).toISOString();
  await ports.messages.recordOutcome(messageId, outcome, { at, event, deviceId, kind, reason });
}
