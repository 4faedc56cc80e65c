import type { ApnsPorts } from '../../apns/ports.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import type { DevicePush, HostAnswer, PushAnswer } from '../rules/devicePush.ts';
import { isRejection, pushResultOf, rejectsProviderToken } from '../rules/pushResult.ts';
import { otherEnvironment } from '../rules/tokenRepair.ts';
import { describePush, reasonOf } from './describePush.ts';
import { type Answers, type RepairPorts, repairToken } from './repairToken.ts';

export type DevicePushPorts = RepairPorts & ApnsPorts;

/**
 * Sends one push once, and draws conclusions about the token from the answer: a proven environment, a token that no
 * host knows, or a dead one.
 */
export async function pushToDevice(ports: DevicePushPorts, push: DevicePush): Promise<PushAnswer> {
  const sent = await pushToItsHost(ports, push);
  countPush(ports, push, sent);
  return sent;
}

async function pushToItsHost(ports: DevicePushPorts, push: DevicePush): Promise<PushAnswer> {
  const { device, token } = push;
  const first = await sendTo(ports, push, push.environment ?? likelyEnvironment(device, token));
  return followAnswer(ports, push, first);
}

/** What follows from the first host's answer. A caller that has made that push itself goes on from here. */
export async function concludePush(ports: DevicePushPorts, push: DevicePush, first: HostAnswer): Promise<PushAnswer> {
  const sent = await followAnswer(ports, push, first);
  countPush(ports, push, sent);
  return sent;
}

async function followAnswer(ports: DevicePushPorts, push: DevicePush, first: HostAnswer): Promise<PushAnswer> {
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

async function conclude(ports: DevicePushPorts, push: DevicePush, answers: Answers): Promise<PushAnswer> {
  const [first, other] = answers;
  const result = other ?? first;
  logFault(ports, push, result);
  const repair = await repairToken(ports, push, answers);
  return repair === undefined ? result : { ...result, repair };
}

/** Logs what a person has to fix: the credential, or the request. Alarms use the metrics. */
function logFault(ports: DevicePushPorts, push: DevicePush, { outcome, verdict, environment }: HostAnswer): void {
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

function countPush({ metrics }: DevicePushPorts, { target: { kind } }: DevicePush, answer: HostAnswer): void {
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

async function sendTo(ports: DevicePushPorts, push: DevicePush, environment: ApnsEnvironment): Promise<HostAnswer> {
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
