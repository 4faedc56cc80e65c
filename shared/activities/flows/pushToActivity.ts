import type { ApnsPorts } from '../../apns/ports.ts';
import { rejectsToken } from '../../apns/rules/outcome.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { ActivityTokenStore } from '../../devices/ports.ts';
import type { ActivityToken, ApnsEnvironment, Device } from '../../devices/rules/device.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { succeeds } from '../../push/flows/succeeds.ts';
import type { HostAnswer } from '../../push/rules/devicePush.ts';
import { outcomeOf, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { otherEnvironment } from '../../push/rules/tokenRepair.ts';

export type ActivityPushPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  ApnsPorts & { activityTokens: Pick<ActivityTokenStore, 'drop'> };

export interface ActivityPush {
  device: Device;
  activityId: string;
  token: ActivityToken;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
}

/** Sends one push to an update token. A dead token is forgotten. */
export async function pushToActivity(ports: ActivityPushPorts, push: ActivityPush): Promise<TargetOutcome> {
  const { device, token } = push;
  const first = await sendTo(ports, push, likelyEnvironment(device, { ...token, state: 'unproven' }));
  const isUnknownThere = rejectsToken(first) && first.verdict.next === 'other_environment';
  const other = isUnknownThere ? await sendTo(ports, push, otherEnvironment(first.environment)) : undefined;
  // Without a credential for the other host, only the first one has answered.
  const answer = other === undefined || other.outcome.kind === 'no_credential' ? first : other;
  if (isDead(token, answer) || (other === answer && rejectsToken(answer))) {
    await succeeds(ports, 'activity token not dropped', () =>
      ports.activityTokens.drop(device, push.activityId, token),
    );
  }
  return outcomeOf({ userId: device.userId, deviceId: device.deviceId }, answer);
}

/** Apple reports it dead, and the app has not registered it since. */
function isDead({ registeredAtMs }: ActivityToken, { outcome, verdict }: HostAnswer): boolean {
  if (outcome.kind !== 'rejected' || verdict.next !== 'drop_token') return false;
  return outcome.timestampMs === undefined || outcome.timestampMs >= registeredAtMs;
}

async function sendTo(
  { apns, log }: ActivityPushPorts,
  { device, activityId, token, headers, payload, deadlineMs }: ActivityPush,
  environment: ApnsEnvironment,
): Promise<HostAnswer> {
  const { userId, deviceId, appId } = device;
  const sent = await apns.push({ appId, environment, deviceToken: token.token, headers, payload, deadlineMs });
  const { kind } = sent.outcome;
  const apnsId = headers['apns-id'];
  log.info('activity push', { apnsId, appId, environment, activityId, userId, deviceId, outcome: kind });
  return { ...sent, environment };
}
