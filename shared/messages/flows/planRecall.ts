import { type RecallNotice, recallPush } from '../../content/payloads/recallPush.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { Device } from '../../devices/rules/device.ts';
import { tokenKindOn } from '../../devices/rules/tokenKindOn.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { DeliverablePush, DeliverableTarget } from '../../push/rules/plannedTarget.ts';
import type { MessagePorts } from '../ports.ts';

export type PlanRecallPorts = Pick<PlatformPorts, 'defaultLanguage'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<MessagePorts, 'messages'>;

/**
 * One push to each device that may show the message, online or not: nobody knows which ones still do. A recipient who
 * has blocked the sender since is left alone: a recall is one more push from them.
 * @param wasReached which devices; all of them if absent.
 */
export async function planRecall(
  ports: PlanRecallPorts,
  given: RecallNotice,
  userIds: readonly string[],
  wasReached: (device: Device) => boolean = () => true,
): Promise<DeliverableTarget[]> {
  const notice = await sparingOthers(ports, given);
  // Mutes and quiet hours do not affect existing notifications.
  const { from = '', conversationId } = notice;
  const recipients = await ports.recipients.findAll(userIds, { from, conversationId });
  return recipients.flatMap((recipient): DeliverableTarget[] => {
    const { userId, devices, hasBlockedSender, fault } = recipient;
    if (fault !== undefined) return [{ decision: 'fail', target: { userId }, reason: 'unreadable' }];
    if (hasBlockedSender) return [{ decision: 'skip', target: { userId }, rule: 'blocked' }];
    const pushes = devices.filter(wasReached).flatMap((device) => planDevice(ports, notice, recipient, device) ?? []);
    return pushes.length > 0 ? pushes : [{ decision: 'skip', target: { userId }, rule: 'no_device' }];
  });
}

function planDevice(
  { defaultLanguage }: PlanRecallPorts,
  notice: RecallNotice,
  { profile }: Recipient,
  device: Device,
): DeliverablePush | undefined {
  const kind = tokenKindOn(device, 'alert');
  const token = usableToken(device, kind);
  if (token === undefined) return undefined;
  const { userId, deviceId } = device;
  return {
    decision: 'push',
    target: { userId, deviceId, kind },
    device,
    token,
    pushType: notice.mode === 'withdraw' ? 'background' : 'alert',
    ...recallPush(notice, device, readerLocale(device, profile, defaultLanguage)),
    ...(kind === 'external' && { about: { purpose: 'recall', messageId: notice.messageId } }),
  };
}

/**
 * A newer message may have replaced the notification. Then no push of the recall may have its collapse ID, which would
 * replace the newer text on a phone, or be stored, which would keep it from a phone that is off: apps are asked to
 * remove what they still show of this message, which they know by its ID.
 */
async function sparingOthers({ messages }: PlanRecallPorts, notice: RecallNotice): Promise<RecallNotice> {
  const { collapseId, messageId } = notice;
  const newest = collapseId === undefined ? undefined : await messages.findNewest(collapseId);
  return newest === undefined || newest === messageId ? notice : { ...notice, mode: 'withdraw', collapseId: undefined };
}
