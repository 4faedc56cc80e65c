import type { ApnsOutcome } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { DevicePush } from '../rules/devicePush.ts';

/** Log fields of a push: whose and which, never the token. */
export function describePush({ target, device, headers }: DevicePush, environment: ApnsEnvironment) {
  return {
    apnsId: headers['apns-id'],
    appId: device.appId,
    userId: target.userId,
    deviceId: target.deviceId,
    kind: target.kind,
    environment,
  };
}

/** Why a push was not accepted: Apple's reason, or Ringpost's. */
export function reasonOf(outcome: ApnsOutcome): string | undefined {
  if (outcome.kind === 'rejected') return outcome.reason;
  if (outcome.kind === 'unanswered') return outcome.cause;
  return outcome.kind === 'no_credential' ? 'no_credential' : undefined;
}
