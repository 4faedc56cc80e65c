/**
 * Consequences for a token from the answers to a push: its state, the device's record, and the brake on dropping
 * tokens.
 */

import { rejectsToken } from '../../apns/rules/outcome.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { ApnsEnvironment, RepairName, TokenRepair } from '../../devices/rules/device.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../ports.ts';
import type { ApplePush, HostAnswer } from '../rules/devicePush.ts';
import type { GivenUpToken, HostMemory } from '../rules/rejectionMemory.ts';
import type { TokenEvent } from '../rules/tokenEvent.ts';
import { concludeFrom } from '../rules/tokenRepair.ts';
import { describePush, reasonOf } from './describePush.ts';

export type RepairPorts = Pick<PlatformPorts, 'clock' | 'log' | 'metrics'> &
  Pick<DevicePorts, 'devices'> &
  Pick<PushPorts, 'rejections'>;

/** Answers of the host that was asked first, and of the other one if that was asked too. */
export type Answers = readonly [HostAnswer, HostAnswer?];

/**
 * Never throws: a failed write must not undo a push that has left. The next push will learn the same again.
 * @returns what the sender should know about the token, if anything.
 */
export async function repairToken(
  ports: RepairPorts,
  push: ApplePush,
  answers: Answers,
): Promise<TokenEvent | undefined> {
  noteAnswers(ports, push, answers);
  try {
    return await repair(ports, push, answers);
  } catch (error) {
    const { environment } = lastOf(answers);
    ports.log.error('token state not stored', { ...describePush(push, environment), ...errorFields(error) });
    return undefined;
  }
}

async function repair(ports: RepairPorts, push: ApplePush, answers: Answers): Promise<TokenEvent | undefined> {
  const { device, token, target } = push;
  const doubted = rejectsToken(lastOf(answers)) ? doubtedHosts(ports, push, answers) : [];
  const isDoubted = doubted.length > 0;
  if (isDoubted) await restoreAll(ports, doubted);
  const conclusion = concludeFrom(token, answers);
  switch (conclusion.do) {
    case 'nothing':
      return undefined;
    case 'disobey':
      return conclusion.because;
    case 'guess':
      if (token.environment !== conclusion.environment) {
        const { environment } = conclusion;
        await ports.devices.markToken(device, target.kind, token, { state: 'unproven', environment });
      }
      return undefined;
    case 'prove': {
      const { environment, isRepair } = conclusion;
      const line = isRepair ? repairLine(ports, push, 'environment_changed', environment, answers[0]) : undefined;
      await ports.devices.markToken(device, target.kind, token, { state: 'proven', environment }, line);
      return line?.repair;
    }
    case 'quarantine':
      return isDoubted ? 'refusal_doubted' : giveUp(ports, push, answers, 'quarantined');
    case 'drop':
      return isDoubted ? 'refusal_doubted' : giveUp(ports, push, answers, 'dropped');
  }
}

async function giveUp(
  ports: RepairPorts,
  push: ApplePush,
  answers: Answers,
  name: 'dropped' | 'quarantined',
): Promise<TokenEvent> {
  const { device, token, target } = push;
  const { environment } = lastOf(answers);
  const line = repairLine(ports, push, name, environment, lastOf(answers));
  const written =
    name === 'dropped'
      ? ports.devices.dropToken(device, target.kind, token, line)
      : ports.devices.markToken(device, target.kind, token, { state: 'quarantined' }, line);
  const givenUp: GivenUpToken = { device, kind: target.kind, token, written: written.catch(() => {}) };
  for (const { environment } of given(answers)) hostOf(ports, push, environment).remember(givenUp, ports.clock.nowMs());
  await written;
  if (name === 'quarantined') ports.metrics.record('TokenQuarantined', 1, {}, { environment });
  return name;
}

/**
 * A host that begins to reject everything is no longer believed, not even for the rejections that showed it: no token
 * is dropped because of it, and dropped ones are restored. Call it in the same turn as what depends on it, because the
 * answers to many pushes arrive at the same time.
 */
function doubtedHosts(ports: RepairPorts, push: ApplePush, answers: Answers): HostMemory[] {
  const { appId } = push.device;
  const { kind } = push.target;
  const doubted: HostMemory[] = [];
  for (const { environment } of given(answers)) {
    const host = hostOf(ports, push, environment);
    if (!host.window.isBurst(ports.clock.nowMs())) continue;
    doubted.push(host);
    ports.metrics.record('RefusalBurst', 1, { environment }, { appId, kind });
    if (!host.isReported)
      ports.log.error('host rejects the proven tokens of so many users that no token is dropped', {
        appId,
        kind,
        environment,
      });
    host.isReported = true;
  }
  return doubted;
}

async function restoreAll(ports: RepairPorts, doubted: readonly HostMemory[]): Promise<void> {
  const givenUp = new Set(doubted.flatMap((host) => host.takeGivenUp(ports.clock.nowMs())));
  await Promise.all([...givenUp].map((token) => restore(ports, token)));
}

async function restore(ports: RepairPorts, givenUp: GivenUpToken): Promise<void> {
  const { device, kind, token, written } = givenUp;
  const atMs = ports.clock.nowMs();
  await written;
  try {
    await ports.devices.restoreToken(device, kind, token, { atMs, kind, repair: 'restored' });
  } catch (error) {
    const { userId, deviceId } = device;
    ports.log.error('token not restored', { userId, deviceId, kind, ...errorFields(error) });
  }
}

/**
 * A rejection does not count if the other host then accepts the push: a host that does not know the other's tokens
 * works. Nor does one for a token that no host has ever accepted: anyone can register such a token.
 */
function noteAnswers(ports: RepairPorts, push: ApplePush, answers: Answers): void {
  const last = lastOf(answers);
  if (last.outcome.kind === 'accepted') {
    noteAccepted(ports, push, last.environment);
    return;
  }
  if (!rejectsToken(last) || push.token.state !== 'proven') return;
  const nowMs = ports.clock.nowMs();
  for (const { environment } of given(answers)) {
    const host = hostOf(ports, push, environment);
    host.window.refused(push.target.userId, nowMs);
    forgetOverBurst(ports, host);
  }
}

/** A host that accepts pushes again is believed again. */
export function noteAccepted(ports: RepairPorts, push: PushedTo, environment: ApnsEnvironment): void {
  const host = hostOf(ports, push, environment);
  host.window.accepted(push.target.userId);
  forgetOverBurst(ports, host);
}

function forgetOverBurst({ clock }: RepairPorts, host: HostMemory): void {
  if (host.isReported && !host.window.isBurst(clock.nowMs())) host.isReported = false;
}

type PushedTo = Pick<ApplePush, 'device' | 'target'>;

function hostOf({ rejections }: RepairPorts, { device, target }: PushedTo, environment: ApnsEnvironment): HostMemory {
  return rejections.of(device.appId, target.kind, environment);
}

function given(answers: Answers): HostAnswer[] {
  return answers.filter((answer) => answer !== undefined);
}

function lastOf([first, other]: Answers): HostAnswer {
  return other ?? first;
}

function repairLine<N extends RepairName>(
  { clock }: RepairPorts,
  { target }: ApplePush,
  repair: N,
  environment: ApnsEnvironment,
  { outcome }: HostAnswer,
): TokenRepair & { repair: N } {
  const reason = reasonOf(outcome);
  const diedAtMs = outcome.kind === 'rejected' ? outcome.timestampMs : undefined;
  return { atMs: clock.nowMs(), kind: target.kind, repair, environment, reason, diedAtMs };
}
