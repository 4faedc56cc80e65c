import type { ApnsPorts } from '../../apns/ports.ts';
import { plainPayload } from '../../apns/rules/preparedPayload.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import type { PushPorts } from '../ports.ts';
import {
  type ApplePush,
  type ApplePushAnswer,
  type DevicePush,
  type HostAnswer,
  isForApple,
  type PushAnswer,
} from '../rules/devicePush.ts';
import { isRejection, pushResultOf, rejectsProviderToken } from '../rules/pushResult.ts';
import { otherEnvironment } from '../rules/tokenRepair.ts';
import { describePush, reasonOf } from './describePush.ts';
import { type Answers, type RepairPorts, repairToken } from './repairToken.ts';

export type DevicePushPorts = RepairPorts & ApnsPorts & Pick<PushPorts, 'externalPushes'>;

/**
 * Sends one push once, and draws conclusions about the token from the answer: a proven environment, a token that no
 * host knows, or a dead one. A push to an external token is handed to the team's function.
 */
export async function pushToDevice(ports: DevicePushPorts, push: DevicePush): Promise<PushAnswer> {
  if (!isForApple(push)) return handOver(ports, push);
  const sent = await pushToItsHost(ports, push);
  countPush(ports, push, sent);
  return sent;
}

/** Whoever plans a push to an external token says what it is about. */
async function handOver({ externalPushes, log }: DevicePushPorts, push: DevicePush): Promise<PushAnswer> {
  const { target, device, token, headers, payload, external } = push;
  if (external === undefined) throw new Error('a push to an external token must say what it is about');
  const { userId, deviceId } = target;
  const { 'apns-id': wantedId } = headers;
  const { appId } = device;
  const whole = { ...external, wantedId, userId, deviceId, appId, token, headers, payload: plainPayload(payload) };
  const answer = await externalPushes.handOver(whole);
  const { outcome } = answer;
  const reason = outcome.kind === 'notHandedOver' ? outcome.cause : undefined;
  log.list('pushes', { apnsId: wantedId, appId, userId, deviceId, kind: target.kind, outcome: outcome.kind, reason });
  return answer;
}

async function pushToItsHost(ports: DevicePushPorts, push: ApplePush): Promise<ApplePushAnswer> {
  const { device, token } = push;
  const first = await sendTo(ports, push, push.environment ?? likelyEnvironment(device, token));
  return followAnswer(ports, push, first);
}

/** What follows from the first host's answer. A caller that has made that push itself goes on from here. */
export async function concludePush(
  ports: DevicePushPorts,
  push: ApplePush,
  first: HostAnswer,
): Promise<ApplePushAnswer> {
  const sent = await followAnswer(ports, push, first);
  countPush(ports, push, sent);
  return sent;
}

async function followAnswer(ports: DevicePushPorts, push: ApplePush, first: HostAnswer): Promise<ApplePushAnswer> {
  const { token } = push;
  if (first.verdict.next !== 'other_environment' || token.state !== 'unproven') return conclude(ports, push, [first]);
  const other = await sendTo(ports, push, otherEnvironment(first.environment));
  // Without a credential for the other host, that host was not asked, so only the first host is known to reject the
  // token.
  if (other.outcome.kind === 'no_credential') {
    logFault(ports, push, first);
    logFault(ports, push, other);
    return first;
  }
  return conclude(ports, push, [first, other]);
}

async function conclude(ports: DevicePushPorts, push: ApplePush, answers: Answers): Promise<ApplePushAnswer> {
  const [first, other] = answers;
  const result = other ?? first;
  logFault(ports, push, result);
  const repair = await repairToken(ports, push, answers);
  return repair === undefined ? result : { ...result, repair };
}

/** Logs what a person has to fix: the credential, or the request. Alarms use the metrics. */
function logFault(ports: DevicePushPorts, push: ApplePush, { outcome, verdict, environment }: HostAnswer): void {
  const fields = () => ({ ...describePush(push, environment), reason: reasonOf(outcome) });
  if (outcome.kind === 'no_credential') {
    const { gap } = outcome;
    ports.log.error('no credential covers this push', { ...fields(), gap });
    ports.metrics.record('NoCredential', 1, { environment }, { appId: push.device.appId, kind: push.target.kind, gap });
  }
  if (outcome.kind !== 'rejected' || verdict.next === 'retry_later') return;
  if (verdict.next === 'fix') ports.log.error('request rejected', fields());
  if (verdict.next === 'alarm') {
    ports.log.error('credential rejected', fields());
    ports.metrics.record('CredentialRefused', 1, { environment }, { appId: push.device.appId, reason: outcome.reason });
  }
}

function countPush({ metrics }: DevicePushPorts, { target: { kind } }: ApplePush, answer: HostAnswer): void {
  const { outcome, environment } = answer;
  const result = pushResultOf(answer);
  metrics.add('Pushes', 1, { environment, kind, result });
  if (result === 'accepted') metrics.addSinceRequest('PushLatency', { kind });
  if (result === 'accepted' || isRejection(result)) {
    metrics.add('PushesRefusedPercent', isRejection(result) ? 100 : 0, { environment });
  }
  if (rejectsProviderToken(outcome)) {
    metrics.record('ProviderTokenRefused', 1, { environment }, { reason: reasonOf(outcome) });
  }
}

async function sendTo(ports: DevicePushPorts, push: ApplePush, environment: ApnsEnvironment): Promise<HostAnswer> {
  const { device, token, headers, payload, deadlineMs, connectionSinceMs } = push;
  const answer = await ports.apns.push({
    appId: device.appId,
    environment,
    deviceToken: token.token,
    headers,
    payload,
    deadlineMs,
    connectionSinceMs,
  });
  const sent = { ...answer, environment };
  logPush(ports, push, sent);
  return sent;
}

export function logPush({ log }: Pick<DevicePushPorts, 'log'>, push: DevicePush, answer: HostAnswer): void {
  const { outcome, environment } = answer;
  log.list('pushes', { ...describePush(push, environment), outcome: outcome.kind, reason: reasonOf(outcome) });
}
