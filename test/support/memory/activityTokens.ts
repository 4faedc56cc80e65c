import type { ActivityTokenStore } from '../../../shared/devices/ports.ts';
import { withActivity } from '../../../shared/devices/rules/activityTokens.ts';
import type { ActivityToken } from '../../../shared/devices/rules/device.ts';
import type { DeviceName } from '../../../shared/devices/rules/deviceName.ts';
import type { MemoryDevices } from './devices.ts';

/** Update tokens of Live Activities, in the devices that are in memory. */
export class MemoryActivityTokens implements ActivityTokenStore {
  readonly #devices: MemoryDevices;

  constructor(devices: MemoryDevices) {
    this.#devices = devices;
  }

  async put(name: DeviceName, activityId: string, token: Omit<ActivityToken, 'registeredAtMs'>, nowMs: number) {
    const device = await this.#devices.find(name.userId, name.deviceId);
    if (device === undefined) return false;
    const activities = withActivity(device, activityId, { ...token, registeredAtMs: nowMs }, nowMs);
    this.#devices.add({ ...device, activities });
    return true;
  }

  async remove({ userId, deviceId }: DeviceName, activityId: string) {
    const device = await this.#devices.find(userId, deviceId);
    if (device === undefined) return false;
    const { [activityId]: _removed, ...others } = device.activities ?? {};
    this.#devices.add({ ...device, activities: Object.keys(others).length === 0 ? undefined : others });
    return true;
  }

  async drop(name: DeviceName, activityId: string, sent: ActivityToken) {
    const device = await this.#devices.find(name.userId, name.deviceId);
    const held = device?.activities?.[activityId];
    if (held?.token === sent.token && held.registeredAtMs === sent.registeredAtMs) await this.remove(name, activityId);
  }
}
