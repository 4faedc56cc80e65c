/**
 * Whom a retried push reaches: decided again, because up to an hour lies between two attempts. In the meantime the
 * recipient may have blocked the sender, muted the conversation, opened the app or logged out.
 */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import { tokenKindOn } from '../../devices/rules/tokenKindOn.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import type { JobKind } from '../../messages/rules/job.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { decide, type SkipReason } from '../../push/rules/decide.ts';
import type { FailReason } from '../../push/rules/plannedTarget.ts';
import type { RetryPush } from '../../push/rules/retryPush.ts';

export type RetryDecision =
  | { skip: SkipReason; appId?: string | undefined }
  /** The recipient's data cannot be read. */
  | { fail: FailReason }
  /** The push as before, except for later decisions: a conversation that is silent by now loses sound and banner. */
  | { device: Device; token: DeviceToken; push: RetryPush };

export type DecideAgainPorts = Pick<PlatformPorts, 'clock'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<MessagePorts, 'messages'>;

/**
 * @param record of the message.
 * @param pushes of one step: their recipients are read together.
 * @returns a decision for each push, in order.
 */
export async function decideAgain(
  ports: DecideAgainPorts,
  { record, job }: { record: MessageRecord; job: JobKind },
  pushes: readonly RetryPush[],
): Promise<RetryDecision[]> {
  const isRecalled = job === 'send' && record.recalledAtMs !== undefined;
  if (isRecalled) return pushes.map(() => ({ skip: 'recalled' }));
  const { from, groupId, groupGeneration: generation } = record;
  const conversationId = conversationIdOf(from, groupId);
  const userIds = [...new Set(pushes.map(({ userId }) => userId))];
  const [recipients, isReplaced] = await Promise.all([
    ports.recipients.findAll(userIds, { from, conversationId, generation }),
    hasNewer(ports, record, pushes),
  ]);
  const nowMs = ports.clock.nowMs();
  return pushes.map((push) => {
    const recipient = recipients.find(({ userId }) => userId === push.userId);
    if (recipient === undefined) return { skip: 'no_device' };
    if (recipient.fault !== undefined) return { fail: 'unreadable' };
    if (isReplaced) return { skip: 'replaced' };
    return job === 'send' ? decideSend(from, recipient, push, nowMs) : decideRecall(recipient, push);
  });
}

/** A newer message has replaced the notification: this push would replace it again. */
async function hasNewer(
  { messages }: DecideAgainPorts,
  { messageId }: MessageRecord,
  pushes: readonly RetryPush[],
): Promise<boolean> {
  const collapseId = pushes[0]?.headers['apns-collapse-id'];
  const newest = collapseId === undefined ? undefined : await messages.findNewest(collapseId);
  return newest !== undefined && newest !== messageId;
}

function decideSend(from: string, recipient: Recipient, push: RetryPush, nowMs: number): RetryDecision {
  const { userId, deviceId, headers, occasion = {} } = push;
  const decisions = decide(
    {
      from,
      pushType: headers['apns-push-type'] === 'background' ? 'background' : 'alert',
      onlineUserOnly: false,
      pushDisabled: false,
      alsoOnline: occasion.alsoOnline ?? false,
      mentions: occasion.isMentioned ? [userId] : [],
      groupLevel: occasion.groupLevel,
      isForced: occasion.isForced,
    },
    recipient,
    nowMs,
  );
  const decision = decisions.find(({ target }) => target.deviceId === undefined || target.deviceId === deviceId);
  const appId = recipient.devices.find((device) => device.deviceId === deviceId)?.appId;
  if (decision === undefined) return { skip: 'no_device' };
  if (decision.decision === 'skip') return { skip: decision.rule, appId };
  return { device: decision.device, token: decision.token, push: decision.isSilent ? silenced(push) : push };
}

/** A recall goes to every phone that may show the message, unless the recipient has blocked the sender. */
function decideRecall({ devices, hasBlockedSender }: Recipient, push: RetryPush): RetryDecision {
  if (hasBlockedSender) return { skip: 'blocked' };
  const device = devices.find(({ deviceId }) => deviceId === push.deviceId);
  if (device === undefined) return { skip: 'no_device' };
  const { appId } = device;
  const kind = tokenKindOn(device, 'alert');
  const token = usableToken(device, kind);
  if (token === undefined) return { skip: device.tokens[kind] === undefined ? 'no_token' : 'quarantined', appId };
  return { device, token, push };
}

function silenced(push: RetryPush): RetryPush {
  const { aps, ...payload } = push.payload as { aps?: { sound?: unknown } | undefined };
  const { sound: _sound, ...silent } = aps ?? {};
  const passive = { aps: { ...silent, 'interruption-level': 'passive' }, ...payload };
  const fits = Buffer.byteLength(JSON.stringify(passive)) <= pushTypeRules.alert.maxPayloadBytes;
  return { ...push, payload: fits ? passive : { aps: silent, ...payload } };
}
