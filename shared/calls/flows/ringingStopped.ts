import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import { tokenKindOn } from '../../devices/rules/tokenKindOn.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { type DevicePushPorts, pushToDevice } from '../../push/flows/pushToDevice.ts';
import type { OutcomeName } from '../../push/rules/targetOutcome.ts';
import { rulesOfApp } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { CallPorts } from '../ports.ts';
import { type CallActor, participantOf } from '../rules/call.ts';
import { type EndedReason, endedReasonFor } from '../rules/endedReason.ts';
import type { CallRecord, CallReport } from '../rules/record.ts';
import type { CallTimelineEvent } from '../rules/timeline.ts';

export type StopRingingPorts = DevicePushPorts &
  Pick<PlatformPorts, 'clock' | 'newId'> &
  Pick<DevicePorts, 'devices'> &
  Pick<TeamPorts, 'apps'> &
  Pick<CallPorts, 'calls'>;

/** How long the push is useful: later the phone has found out by itself, or its own timer has ended the ring. */
const ttlSeconds = 60;

/** What the app finds in the background push. */
export interface RingingStoppedPayload {
  aps: { 'content-available': 1 };
  ringpost: { callId: string; state: string; endedReason: EndedReason };
}

/**
 * Notifies the phones of these callees that their ring is over, if the app's settings ask for it. The team's function
 * always gets it for its phones. For Apple's it is an extra: iOS may
 * delay or drop a background push, so the app polls with its ring ticket anyway. Never a second VoIP push: the app
 * would have to report it as a separate call.
 */
export async function pushRingingStopped(
  ports: StopRingingPorts,
  report: CallReport,
  userIds: readonly string[],
): Promise<void> {
  const rung = report.targets.filter(({ userId, outcome }) => isRung(outcome) && userIds.includes(userId));
  const names = new Map(rung.map(({ userId, deviceId = '' }) => [`${userId}\n${deviceId}`, { userId, deviceId }]));
  const events = await Promise.all([...names.values()].map((name) => pushToOneDevice(ports, report, name)));
  if (events.flat().length > 0) await ports.calls.note(report.call.callId, events.flat());
}

const isRung = (outcome: OutcomeName): boolean => outcome === 'accepted' || outcome === 'handedOver';

async function pushToOneDevice(
  ports: StopRingingPorts,
  { call }: CallRecord,
  name: Required<CallActor> & { deviceId: string },
): Promise<CallTimelineEvent[]> {
  const { callId } = call;
  const endedReason = endedReasonFor(call, name);
  const state = participantOf(call, name.userId)?.state;
  // The phone that answered or declined knows.
  if (endedReason === undefined || state === undefined) return [];
  const device = await ports.devices.find(name.userId, name.deviceId);
  const kind = device && tokenKindOn(device, 'alert');
  const token = device && kind && usableToken(device, kind);
  if (device === undefined || kind === undefined || token === undefined) return [];
  // Only the team's function can end the ring of its phones.
  if (kind === 'alert' && !(await rulesOfApp(ports, device.appId)).calls.pushWhenRingingStops) return [];
  const nowMs = ports.clock.nowMs();
  const payload: RingingStoppedPayload = {
    aps: { 'content-available': 1 },
    ringpost: { callId, state, endedReason },
  };
  const target = { ...name, kind };
  const external = kind === 'external' ? ({ about: { purpose: 'ringEnded', callId }, attempt: 1 } as const) : undefined;
  const headers = apnsHeaders(device.appId, 'background', ports.newId(), nowMs, { ttlSeconds });
  const { outcome } = await pushToDevice(ports, {
    target,
    device,
    token,
    headers,
    payload,
    deadlineMs: nowMs + pushDeadlineMs,
    external,
  });
  return [{ at: isoTime(nowMs), event: outcome.kind, ...target, reason: 'ringing_stopped' }];
}
