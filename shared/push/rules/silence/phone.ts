/** What a device's own record says about a push that Apple has accepted. */
import { type TargetFacts, type Verdict, verdict } from './verdict.ts';

/** The user has logged out, or has removed the app. */
export function verdictOnDevice({ target, device, sentAtMs }: TargetFacts): Verdict | undefined {
  if (device === 'gone') {
    return verdict('device_gone', 'possible', { fact: 'the device is no longer registered for this user' });
  }
  if (device === 'unread') return undefined;
  const dropped = device.repairs?.find(
    ({ repair, kind, atMs }) => repair === 'dropped' && kind === target.kind && atMs >= sentAtMs,
  );
  const isDeadStill = target.kind !== undefined && device.tokens[target.kind] === undefined;
  if (dropped === undefined || !isDeadStill) return undefined;
  const { atMs, diedAtMs } = dropped;
  const reported = { fact: 'Apple has since reported the token as unregistered', atMs };
  if (diedAtMs === undefined) return verdict('app_removed', 'possible', reported);
  const removed = { fact: 'Apple has known since then that the app is gone', atMs: diedAtMs };
  return verdict('app_removed', diedAtMs <= sentAtMs ? 'likely' : 'possible', reported, removed);
}

/**
 * Without permission iOS shows no alert, and runs no extension for it. A report from after the push does not show what
 * was so before it.
 */
export function verdictOnPermission({
  device,
  sentAtMs,
}: Pick<TargetFacts, 'device' | 'sentAtMs'>): Verdict | undefined {
  if (device === 'gone' || device === 'unread') return undefined;
  const { permission, permissionSinceMs = device.registeredAtMs, registeredAtMs } = device;
  if (permission !== 'denied' && permission !== 'notDetermined') return undefined;
  return verdict('permission_off', permissionSinceMs <= sentAtMs ? 'likely' : 'possible', {
    fact: `the app last reported the permission ${permission}`,
    atMs: registeredAtMs,
  });
}
