/** How a user is reached, as one item of the table: docs/decisions/0084. */
import { isMap, isNumber, isText, mapOf, orAbsent } from '../../platform/table/checks.ts';
import { itemAs } from '../../platform/table/item.ts';
import type { Device } from '../rules/device.ts';
import { deviceFromItem } from './storedDevice.ts';

/** A device within the item, by its ID. */
export type DeviceInReach = Record<string, unknown>;

/** The item, beside its key. */
export interface ReachItem {
  /** Absent until the user's devices have been moved here from items of their own, as 0.3.0 stored them. */
  devices?: Record<string, DeviceInReach> | undefined;
  profile?: Record<string, unknown> | undefined;
  /** Changes with the user's tags; absent: none. */
  tagged?: string | undefined;
  /** Number of users whom the user has blocked; absent: unknown. */
  blocks?: number | undefined;
  /** Number of conversations with settings; absent: unknown. */
  conversations?: number | undefined;
}

const reachShape = {
  devices: orAbsent(mapOf(isMap)),
  profile: orAbsent(isMap),
  tagged: orAbsent(isText),
  blocks: orAbsent(isNumber),
  conversations: orAbsent(isNumber),
};

/** What is known of a user. */
export interface Reach extends Omit<ReachItem, 'devices'> {
  /** By ID. */
  devices: Device[];
  /** The devices are in the item. */
  isStored: boolean;
}

/** @throws UnreadableItem */
export function reachFromItem(userId: string, item: Record<string, unknown> | undefined): Reach {
  const { devices, profile, tagged, blocks, conversations } = itemAs<ReachItem>(item ?? {}, 'user', reachShape);
  const ids = Object.keys(devices ?? {}).sort();
  return {
    devices: ids.map((deviceId) => deviceFromItem({ ...devices?.[deviceId], userId, deviceId })),
    profile,
    tagged,
    blocks,
    conversations,
    isStored: devices !== undefined,
  };
}

/** An item of 0.3.0, or a device, without what the user's item says anyway. */
export function inReach(item: Record<string, unknown>): DeviceInReach {
  const { pk: _pk, sk: _sk, ttl: _ttl, userId: _userId, deviceId: _deviceId, ...device } = item;
  return device;
}
