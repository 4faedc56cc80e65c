import { apnsIdOf } from '../../apns/rules/apnsId.ts';
import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { CallDirectoryPorts } from '../../callDirectory/ports.ts';
import { callCollapseId } from '../../content/collapseId.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import { tokenKindOn } from '../../devices/rules/tokenKindOn.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Decision, decide } from '../../push/rules/decide.ts';
import { outcomeOf, type TargetOutcome, timelineOf } from '../../push/rules/targetOutcome.ts';
import { rulesOfApp } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { CallPorts } from '../ports.ts';
import { hasMissed, type MissedCallManner, missedCallPayload } from '../rules/missedCall.ts';
import type { CallReport, CallTimer } from '../rules/record.ts';
import type { CallTimelineEvent } from '../rules/timeline.ts';
import { readRecipients } from './callRecipients.ts';
import { pushWhileRinging, type RingDevicePorts } from './ringDevice.ts';

export type MissedCallPorts = RingDevicePorts &
  Pick<PlatformPorts, 'defaultLanguage'> &
  Pick<DevicePorts, 'devices'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<TeamPorts, 'apps'> &
  Pick<CallDirectoryPorts, 'blockedNumbers'> &
  Pick<CallPorts, 'calls' | 'callTimers'>;

/** How long one push may be retried. */
const pushMs = 15_000;
/** How long to wait before checking again whether the ring is stored. */
const waitMs = 2000;

/**
 * Sends an alert to the callees who missed a call, once each, however often the timer comes. The phones are chosen by
 * the same decision as for every other alert, with the caller as its sender.
 */
export async function sendMissedCall(ports: MissedCallPorts, timer: CallTimer): Promise<void> {
  const { callId, userIds = [] } = timer;
  const record = await ports.calls.report(callId);
  if (record === undefined) return;
  const missed = userIds.filter((userId) => hasMissed(record.call, userId));
  if (missed.length === 0) return;
  if (isBeingRung(record, missed) && ports.clock.nowMs() < (timer.waitsUntilMs ?? 0)) return waitForRing(ports, timer);
  const claimed = await ports.calls.claimMissedAlerts(callId, missed);
  const sent = await Promise.allSettled(claimed.map((userId) => alertCallee(ports, record, userId)));
  const events = sent.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (events.length > 0) await ports.calls.note(callId, events);
  const failed = claimed.filter((_userId, index) => sent[index]?.status === 'rejected');
  if (failed.length === 0) return;
  const [reason] = sent.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  ports.log.error('missed call not pushed', { callId, users: failed.length, ...errorFields(reason) });
  await ports.calls.releaseMissedAlerts(callId, failed);
  throw new Error(`could not push the missed call ${callId} to ${failed.length} callees`);
}

/** Its pushes are still under way: a ring alert that came after this one would say "Incoming call" forever. */
function isBeingRung({ targets }: CallReport, userIds: readonly string[]): boolean {
  return userIds.some((userId) => !targets.some((target) => target.userId === userId));
}

async function waitForRing({ callTimers, clock }: MissedCallPorts, timer: CallTimer): Promise<void> {
  const [refused] = await callTimers.schedule([{ ...timer, dueAtMs: clock.nowMs() + waitMs }]);
  if (refused !== undefined) throw new Error(`could not set the timer of call ${timer.callId} again`);
}

async function alertCallee(ports: MissedCallPorts, record: CallReport, userId: string): Promise<CallTimelineEvent[]> {
  const { from, groupId } = record.call;
  const conversationId = conversationIdOf(from, groupId);
  const [recipient] = await readRecipients(ports, record, [userId]);
  if (recipient === undefined) return [];
  if (recipient.fault !== undefined) throw recipient.fault;
  const nowMs = ports.clock.nowMs();
  const occasion = { from, pushType: 'alert', onlineUserOnly: false, pushDisabled: false } as const;
  const alerts = decide(occasion, recipient, nowMs).flatMap((decision) => alertOf(decision, recipient, record) ?? []);
  const outcomes = await Promise.all(
    alerts.map((alert) => alertDevice(ports, record, { ...alert, recipient, conversationId })),
  );
  const at = isoTime(nowMs);
  return outcomes.flat().flatMap((outcome) => {
    const lines = timelineOf({ ...outcome, reason: outcome.reason ?? 'missed_call' }, at);
    return lines.map((line) => ({ ...line, userId }));
  });
}

interface MissedAlert {
  device: Device;
  token: DeviceToken;
  manner: MissedCallManner;
}

/**
 * A delivered ring alert stays on the screen and says "Incoming call", so it is replaced without a sound even if
 * messages must not disturb the callee.
 */
function alertOf(decision: Decision, { devices }: Recipient, { targets }: CallReport): MissedAlert | undefined {
  const { userId, deviceId } = decision.target;
  const ofDevice = targets.filter((target) => target.userId === userId && target.deviceId === deviceId);
  // The app was in the foreground, and rang by itself.
  if (ofDevice.some(({ outcome, reason }) => outcome === 'skipped' && reason === 'online')) return undefined;
  if (decision.decision === 'push') {
    const { device, token, isSilent } = decision;
    return { device, token, manner: isSilent ? 'soundless' : 'plain' };
  }
  const device = devices.find((each) => each.deviceId === deviceId);
  const token = device && usableToken(device, 'alert');
  const isQuiet = decision.rule === 'muted' || decision.rule === 'do_not_disturb';
  const showsRing = ofDevice.some(({ kind, outcome }) => kind === 'alert' && outcome === 'accepted');
  if (device === undefined || token === undefined) return undefined;
  return isQuiet && showsRing ? { device, token, manner: 'replacing' } : undefined;
}

async function alertDevice(
  ports: MissedCallPorts,
  { call, details, hasVideo }: CallReport,
  { device, token, manner, recipient, conversationId }: MissedAlert & { recipient: Recipient; conversationId: string },
): Promise<TargetOutcome[]> {
  const { userId, deviceId, appId } = device;
  const locale = readerLocale(device, recipient.profile, ports.defaultLanguage);
  if (!(await rulesOfApp(ports, appId)).calls.missedCallAlert) return [];
  const { callId, from } = call;
  const { callerName, handle } = details;
  const fitted = missedCallPayload({ callId, from, conversationId, callerName, handle, hasVideo }, locale, manner);
  const kind = tokenKindOn(device, 'alert');
  const target = { userId, deviceId, kind };
  const external =
    kind === 'external' ? ({ about: { purpose: 'missedCall', callId }, attempt: 1 } as const) : undefined;
  if (fitted === undefined) return [{ ...target, outcome: 'failed', reason: 'payload_too_large' }];
  const nowMs = ports.clock.nowMs();
  const apnsId = apnsIdOf({ messageId: callId, userId, deviceId, kind: 'missed call' });
  const headers = apnsHeaders(appId, 'alert', apnsId, nowMs, { collapseId: callCollapseId({ from, callId }) });
  const push = { target, device, token, headers, payload: fitted.payload, external };
  return [outcomeOf(target, await pushWhileRinging(ports, push, nowMs + pushMs, () => true))];
}
