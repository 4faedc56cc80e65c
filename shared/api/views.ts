/** The API's views of stored data: tokens shortened, and nothing that is another user's business. */

import type { CallActor } from '../calls/rules/call.ts';
import { describeEndedReason, endedReasonFor } from '../calls/rules/endedReason.ts';
import type { CallReport, LoggedCall } from '../calls/rules/record.ts';
import { currentActivities } from '../devices/rules/activityTokens.ts';
import { type Device, type DeviceFacts, isOnline, type TokenKind, type TokenRepair } from '../devices/rules/device.ts';
import type { IgnoredFact } from '../devices/rules/deviceFacts.ts';
import { isGuarded } from '../devices/rules/reportGuard.ts';
import { isoTime } from '../platform/isoTime.ts';
import { byTime } from './byTime.ts';

/** Identifies the installation of an app in one word: an app shows it to support, and a server asks with it. */
export function pushIdOf({ appId, deviceId }: Pick<Device, 'appId' | 'deviceId'>): string {
  return `${appId}/${deviceId}`;
}

export function registeredDevice(device: Device, ignored: readonly IgnoredFact[] = []) {
  const { userId, deviceId, appId } = device;
  return {
    pushId: pushIdOf(device),
    userId,
    deviceId,
    appId,
    tokens: tokensOf(device, ({ environment, state }) => ({ environment, state })),
    ignored: ignored.length > 0 ? ignored : undefined,
  };
}

/** What the app has reported, by name: the rest of a stored device is Ringpost's own. */
export function deviceView(device: Device) {
  const { deviceId, appId, platform, quietWhenOnlineOn, locale, timeZone, territory } = device;
  const { permission, appVersion, osVersion, kitVersion } = device;
  const place = { locale, timeZone, territory };
  const facts = { platform, quietWhenOnlineOn, ...place, permission, appVersion, osVersion, kitVersion };
  return { deviceId, appId, ...(facts satisfies { [F in keyof Required<DeviceFacts>]: DeviceFacts[F] }) };
}

export function listedDevice(device: Device, nowMs: number) {
  const { repairs, registeredAtMs } = device;
  return {
    ...deviceView(device),
    pushId: pushIdOf(device),
    reportGuard: isGuarded(device) ? true : undefined,
    online: isOnline(device, nowMs),
    repairs: repairs?.map(repairView),
    registeredAt: isoTime(registeredAtMs),
    activities: activitiesView(currentActivities(device, nowMs)),
    tokens: tokensOf(device, ({ token, environment, state, registeredAtMs: sinceMs }) => ({
      tokenStart: token.slice(0, 8),
      environment,
      state,
      registeredAt: isoTime(sinceMs),
    })),
  };
}

/** @returns undefined if there are none. */
function activitiesView(activities: NonNullable<Device['activities']>) {
  const entries = Object.entries(activities).map(([activityId, { token, environment, registeredAtMs }]) => {
    const view = { tokenStart: token.slice(0, 8), environment, registeredAt: isoTime(registeredAtMs) };
    return [activityId, view] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function repairView({ atMs, kind, repair, environment, reason }: TokenRepair) {
  return { at: isoTime(atMs), kind, repair, environment, reason };
}

function tokensOf<T>(device: Device, view: (token: NonNullable<Device['tokens'][TokenKind]>) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(device.tokens).map(([kind, token]) => [kind, view(token)]));
}

/** A call, with what was read of it. */
type SeenCall = LoggedCall & Partial<Pick<CallReport, 'details' | 'targets' | 'timeline'>>;

/** A call as one of its participants sees it from one device. The outcomes of the pushes are for the caller. */
export function callView(seen: SeenCall, viewer: CallActor) {
  return {
    ...callFacts(seen),
    ...describeEndedReason(endedReasonFor(seen.call, viewer)),
    ...(viewer.userId === seen.call.from && callOutcomes(seen)),
  };
}

/** A call as servers see it: without the reason of its end, which is that of one device. */
export function serverCallView(seen: SeenCall) {
  return { ...callFacts(seen), ...callOutcomes(seen) };
}

function callFacts({ call, hasVideo, details }: SeenCall) {
  return {
    callId: call.callId,
    state: call.state,
    from: call.from,
    groupId: call.groupId,
    hasVideo,
    callerName: details?.callerName,
    handle: details?.handle,
    participants: call.participants.map(({ userId, state }) => ({ userId, state })),
    createdAt: isoTime(call.createdAtMs),
    expiresAt: isoTime(call.expiresAtMs),
  };
}

function callOutcomes({ targets, timeline }: SeenCall) {
  return { targets, timeline: timeline?.toSorted(byTime) };
}
