import type { ApnsOutcome } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { TargetPush } from '../rules/targetPush.ts';

/** What a log line may say of a push: whose and which, never the token. */
export function describePush({ target, device, headers }: TargetPush, environment: ApnsEnvironment) {
  return {
    apnsId: headers['apns-id'],
    appId: device.appId,
    userId: target.userId,
    deviceId: target.deviceId,
    kind: target.kind,
    environment,
  };
}

/** Why a push was not accepted: Apple's reason, or ours. */
export function reasonOf(answer: ApnsOutcome): string | undefined {
  if (answer.kind === 'rejected') return answer.reason;
  if (answer.kind === 'unanswered') return answer.cause;
  return answer.kind === 'no_credential' ? 'no_credential' : undefined;
}
