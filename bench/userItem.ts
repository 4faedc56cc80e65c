import type { Device } from '../shared/devices/rules/device.ts';
import { inReach, type ReachItem } from '../shared/devices/table/reachItem.ts';
import { registeredAttributes } from '../shared/devices/table/storedDevice.ts';
import type { Profile } from '../shared/people/rules/recipient.ts';
import { type Key, reachKey } from '../shared/platform/table/keys.ts';

/** The item of a user with these devices, as their registrations would have left it. */
export function userItem(userId: string, devices: readonly Device[], profile?: Profile): Key & ReachItem {
  return {
    ...reachKey(userId),
    devices: Object.fromEntries(
      devices.map((device) => [device.deviceId, inReach({ ...registeredAttributes(device) })]),
    ),
    ...(profile && { profile: { ...profile } }),
    blocks: 0,
    conversations: 0,
  };
}
