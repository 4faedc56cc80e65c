/** How each device of a callee rings: by a VoIP push, by an alert instead, or not at all. */
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import { isGuarded } from '../../devices/rules/reportGuard.ts';
import { isExternal } from '../../devices/rules/tokenKindOn.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { Decision, DeviceTarget, SkipReason, Target } from '../../push/rules/decide.ts';

export type RingPlan =
  /** By a VoIP push, or by what the team's function makes of it. `alertToken`: for an alert if that push fails. */
  | { way: 'voip'; target: DeviceTarget; device: Device; token: DeviceToken; alertToken: DeviceToken | undefined }
  /** `instead`: why not by a VoIP push. */
  | { way: 'alert'; target: DeviceTarget; device: Device; token: DeviceToken; instead: SkipReason }
  | { way: 'none'; target: Target; rule: SkipReason };

/**
 * @param decision of `decide`, for an occasion with the push type `voip`.
 * @param devices all devices of the callee.
 * @param guards whether the team of an app uses the report guard.
 */
export function ringPlan(
  decision: Decision,
  devices: readonly Device[],
  guards: (appId: string) => boolean = () => true,
): RingPlan {
  if (decision.decision === 'push') {
    const { target, device, token, pushType } = decision;
    if (pushType === 'alert') return { way: 'alert', target, device, token, instead: 'territory' };
    // Neither a report guard nor an alert instead of a ring: both are about CallKit.
    if (isExternal(device)) return { way: 'voip', target, device, token, alertToken: undefined };
    if (isGuarded(device) && guards(device.appId)) return alertInstead(device, 'report_guard');
    return { way: 'voip', target, device, token, alertToken: usableToken(device, 'alert') };
  }
  const { target, rule } = decision;
  const device = devices.find(({ deviceId }) => deviceId === target.deviceId);
  const lacksVoip = target.kind === 'voip' && (rule === 'no_token' || rule === 'quarantined');
  return device !== undefined && lacksVoip ? alertInstead(device, rule) : { way: 'none', target, rule };
}

function alertInstead(device: Device, instead: SkipReason): RingPlan {
  const { userId, deviceId } = device;
  const token = usableToken(device, 'alert');
  if (token === undefined) return { way: 'none', target: { userId, deviceId, kind: 'voip' }, rule: instead };
  return { way: 'alert', target: { userId, deviceId, kind: 'alert' }, device, token, instead };
}
