import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import type { DevicePorts, DeviceStore, StageApps } from '../ports.ts';
import type { Device } from '../rules/device.ts';
import { type IgnoredFact, readFacts, type SaidFacts } from '../rules/deviceFacts.ts';
import { maxDevices } from '../rules/deviceLimit.ts';
import type { Registration } from '../rules/registration.ts';
import { isOtherVersion } from '../rules/reportGuard.ts';
import { settleReports } from './settleReports.ts';

export type RegisterPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  DevicePorts & { devices: DeviceStore; stageApps: StageApps };

export type RegisterInput = Pick<Registration, 'userId' | 'deviceId' | 'appId' | 'tokens' | 'quietWhenOnlineOn'> &
  SaidFacts & {
    /** Changes nothing that is registered. */
    onlyIfNew?: boolean | undefined;
  };

export interface Registered {
  device: Device;
  /** Facts that could not be read; the device is registered without them. */
  ignored: readonly IgnoredFact[];
}

/**
 * Registers a device of an app of the stage. A new version of the app starts with a clean record: missed reports of an
 * older one no longer count.
 */
export async function register(ports: RegisterPorts, input: RegisterInput): Promise<Registered | Refusal> {
  const { userId, deviceId, appId, tokens, quietWhenOnlineOn, onlyIfNew, ...said } = input;
  if (!ports.stageApps.isKnown(appId)) return refuseApp(ports, input);
  const { facts, ignored } = readFacts(said);
  const registration: Registration = { userId, deviceId, appId, tokens, quietWhenOnlineOn, ...facts };
  const device = await ports.devices.register(registration, ports.clock.nowMs(), onlyIfNew);
  if (device === 'other_app') return deviceOfOtherApp(deviceId);
  if (device === 'full') return refuse('limit_reached', `${userId} has ${maxDevices} devices, the limit of a user.`);
  if (device === 'already_registered') {
    return refuse(device, `The device ${deviceId} or one of its tokens is already registered.`);
  }
  if (isOtherVersion(device)) await settleReports(ports, device);
  return { device, ignored };
}

async function refuseApp(
  { devices }: Pick<DevicePorts, 'devices'>,
  { userId, deviceId, appId }: RegisterInput,
): Promise<Refusal> {
  const known = await devices.find(userId, deviceId);
  if (known !== undefined && known.appId !== appId) return deviceOfOtherApp(deviceId);
  const detail = `${appId} is not an app of this stage.`;
  return refuseField('app_of_other_stage', detail, '/appId', 'is not an app of this stage');
}

function deviceOfOtherApp(deviceId: string): Refusal {
  return refuse('device_app', `Your device ${deviceId} is registered for another app.`);
}
