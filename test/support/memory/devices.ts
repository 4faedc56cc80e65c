import type { DeviceStore, NotRegistered, TokenMark } from '../../../shared/devices/ports.ts';
import type { Device, DeviceToken, Presence, TokenKind, TokenRepair } from '../../../shared/devices/rules/device.ts';
import { devicesInUse, givingWay, maxDevices } from '../../../shared/devices/rules/deviceLimit.ts';
import { mayBeSamePhone, type Registration, registerDevice } from '../../../shared/devices/rules/registration.ts';
import { isSameDeviceId, spellingOfNew } from '../../../shared/platform/deviceId.ts';

/** Devices in memory. The tests of the real store run against it, too, so that it cannot behave otherwise. */
export class MemoryDevices implements DeviceStore {
  readonly #devices = new Map<string, Device>();

  /** Puts devices there as they are. */
  add(...devices: Device[]): void {
    for (const device of devices) this.#devices.set(keyOf(device), structuredClone(device));
  }

  async list(userId: string): Promise<Device[]> {
    const own = [...this.#devices.values()].filter((device) => device.userId === userId);
    return structuredClone(devicesInUse(own));
  }

  async find(userId: string, deviceId: string): Promise<Device | undefined> {
    return structuredClone(this.#get(userId, deviceId));
  }

  async register(registration: Registration, nowMs: number, onlyIfNew = false): Promise<Device | NotRegistered> {
    const previous = this.#get(registration.userId, registration.deviceId);
    if (previous !== undefined && previous.appId !== registration.appId) return 'other_app';
    if (onlyIfNew && this.#isKnown(registration)) return 'already_registered';
    if (onlyIfNew && (await this.list(registration.userId)).length >= maxDevices) return 'full';
    const deviceId = previous?.deviceId ?? spellingOfNew(registration.deviceId);
    const device = registerDevice(previous, { ...registration, deviceId }, nowMs);
    for (const other of this.#devices.values()) if (other !== previous) this.#takeTokens(other, device);
    const others = [...this.#devices.values()].filter((other) => other.userId === device.userId && other !== previous);
    for (const oldest of givingWay(others, maxDevices - 1)) this.#devices.delete(keyOf(oldest));
    this.add(device);
    return device;
  }

  #isKnown({ deviceId, appId, tokens }: Registration): boolean {
    return [...this.#devices.values()].some(
      (other) =>
        other.appId === appId &&
        (isSameDeviceId(other.deviceId, deviceId) ||
          (Object.keys(tokens) as TokenKind[]).some((kind) => other.tokens[kind]?.token === tokens[kind]?.token)),
    );
  }

  async removeAll(userId: string): Promise<void> {
    for (const device of this.#devices.values()) if (device.userId === userId) this.#devices.delete(keyOf(device));
  }

  async remove(userId: string, deviceId: string): Promise<boolean> {
    const device = this.#get(userId, deviceId);
    return device !== undefined && this.#devices.delete(keyOf(device));
  }

  async removeToken(userId: string, deviceId: string, kind: TokenKind): Promise<boolean> {
    const device = this.#get(userId, deviceId);
    if (device !== undefined) delete device.tokens[kind];
    return device !== undefined;
  }

  async setPresence(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined> {
    const device = this.#get(userId, deviceId);
    if (device !== undefined) device.presence = presence;
    return structuredClone(device);
  }

  async markToken(
    device: Device,
    kind: TokenKind,
    sent: DeviceToken,
    mark: TokenMark,
    repair?: TokenRepair,
  ): Promise<void> {
    const token = this.#sentToken(device, kind, sent);
    if (token === undefined) return;
    Object.assign(token, mark);
    this.#addRepair(device, repair);
  }

  async dropToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void> {
    if (this.#sentToken(device, kind, sent) === undefined) return;
    delete this.#devices.get(keyOf(device))?.tokens[kind];
    this.#addRepair(device, repair);
  }

  async restoreToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void> {
    const stored = this.#devices.get(keyOf(device));
    if (stored?.registeredAtMs !== device.registeredAtMs) return;
    const token = stored.tokens[kind];
    const isGivenUp = token === undefined || (this.#sentToken(device, kind, sent) && token.state === 'quarantined');
    if (!isGivenUp || (token === undefined && this.#isHeld(device, kind, sent))) return;
    stored.tokens[kind] = structuredClone(sent);
    this.#addRepair(device, repair);
  }

  #get(userId: string, deviceId: string): Device | undefined {
    const isIt = (device: Device) => device.userId === userId && isSameDeviceId(device.deviceId, deviceId);
    return [...this.#devices.values()].find(isIt);
  }

  #addRepair(device: Device, repair: TokenRepair | undefined): void {
    const stored = this.#devices.get(keyOf(device));
    if (stored !== undefined && repair !== undefined) stored.repairs = [...(stored.repairs ?? []), repair];
  }

  #isHeld({ appId }: Device, kind: TokenKind, { token }: DeviceToken): boolean {
    return [...this.#devices.values()].some((other) => other.appId === appId && other.tokens[kind]?.token === token);
  }

  #sentToken(device: Device, kind: TokenKind, sent: DeviceToken): DeviceToken | undefined {
    const token = this.#devices.get(keyOf(device))?.tokens[kind];
    return token?.token === sent.token && token.registeredAtMs === sent.registeredAtMs ? token : undefined;
  }

  #takeTokens(from: Device, to: Device): void {
    const kinds = Object.keys(from.tokens) as TokenKind[];
    const taken = kinds.filter((kind) => from.tokens[kind]?.token === to.tokens[kind]?.token);
    if (from.appId !== to.appId) return;
    const isInstallation = isSameDeviceId(from.deviceId, to.deviceId);
    const isGone = taken.length > 0 ? taken.length === kinds.length || isInstallation : isInstallation;
    if (isGone && (taken.length > 0 || mayBeSamePhone(from, to))) this.#devices.delete(keyOf(from));
    for (const kind of taken) delete from.tokens[kind];
  }
}

function keyOf({ userId, deviceId }: { userId: string; deviceId: string }): string {
  return JSON.stringify([userId, deviceId]);
}
