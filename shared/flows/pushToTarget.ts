import { type ApnsOutcome, judge, type Verdict } from '../rules/apnsOutcome.ts';
import type { Target } from '../rules/decide.ts';
import type { ApnsEnvironment, Device, DeviceToken } from '../rules/device.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import { errorFields } from './errorFields.ts';
import type { Ports } from './ports.ts';

export interface TargetPush {
  target: Required<Target>;
  device: Device;
  token: DeviceToken;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
}

export interface TargetAnswer {
  answer: ApnsOutcome;
  verdict: Verdict;
  /** The host that gave the answer. */
  environment: ApnsEnvironment;
}

export type PushPorts = Pick<Ports, 'apns' | 'devices' | 'log'>;

/**
 * Sends one push once, and draws from the answer what it says about the token: the environment that is now proven, a
 * token that no host knows, or one that is dead (E-1).
 */
export async function pushToTarget(ports: PushPorts, push: TargetPush): Promise<TargetAnswer> {
  const { token } = push;
  // An app that does not say is most likely one from the App Store.
  const first = token.environment === 'auto' ? 'production' : token.environment;
  const result = await sendTo(ports, push, first);
  if (result.verdict.next !== 'other_environment' || token.state !== 'unproven') return conclude(ports, push, result);
  const other = await sendTo(ports, push, otherEnvironment(first));
  // Without a credential for the other host nobody has asked it, so the token is only known to be none of the first's.
  if (other.answer.kind === 'no_credential') {
    ports.log.error('no credential to ask the other host', describe(push, other.environment));
    return result;
  }
  return conclude(ports, push, other);
}

/** A failure to note what was learned must not undo a push that has left: the next one will learn it again. */
async function conclude(ports: PushPorts, push: TargetPush, result: TargetAnswer): Promise<TargetAnswer> {
  try {
    await learn(ports, push, result);
  } catch (error) {
    ports.log.error('token state not noted', { ...describe(push, result.environment), ...errorFields(error) });
  }
  return result;
}

async function learn(ports: PushPorts, push: TargetPush, result: TargetAnswer): Promise<void> {
  const { device, token, target } = push;
  const { answer, verdict, environment } = result;
  switch (verdict.next) {
    case 'done':
      if (token.state !== 'proven') {
        await ports.devices.markToken(device, target.kind, token, { state: 'proven', environment });
      }
      break;
    case 'other_environment':
      // Both hosts refuse it, or the one that took it before. It may come back to life: the next registration tells.
      await ports.devices.markToken(device, target.kind, token, { state: 'quarantined' });
      break;
    case 'drop_token':
      if (isDeadSinceRegistration(answer, token)) await ports.devices.dropToken(device, target.kind, token);
      break;
    case 'alarm':
      ports.log.error('credential refused', { ...describe(push, environment), reason: reasonOf(answer) });
      break;
    case 'fix':
      ports.log.error('request refused', { ...describe(push, environment), reason: reasonOf(answer) });
      break;
  }
}

async function sendTo(ports: PushPorts, push: TargetPush, environment: ApnsEnvironment): Promise<TargetAnswer> {
  const { device, token, headers, payload, deadlineMs } = push;
  const answer = await ports.apns.push({
    appId: device.appId,
    environment,
    deviceToken: token.token,
    headers,
    payload,
    deadlineMs,
  });
  const reason = reasonOf(answer);
  ports.log.info('push', { ...describe(push, environment), outcome: answer.kind, ...(reason && { reason }) });
  return { answer, verdict: judge(answer), environment };
}

/** Without Apple's timestamp nothing says that the app has not registered the token since: then Apple's word counts. */
function isDeadSinceRegistration(answer: ApnsOutcome, token: DeviceToken): boolean {
  if (answer.kind !== 'rejected' || answer.timestampMs === undefined) return true;
  return answer.timestampMs >= Date.parse(token.registeredAt);
}

function otherEnvironment(environment: ApnsEnvironment): ApnsEnvironment {
  return environment === 'production' ? 'development' : 'production';
}

function reasonOf(answer: ApnsOutcome): string | undefined {
  if (answer.kind === 'rejected') return answer.reason;
  if (answer.kind === 'unanswered') return answer.cause;
  return answer.kind === 'no_credential' ? 'no_credential' : undefined;
}

/** What a log line may say of a push: whose and which, never the token. */
function describe({ target, device, headers }: TargetPush, environment: ApnsEnvironment) {
  return {
    apnsId: headers['apns-id'],
    appId: device.appId,
    userId: target.userId,
    deviceId: target.deviceId,
    kind: target.kind,
    environment,
  };
}
