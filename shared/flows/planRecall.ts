import type { Device } from '../rules/device.ts';
import { type RecallNotice, recallPush } from '../rules/recallPush.ts';
import type { Ports } from './ports.ts';
import type { DeliverablePush } from './pushPlanned.ts';

export type PlanRecallPorts = Pick<Ports, 'recipients'>;

/**
 * One push to each device that may show the message, online or not: nobody knows which ones still do.
 * @param wasReached which devices; all of them when absent.
 */
export async function planRecall(
  ports: PlanRecallPorts,
  notice: RecallNotice,
  userIds: readonly string[],
  wasReached: (device: Device) => boolean = () => true,
): Promise<DeliverablePush[]> {
  // Only the devices count: what users have said about the sender or the conversation keeps no notification on a phone.
  const recipients = await ports.recipients.findAll(userIds, { from: '', conversationId: notice.conversationId });
  const devices = recipients.flatMap((recipient) => recipient.devices);
  return devices.flatMap((device): DeliverablePush[] => {
    const token = device.tokens.alert;
    if (token === undefined || token.state === 'quarantined' || !wasReached(device)) return [];
    const { userId, deviceId } = device;
    return [
      {
        decision: 'push',
        target: { userId, deviceId, kind: 'alert' },
        device,
        token,
        pushType: notice.mode === 'withdraw' ? 'background' : 'alert',
        ...recallPush(notice, device, device.locale),
      },
    ];
  });
}
