import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import { notesOf, type RingAlertPayload, ringAlertPayload } from '../../content/payloads/ringAlert.ts';
import type { VoipPayload } from '../../content/payloads/voipPayload.ts';
import type { ApnsEnvironment, Device, DeviceToken } from '../../devices/rules/device.ts';
import { isExternal } from '../../devices/rules/tokenKindOn.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type DevicePushPorts, pushToDevice } from '../../push/flows/pushToDevice.ts';
import type { DeviceTarget } from '../../push/rules/decide.ts';
import type { DevicePush, PushAnswer, PushOutcome } from '../../push/rules/devicePush.ts';
import { ringResendDelayMs, ringResends } from '../../push/rules/retryPlan.ts';
import { outcomeOf, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { CallSettings } from '../../team/rules/callSettings.ts';
import type { RingPlan } from '../rules/ringPlan.ts';

export type RingDevicePorts = DevicePushPorts & Pick<PlatformPorts, 'clock' | 'newId' | 'random'>;

/** The content of a ring for one phone. */
export interface DeviceRing {
  /** Collapse ID of its alerts: see `callCollapseId`. */
  collapseId: string;
  payload: VoipPayload;
  /** The reader's locale, as `readerLocale` finds it. */
  locale: string;
  /** Epoch milliseconds: the end of the ringing. */
  expiresAtMs: number;
  settings: CallSettings;
}

/** Outcome of ringing one phone. */
export interface Rung {
  targets: TargetOutcome[];
  /** It rings, or possibly rings. */
  mayRing: boolean;
  /** The app, if something was sent. */
  appId?: string | undefined;
  /** An alert was sent, which may be repeated. */
  hasAlert?: boolean | undefined;
}

export type RingPush = Omit<DevicePush, 'deadlineMs' | 'connectionSinceMs'>;

/** How long one attempt to ring waits for its answer. Short, because a second attempt may still ring in time. */
const attemptDeadlineMs = 4000;

/** Rings by a VoIP push; if that fails, by an alert, if the app's settings allow it. */
export async function ringByVoip(
  ports: RingDevicePorts,
  { target, device, token, alertToken }: RingPlan & { way: 'voip' },
  ring: DeviceRing,
): Promise<Rung> {
  const { appId } = device;
  const push = voipRing(ports, { target, device, token }, ring);
  // Two VoIP pushes would be two calls that the app has to report, so none follows one that APNs may have accepted.
  const result = await pushWhileRinging(ports, push, ring.expiresAtMs, isCertainlyNotAccepted);
  const voip: Rung = { targets: [outcomeOf(target, result)], mayRing: mayBeAccepted(result.outcome), appId };
  const isInTime = ports.clock.nowMs() < ring.expiresAtMs;
  const wantsAlert = result.outcome.kind !== 'accepted' && ring.settings.alertWhenRingFails && isInTime;
  if (!wantsAlert || alertToken === undefined) return voip;
  const { userId, deviceId } = target;
  const alert = await ringByAlert(
    ports,
    { target: { userId, deviceId, kind: 'alert' }, device, token: alertToken },
    ring,
  );
  return {
    ...alert,
    targets: [...voip.targets, ...alert.targets],
    mayRing: voip.mayRing || alert.mayRing,
  };
}

/** Rings by a time-sensitive alert. Alerts of one call replace each other on the phone. */
export async function ringByAlert(
  ports: RingDevicePorts,
  { target, device, token }: { target: DeviceTarget; device: Device; token: DeviceToken },
  ring: DeviceRing,
): Promise<Rung> {
  const push = alertRing(ports, { target, device, token }, ring);
  if (push === undefined) {
    return { targets: [{ ...target, outcome: 'failed', reason: 'payload_too_large' }], mayRing: false };
  }
  const { truncated: _truncated, ...sent } = push;
  const result = await pushWhileRinging(ports, sent, ring.expiresAtMs, () => true);
  const mayRing = mayBeAccepted(result.outcome);
  const notes = notesOf(push.payload);
  const outcome = { ...outcomeOf(target, result), notes: notes.length > 0 ? notes : undefined };
  return { targets: [outcome], mayRing, appId: device.appId, hasAlert: mayRing };
}

type Composing = Pick<PlatformPorts, 'clock' | 'newId'>;
type Addressee = Pick<RingPush, 'target' | 'device' | 'token'>;

/** The VoIP push of a ring. */
export function voipRing(ports: Composing, { target, device, token }: Addressee, ring: DeviceRing): RingPush {
  const nowMs = ports.clock.nowMs();
  const secondsLeft = Math.floor((ring.expiresAtMs - nowMs) / 1000);
  // The team's function needs a moment, so its push may be late by more than Apple's.
  const storedSeconds = isExternal(device) ? Math.max(1, secondsLeft) : ring.settings.voipTtlSeconds;
  const ttlSeconds = Math.max(0, Math.min(storedSeconds, secondsLeft));
  const headers = apnsHeaders(device.appId, 'voip', ports.newId(), nowMs, { ttlSeconds });
  const { callId } = ring.payload;
  const external = isExternal(device) ? ({ about: { purpose: 'ring', callId }, attempt: 1 } as const) : undefined;
  return { target, device, token, headers, payload: ring.payload, external };
}

/** The alert of a ring. @returns undefined if it is too large even without its `ext`. */
export function alertRing(
  ports: Composing,
  { target, device, token }: Addressee,
  { collapseId, payload, locale, expiresAtMs }: DeviceRing,
): (RingPush & { payload: RingAlertPayload; truncated: boolean }) | undefined {
  const fitted = ringAlertPayload(payload, locale);
  if (fitted === undefined) return undefined;
  const nowMs = ports.clock.nowMs();
  const ttlSeconds = Math.max(1, Math.floor((expiresAtMs - nowMs) / 1000));
  const headers = apnsHeaders(device.appId, 'alert', ports.newId(), nowMs, { ttlSeconds, collapseId });
  return { target, device, token, headers, ...fitted };
}

/**
 * At most two quick resends until the end of the ringing, the second over another connection than the earlier attempts.
 */
export async function pushWhileRinging(
  ports: RingDevicePorts,
  push: RingPush,
  expiresAtMs: number,
  mayResend: (outcome: PushOutcome) => boolean,
): Promise<PushAnswer> {
  let attemptedAtMs = ports.clock.nowMs();
  let environment: ApnsEnvironment | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const nowMs = ports.clock.nowMs();
    const result = await pushToDevice(ports, {
      ...push,
      deadlineMs: Math.min(nowMs + attemptDeadlineMs, expiresAtMs),
      connectionSinceMs: attempt === ringResends ? attemptedAtMs : undefined,
      // Not again to the host that does not know the token.
      environment: environment ?? push.environment,
    });
    environment = result.environment;
    attemptedAtMs = nowMs;
    const delayMs = ringResendDelayMs(attempt + 1, ports.random());
    const isInTime = ports.clock.nowMs() + delayMs < expiresAtMs;
    const isWorthIt = result.verdict.next === 'retry_later' && mayResend(result.outcome);
    if (!isWorthIt || attempt === ringResends || !isInTime) return result;
    await ports.clock.waitMs(delayMs);
  }
}

function isCertainlyNotAccepted(outcome: PushOutcome): boolean {
  if (outcome.kind === 'unanswered') return outcome.sent === 'no';
  return outcome.kind === 'rejected' || outcome.kind === 'notHandedOver';
}

/** Apple or the team's function has it, or may have it. */
function mayBeAccepted(outcome: PushOutcome): boolean {
  return (
    outcome.kind === 'accepted' ||
    outcome.kind === 'handedOver' ||
    (outcome.kind === 'unanswered' && outcome.sent === 'maybe')
  );
}
