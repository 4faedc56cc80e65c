import type { PlatformPorts } from '../../platform/ports.ts';
import type { DevicePorts } from '../ports.ts';
import type { Device } from '../rules/device.ts';
import { isGuarded } from '../rules/reportGuard.ts';

/**
 * The user launched the app: its missed reports no longer count, and its phone rings by VoIP pushes again:
 * docs/calls.md, "The report guard".
 */
export async function settleReports(
  ports: Pick<PlatformPorts, 'clock' | 'log'> & Pick<DevicePorts, 'reports'>,
  device: Device,
): Promise<void> {
  if (device.reports?.missedReports === undefined) return;
  const { userId, deviceId, appId, appVersion } = device;
  await ports.reports.settle({ userId, deviceId }, ports.clock.nowMs());
  if (isGuarded(device)) ports.log.info('report guard off', { userId, deviceId, appId, appVersion });
}
