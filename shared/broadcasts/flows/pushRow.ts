/** One push of a broadcast. Nothing about a user is read for it, unless APNs does not accept it. */
import { apnsIdOf } from '../../apns/rules/apnsId.ts';
import type { ApnsAnswer } from '../../apns/rules/outcome.ts';
import { type ApnsHeaders, apnsHeaders } from '../../apns/rules/pushTypes.ts';
import { apnsPriorities, pushTypeOf } from '../../content/offlinePush.ts';
import { preparedMessage } from '../../content/payloads/preparedMessage.ts';
import { recallPush } from '../../content/payloads/recallPush.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { AudienceRow } from '../../devices/rules/audienceRow.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import { isQuietAt } from '../../people/rules/doNotDisturb.ts';
import { quietEndMs } from '../../people/rules/quietEnd.ts';
import type { DoNotDisturb } from '../../people/rules/recipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { concludePush, type DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import type { DevicePush } from '../../push/rules/devicePush.ts';
import type { PushTally } from '../../push/rules/pushTally.ts';
import { outcomeOf, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { BroadcastPorts } from '../ports.ts';
import type { FinalOutcome } from '../rules/counts.ts';
import { type BroadcastJob, type BroadcastRecord, expiryMs } from '../rules/record.ts';
import { soonestWakeMs } from '../rules/wakeTime.ts';

export type PushRowPorts = DevicePushPorts &
  Pick<BroadcastPorts, 'audience'> &
  Pick<PlatformPorts, 'clock' | 'log' | 'defaultLanguage'>;

export type RowResult =
  | { outcome: FinalOutcome; reason?: string | undefined }
  | { outcome: 'retrying'; reason?: string | undefined }
  /** Until the user's quiet hours are over: `dueMs` is in epoch milliseconds. */
  | { outcome: 'waiting'; dueMs: number };

/** What is the same for all pushes of a task. */
export interface RowPushing {
  record: BroadcastRecord;
  job: BroadcastJob;
  tally: PushTally;
}

const accepted: RowResult = { outcome: 'accepted' };

/** @returns the result at once if nothing leaves. The promise never rejects. */
export function pushRow(
  ports: PushRowPorts,
  { record, job, tally }: RowPushing,
  row: AudienceRow,
): RowResult | Promise<RowResult> {
  const ruled = job === 'send' ? byRules(record, row, ports.clock.nowMs()) : undefined;
  if (ruled !== undefined) return ruled;
  const { headers, payload } = contentFor(ports, record, job, row);
  if (payload === undefined) return { outcome: 'failed', reason: 'push_too_large' };
  const { appId } = record;
  const { environment, token } = row;
  const deadlineMs = ports.clock.nowMs() + pushDeadlineMs;
  return ports.apns.push({ appId, environment, deviceToken: token, headers, payload, deadlineMs }).then(
    (answer) => {
      if (answer.outcome.kind === 'accepted') {
        tally.accept(environment, 'alert');
        return accepted;
      }
      if (answer.verdict.next === 'retry_later') return { outcome: 'retrying', reason: reasonIn(answer) };
      return conclude(ports, appId, row, { headers, payload, deadlineMs }, answer);
    },
    (error: unknown) => failed(ports, error),
  );
}

function failed({ log }: PushRowPorts, error: unknown): RowResult {
  log.error('target not pushed to', errorFields(error));
  return { outcome: 'failed', reason: 'internal_error' };
}

/** The user's own rules that a broadcast keeps to. @returns undefined if the push may leave. */
function byRules(
  record: BroadcastRecord,
  { profile, timeZone: ofDevice }: AudienceRow,
  nowMs: number,
): RowResult | undefined {
  if (profile === undefined) return undefined;
  if (profile['receiveBroadcasts'] === false) return { outcome: 'skipped', reason: 'muted' };
  const { doNotDisturb, timeZone: own } = profile as { doNotDisturb?: DoNotDisturb; timeZone?: string };
  const timeZone = own ?? ofDevice ?? 'UTC';
  if (doNotDisturb === undefined || !isQuietAt(doNotDisturb, timeZone, nowMs)) return undefined;
  const dueMs = record.respectQuietHours
    ? quietEndMs(doNotDisturb, timeZone, nowMs + soonestWakeMs, expiryMs(record))
    : undefined;
  return dueMs === undefined ? { outcome: 'skipped', reason: 'do_not_disturb' } : { outcome: 'waiting', dueMs };
}

interface Content {
  headers: ApnsHeaders;
  payload: object | undefined;
}

function contentFor(
  { defaultLanguage }: PushRowPorts,
  { appId, broadcastId, message, recall, startedAtMs = message.createdAtMs }: BroadcastRecord,
  job: BroadcastJob,
  { userId, deviceId, locale: own, profile }: AudienceRow,
): Content {
  const locale = readerLocale({ locale: own }, profile as { locale?: string } | undefined, defaultLanguage);
  const { from, apnsCollapseId: collapseId, offlinePush: push } = message;
  if (job === 'recall') {
    const { mode = 'withdraw', atMs = startedAtMs } = recall ?? {};
    const conversationId = conversationIdOf(from, undefined);
    const notice = { messageId: broadcastId, from, conversationId, collapseId, mode, recalledAtMs: atMs };
    return recallPush(notice, { userId, deviceId, appId }, locale);
  }
  const pushType = pushTypeOf(push);
  const apnsId = apnsIdOf({ messageId: broadcastId, userId, deviceId, kind: pushType });
  const badge = push.badge?.mode === 'set' ? (push.badge.value ?? 0) : undefined;
  return {
    headers: apnsHeaders(appId, pushType, apnsId, startedAtMs, {
      ttlSeconds: push.ttlSeconds,
      // A push that arrives twice shows once.
      collapseId,
      priority: push.priority && apnsPriorities[push.priority],
    }),
    payload: preparedMessage(message, pushType, { locale, badge })?.payload,
  };
}

type Sent = Pick<DevicePush, 'headers' | 'payload' | 'deadlineMs'>;

/** APNs has not accepted it: the device is read, and what follows for its token is the same as for a message. */
async function conclude(
  ports: PushRowPorts,
  appId: string,
  row: AudienceRow,
  sent: Sent,
  answer: ApnsAnswer,
): Promise<RowResult> {
  try {
    const { userId, deviceId, environment } = row;
    const device = await ports.devices.find(userId, deviceId);
    const token = device && usableToken(device, 'alert');
    if (device === undefined || token?.token !== row.token) {
      // A token that is gone, or in quarantine. A newer one has a row of its own making.
      if (token === undefined) await ports.audience.forget(appId, row);
      return { outcome: 'skipped', reason: device === undefined ? 'no_device' : 'no_token' };
    }
    const target = { userId, deviceId, kind: 'alert' } as const;
    const concluded = await concludePush(ports, { target, device, token, ...sent }, { ...answer, environment });
    if (concluded.repair === 'quarantined') await ports.audience.forget(appId, row);
    if (concluded.outcome.kind === 'accepted') await ports.audience.learn(appId, row, concluded.environment);
    return resultOf(outcomeOf(target, concluded, concluded.verdict.next === 'retry_later'));
  } catch (error) {
    return failed(ports, error);
  }
}

function resultOf({ outcome, reason }: TargetOutcome): RowResult {
  return { outcome, reason };
}

function reasonIn({ outcome }: ApnsAnswer): string | undefined {
  if (outcome.kind === 'rejected') return outcome.reason;
  return outcome.kind === 'unanswered' ? outcome.cause : undefined;
}
