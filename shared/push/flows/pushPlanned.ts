/** Carries out what was planned for one target, at its first attempt. */
import { plainPayload } from '../../apns/rules/preparedPayload.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { Target } from '../rules/decide.ts';
import type { PushAnswer } from '../rules/devicePush.ts';
import { groupOf, type PhoneGroup } from '../rules/phoneStatistics.ts';
import type { DeliverablePush, DeliverableTarget, FailReason } from '../rules/plannedTarget.ts';
import type { RetryPush } from '../rules/retryPush.ts';
import { outcomeOf, skipped, type TargetOutcome } from '../rules/targetOutcome.ts';
import { type DevicePushPorts, pushToDevice } from './pushToDevice.ts';

export interface PushedTarget {
  outcome: TargetOutcome;
  /** App of the device; absent for a skipped target. */
  appId?: string | undefined;
  /** Whose push APNs was asked to deliver: what is counted by version. */
  phone?: PhoneGroup | undefined;
  /** The outcome is `retrying`: the caller puts this into the queue. */
  retry?: RetryPush | undefined;
}

/** How long a push waits for its answer; after that it is retried later. */
export const pushDeadlineMs = 8000;

/** @param deadlineMs epoch milliseconds. */
export async function pushPlanned(
  ports: DevicePushPorts,
  planned: DeliverableTarget,
  deadlineMs: number,
): Promise<PushedTarget> {
  if (planned.decision !== 'push') return withoutPush(planned);
  try {
    return await push(ports, planned, deadlineMs);
  } catch (error) {
    return notPushed(ports, planned, error);
  }
}

/** A target that gets no push. */
export function withoutPush(planned: Exclude<DeliverableTarget, DeliverablePush>): PushedTarget {
  const { target } = planned;
  return { outcome: planned.decision === 'skip' ? skipped(target, planned.rule) : failed(target, planned.reason) };
}

/** Unforeseen, so it is unknown whether the push left. The other targets get theirs. */
export function notPushed(
  { log }: Pick<DevicePushPorts, 'log'>,
  planned: DeliverablePush,
  error: unknown,
): PushedTarget {
  log.error('target not pushed to', errorFields(error));
  return { outcome: failed(planned.target, 'internal_error'), appId: planned.device.appId };
}

function failed(target: Target, reason: FailReason): TargetOutcome {
  return { ...target, outcome: 'failed', reason };
}

async function push(ports: DevicePushPorts, planned: DeliverablePush, deadlineMs: number): Promise<PushedTarget> {
  const { target, device, token, headers, payload, about, occasion } = planned;
  const external = about && { about, attempt: 1, occasion };
  return pushedTarget(
    ports,
    planned,
    await pushToDevice(ports, { target, device, token, headers, payload, deadlineMs, external }),
  );
}

/** What became of a planned push, and whether it is retried. */
export function pushedTarget(
  ports: Pick<DevicePushPorts, 'metrics'>,
  { target, device, headers, payload, pushType, rule, notes = [], occasion }: DeliverablePush,
  sent: PushAnswer,
): PushedTarget {
  // A ring, or an alert instead of one, must not come late, so it is not retried.
  const isRing = pushType === 'voip' || rule === 'territory';
  const willRetry = sent.verdict.next === 'retry_later' && !isRing;
  if (willRetry) ports.metrics.add('PushesRetried', 1, {});
  if (notes.includes('forced')) ports.metrics.add('PushesForced', 1, {});
  return {
    outcome: { ...outcomeOf(target, sent, willRetry), notes: notes.length > 0 ? notes : undefined },
    appId: device.appId,
    phone: groupOf(device, sent.environment),
    retry: willRetry ? { ...target, headers, payload: plainPayload(payload), attemptsMade: 1, occasion } : undefined,
  };
}
