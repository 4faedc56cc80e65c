import type { Device } from '../rules/device.ts';
import { readerLocale } from '../rules/readerLocale.ts';
import { type RecallNotice, recallPush } from '../rules/recallPush.ts';
import { usableToken } from '../rules/usableToken.ts';
import type { Ports } from './ports.ts';
import type { DeliverablePush } from './pushPlanned.ts';

export type PlanRecallPorts = Pick<Ports, 'recipients' | 'messages' | 'defaultLanguage'>;

/**
 * One push to each device that may show the message, online or not: nobody knows which ones still do.
 * @param wasReached which devices; all of them when absent.
 */
export async function planRecall(
  ports: PlanRecallPorts,
  given: RecallNotice,
  userIds: readonly string[],
  wasReached: (device: Device) => boolean = () => true,
): Promise<DeliverablePush[]> {
  const notice = await sparingOthers(ports, given);
  // Only the devices count: what users have said about the sender or the conversation keeps no notification on a phone.
  const recipients = await ports.recipients.findAll(userIds, { from: '', conversationId: notice.conversationId });
  const devices = recipients.flatMap((recipient) => recipient.devices.map((device) => ({ device, recipient })));
  return devices.flatMap(({ device, recipient: { profile } }): DeliverablePush[] => {
    const token = usableToken(device, 'alert');
    if (token === undefined || !wasReached(device)) return [];
    const locale = readerLocale(device, profile, ports.defaultLanguage);
    const { userId, deviceId } = device;
    return [
      {
        decision: 'push',
        target: { userId, deviceId, kind: 'alert' },
        device,
        token,
        pushType: notice.mode === 'withdraw' ? 'background' : 'alert',
        ...recallPush(notice, device, locale),
      },
    ];
  });
}

/**
 * A newer message may have taken the notification's place. Then no push of the recall may have its collapse ID, which
 * would replace the newer text on a phone, or be stored, which would keep it from a phone that is off: apps are asked to
 * remove what they still show of this message, which they know by its ID.
 */
async function sparingOthers({ messages }: PlanRecallPorts, notice: RecallNotice): Promise<RecallNotice> {
  const { collapseId, messageId } = notice;
  const newest = collapseId === undefined ? undefined : await messages.findNewest(collapseId);
  return newest === undefined || newest === messageId ? notice : { ...notice, mode: 'withdraw', collapseId: undefined };
}
