import { settleReports } from '../../devices/flows/settleReports.ts';
import type { DevicePorts, DeviceStore } from '../../devices/ports.ts';
import type { Presence } from '../../devices/rules/device.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { MessagePorts } from '../ports.ts';
import { queueBadge } from './pushBadge.ts';

export interface PresenceInput {
  userId: string;
  deviceId: string;
  state: 'foreground' | 'background';
  ttlSeconds: number;
  /** Unread count that the app shows now: the badge counter continues from it. */
  unreadCount?: number | undefined;
  /** What the icon showed before, if the phone counts by itself. */
  previousUnreadCount?: number | undefined;
}

export async function setPresence(
  ports: Pick<PlatformPorts, 'clock' | 'log'> &
    DevicePorts & { devices: DeviceStore } & Pick<MessagePorts, 'badges' | 'deliveries'>,
  input: PresenceInput,
): Promise<Presence | Refusal> {
  const { userId, deviceId, state, ttlSeconds, unreadCount, previousUnreadCount } = input;
  const nowMs = ports.clock.nowMs();
  const presence = { state, untilMs: nowMs + ttlSeconds * 1000, atMs: nowMs };
  const device = await ports.devices.setPresence(userId, deviceId, presence);
  if (device === undefined) return refuse('unknown_device', `You do not have a device ${deviceId}.`);
  if (state === 'foreground') await settleReports(ports, device);
  if (unreadCount !== undefined) {
    const before = await ports.badges.set(userId, device.appId, unreadCount);
    // Phones that count by themselves are ahead of the counter.
    const isNewToOthers = [before, previousUnreadCount ?? before].some((shown) => shown !== unreadCount);
    if (isNewToOthers) await queueBadge(ports, device, previousUnreadCount !== undefined);
  }
  return presence;
}
