/** What a device's own record says about a push that Apple has accepted. */
import { type DeviceFact, registeredAtMs, type TargetFacts, type Verdict, verdict } from './verdict.ts';

/** The user has logged out, or has removed the app. */
export function verdictOnDevice({ target, device, sentAtMs }: TargetFacts): Verdict | undefined {
  if (device === 'gone') {
    return verdict('device_gone', 'likely', { fact: 'the device is no longer registered for this user' });
  }
  if (device === 'unread') return undefined;
  const dropped = device.repairs?.find(
    ({ repair, kind, atMs }) => repair === 'dropped' && kind === target.kind && atMs >= sentAtMs,
  );
  const isDeadStill = target.kind !== undefined && device.tokens[target.kind] === undefined;
  if (dropped === undefined || !isDeadStill) return undefined;
  return verdict('app_removed', 'likely', {
    fact: 'Apple has since reported the token as unregistered',
    atMs: dropped.atMs,
  });
}

/** Without permission iOS shows no alert, and runs no extension for it. */
export function verdictOnPermission(device: DeviceFact): Verdict | undefined {
  if (device === 'gone' || device === 'unread') return undefined;
  const { permission } = device;
  if (permission !== 'denied' && permission !== 'notDetermined') return undefined;
  return verdict('permission_off', 'likely', {
    fact: `the app reported the permission ${permission}`,
    atMs: registeredAtMs(device, undefined),
  });
}
