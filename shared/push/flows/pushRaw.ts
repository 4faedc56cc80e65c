/** Sends a push that the team has made itself. */
import type { ApnsPorts } from '../../apns/ports.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { HostAnswer } from '../rules/devicePush.ts';
import {
  type RawPush,
  type RawTarget,
  rawHeaders,
  registeredKindOf,
  type TokenTarget,
  type UserTarget,
} from '../rules/rawPush.ts';
import { answerOutcome, outcomeOf, type TargetOutcome } from '../rules/targetOutcome.ts';
import { otherEnvironment } from '../rules/tokenRepair.ts';
import { reasonOf } from './describePush.ts';
import { pushDeadlineMs } from './pushPlanned.ts';
import { type DevicePushPorts, pushToDevice } from './pushToDevice.ts';

export type TokenPushPorts = Pick<PlatformPorts, 'clock' | 'log' | 'newId'> & ApnsPorts;
export type RawPushPorts = TokenPushPorts & DevicePushPorts;

/** A target is a registered device, or absent for a token that the team keeps itself. */
export type RawOutcome = Omit<TargetOutcome, 'userId'> & { userId?: string | undefined };

/** No rule of the user's holds it back but a logout: then there is no token. It is sent once, and not retried later. */
export async function pushRaw(ports: RawPushPorts, push: RawPush, to: RawTarget): Promise<RawOutcome[] | Refusal> {
  return 'token' in to ? [await pushToToken(ports, push, to)] : pushToUser(ports, push, to);
}

async function pushToUser(
  ports: RawPushPorts,
  push: RawPush,
  { userId, deviceId }: UserTarget,
): Promise<RawOutcome[] | Refusal> {
  const { appId, pushType, payload } = push;
  const kind = registeredKindOf(pushType) ?? 'alert';
  const devices = (await ports.devices.list(userId)).flatMap((device) => {
    const isMeant = device.appId === appId && (deviceId === undefined || device.deviceId === deviceId);
    const token = isMeant ? usableToken(device, kind) : undefined;
    return token === undefined ? [] : [{ device, token }];
  });
  if (devices.length === 0) {
    const whose = deviceId === undefined ? 'The user has no device' : 'The device is not there, or is one';
    return refuse('no_device_token', `${whose} with a usable ${kind} token of ${appId}.`);
  }
  const nowMs = ports.clock.nowMs();
  return Promise.all(
    devices.map(async ({ device, token }): Promise<RawOutcome> => {
      const target = { userId, deviceId: device.deviceId, kind };
      const headers = rawHeaders(push, ports.newId(), nowMs);
      const deadlineMs = nowMs + pushDeadlineMs;
      return outcomeOf(target, await pushToDevice(ports, { target, device, token, headers, payload, deadlineMs }));
    }),
  );
}

/** Without an environment, the other host is asked if the first one does not know the token. */
export async function pushToToken(
  ports: TokenPushPorts,
  push: RawPush,
  { token, environment }: TokenTarget,
): Promise<RawOutcome> {
  const nowMs = ports.clock.nowMs();
  const { appId, payload } = push;
  const headers = rawHeaders(push, ports.newId(), nowMs);
  const sendTo = async (host: ApnsEnvironment): Promise<HostAnswer> => {
    const deadlineMs = nowMs + pushDeadlineMs;
    const sent = await ports.apns.push({ appId, environment: host, deviceToken: token, headers, payload, deadlineMs });
    const outcome = { outcome: sent.outcome.kind, reason: reasonOf(sent.outcome) };
    ports.log.info('raw push', { apnsId: headers['apns-id'], appId, environment: host, ...outcome });
    return { ...sent, environment: host };
  };
  const first = await sendTo(environment ?? 'production');
  const asksOther = environment === undefined && first.verdict.next === 'other_environment';
  const other = asksOther ? await sendTo(otherEnvironment(first.environment)) : undefined;
  // Without a credential for the other host, only the first one has answered.
  return answerOutcome(other === undefined || other.outcome.kind === 'no_credential' ? first : other);
}
