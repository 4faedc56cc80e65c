/** An outcome that the team's function reports about a push that it was handed. */
import type { CallPorts } from '../../calls/ports.ts';
import { participantOf } from '../../calls/rules/call.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { isToMany } from '../../messages/rules/record.ts';
import type { RetryTask } from '../../messages/rules/tasks.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { HandedOverPush, PushPorts } from '../../push/ports.ts';
import type { ExternalPush } from '../../push/rules/externalPush.ts';
import {
  isSameReport,
  type KnownReport,
  nextAttemptSeconds,
  type OutcomeReport,
  type ReportResult,
  resultOf,
} from '../../push/rules/reportedOutcome.ts';
import { countTargets } from '../../push/rules/statistics.ts';

export type RecordOutcomePorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<DevicePorts, 'devices'> &
  Pick<MessagePorts, 'deliveries'> &
  Pick<PushPorts, 'handedOver' | 'reportedOutcomes' | 'externalPushes' | 'statistics'> & {
    messages: Pick<MessagePorts['messages'], 'find'>;
    calls: Pick<CallPorts['calls'], 'find'>;
  };

export interface OutcomeInput extends OutcomeReport {
  userId: string;
  wantedId: string;
  /** The token that the push was for. */
  token: string;
  /** The attempt that it is about. Absent: the last one. */
  attempt?: number | undefined;
}

export interface RecordedOutcome extends ReportResult {
  wantedId: string;
  attempt: number;
}

/** The first report about an attempt counts. The same one again changes nothing, and gets the same answer. */
export async function recordOutcome(
  ports: RecordOutcomePorts,
  { userId, wantedId, token, attempt: given, ...report }: OutcomeInput,
): Promise<RecordedOutcome | Refusal> {
  const push = await ports.handedOver.find(userId, wantedId);
  if (push === undefined) return refuse('unknown_push', `${userId} has no push ${wantedId} without an outcome.`);
  if (push.token.token !== token) return refuse('other_token', `The push ${wantedId} was for another token.`);
  const attempt = given ?? push.attempt;
  if (push.known?.attempt === attempt) return repeated(ports, push, push.known, report);
  if (push.attempt !== attempt) {
    return refuse('other_attempt', `The push ${wantedId} is at attempt ${push.attempt}, not ${attempt}.`);
  }
  const device = await ports.devices.find(userId, push.deviceId);
  const nowMs = ports.clock.nowMs();
  const result = resultOf(push, report, { device, isRinging: await isRinging(ports, push), nowMs });
  const known: KnownReport = { attempt, report, result };
  if (!(await ports.handedOver.claim(push, known))) {
    // Another report was faster.
    const now = await ports.handedOver.find(userId, wantedId);
    if (now?.known?.attempt === attempt) return repeated(ports, now, now.known, report);
    return refuse('unknown_push', `${userId} has no push ${wantedId} without an outcome.`);
  }
  await follow(ports, push, known, device);
  return { wantedId, attempt, ...result };
}

async function repeated(
  ports: RecordOutcomePorts,
  push: HandedOverPush,
  known: KnownReport,
  report: OutcomeReport,
): Promise<RecordedOutcome | Refusal> {
  const { wantedId, userId, deviceId } = push;
  if (!isSameReport(known.report, report)) {
    return refuse('outcome_known', `The push ${wantedId} has another outcome: ${known.report.outcome}.`);
  }
  // The request that stored it has died before the rest.
  if (known.isDone !== true) await follow(ports, push, known, await ports.devices.find(userId, deviceId));
  return { wantedId, attempt: known.attempt, ...known.result };
}

/** All of it may be repeated, except the count: a request that dies before it loses one rather than counting twice. */
async function follow(
  ports: RecordOutcomePorts,
  push: HandedOverPush,
  { attempt, result }: KnownReport,
  device: Device | undefined,
): Promise<void> {
  const { about, userId, deviceId, appId, token } = push;
  const { outcome, reason, repair } = result;
  const nowMs = ports.clock.nowMs();
  ports.log.info('outcome reported', {
    apnsId: push.wantedId,
    appId,
    userId,
    deviceId,
    attempt,
    outcome,
    reason,
    repair,
  });
  if (repair === 'dropped' && device !== undefined) {
    const line = { atMs: nowMs, kind: 'external', repair, reason } as const;
    await ports.devices.dropToken(device, 'external', token, line);
  }
  const message = about.messageId === undefined ? undefined : await ports.messages.find(about.messageId);
  // A recall has no outcomes of its own.
  if (about.purpose !== 'recall') {
    const { purpose } = about;
    const reported = { purpose, userId, deviceId, outcome, reason, repair, at: isoTime(nowMs) };
    await ports.reportedOutcomes.put(about, reported, message !== undefined && isToMany(message));
  }
  if (outcome === 'retrying') await tryAgain(ports, { ...push, attempt });
  const isFirst = await ports.handedOver.finish(push, attempt);
  if (isFirst && outcome !== 'retrying' && about.messageId !== undefined && about.purpose !== 'recall') {
    const target = { userId, deviceId, kind: 'external', outcome } as const;
    await ports.statistics.add(nowMs, countTargets([{ outcome: target, appId }]));
  }
}

async function isRinging({ calls, clock }: RecordOutcomePorts, { about, userId }: ExternalPush): Promise<boolean> {
  if (about.callId === undefined) return false;
  const found = await calls.find(about.callId);
  const participant = found && participantOf(found.call, userId);
  return participant?.state === 'ringing' && clock.nowMs() < participant.expiresAtMs;
}

/** A push of a message waits in the queue, where its worker decides again who is reached. */
async function tryAgain(ports: RecordOutcomePorts, push: ExternalPush): Promise<void> {
  const { about, attempt, userId, deviceId, headers, payload, occasion } = push;
  if (about.messageId === undefined) {
    const { purpose } = about;
    const at = isoTime(ports.clock.nowMs());
    // Before the team's function can report the next outcome.
    await ports.reportedOutcomes.put(about, { purpose, userId, deviceId, outcome: 'handedOver', at }, false);
    await ports.externalPushes.handOver({ ...push, attempt: attempt + 1 });
    return;
  }
  const task: RetryTask = {
    task: 'retry',
    job: about.purpose === 'recall' ? 'recall' : 'send',
    messageId: about.messageId,
    pushes: [
      { userId, deviceId, kind: 'external', headers, payload, attemptsMade: attempt, occasion, isHandedOver: true },
    ],
  };
  const delaySeconds = nextAttemptSeconds(push, false, ports.clock.nowMs()) ?? 0;
  await ports.deliveries.enqueue([{ task, delaySeconds }]);
}
