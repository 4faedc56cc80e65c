import { callAt, participantOf } from '../rules/call.ts';
import { callCollapseId } from '../rules/collapseId.ts';
import { signTicket, ticketFor } from '../rules/ringTicket.ts';
import { timelineOf } from '../rules/targetOutcome.ts';
import { voipPayload } from '../rules/voipPayload.ts';
import { appCallSettings } from './appCallSettings.ts';
import type { CallRecord, CallTimelineEvent, CallTimer } from './callPorts.ts';
import type { Ports } from './ports.ts';
import { type RingDevicePorts, ringByAlert } from './ringDevice.ts';

export type RepeatAlertsPorts = RingDevicePorts & Pick<Ports, 'devices' | 'calls' | 'apps' | 'ticketKeys'>;

interface Repetition {
  events: CallTimelineEvent[];
  intervalSeconds: number;
}

/**
 * Sends the phones that are rung by alerts another one, as long as they ring, and says when the next is due. The queue
 * may hand a timer over twice; then some phones hear their ring once more often.
 */
export async function repeatAlerts(ports: RepeatAlertsPorts, { callId }: CallTimer): Promise<void> {
  const record = await ports.calls.find(callId);
  if (record === undefined) return;
  const call = callAt(record.call, ports.clock.nowMs());
  const rungByAlert = record.targets.flatMap(({ userId, deviceId, kind, outcome }) => {
    const rings = kind === 'alert' && outcome === 'accepted' && participantOf(call, userId)?.state === 'ringing';
    return rings && deviceId !== undefined ? [{ userId, deviceId }] : [];
  });
  const repeated = await Promise.all(rungByAlert.map((name) => repeatOn(ports, { ...record, call }, name)));
  const done = repeated.filter((each) => each !== undefined);
  const events = done.flatMap((each) => each.events);
  if (events.length === 0) return;
  const dueAtMs = ports.clock.nowMs() + Math.min(...done.map(({ intervalSeconds }) => intervalSeconds)) * 1000;
  await ports.calls.note(callId, events, dueAtMs < call.expiresAtMs ? dueAtMs : undefined);
}

async function repeatOn(
  ports: RepeatAlertsPorts,
  { call, details }: CallRecord,
  { userId, deviceId }: { userId: string; deviceId: string },
): Promise<Repetition | undefined> {
  const device = await ports.devices.find(userId, deviceId);
  const token = device?.tokens.alert;
  const participant = participantOf(call, userId);
  if (device === undefined || token === undefined || token.state === 'quarantined' || participant === undefined) return;
  const settings = await appCallSettings(ports, device.appId);
  if (settings.alertRepeatSeconds === 0) return;
  const ticket = signTicket(await ports.ticketKeys.signing(), ticketFor(call, participant, deviceId));
  const { callId, from } = call;
  const { expiresAtMs } = participant;
  const nowMs = ports.clock.nowMs();
  const payload = voipPayload({ ...details, callId, from, sentAtMs: nowMs, expiresAtMs, ticket }, undefined);
  const target = { userId, deviceId, kind: 'alert' } as const;
  const ring = { collapseId: callCollapseId(call), payload, locale: device.locale, expiresAtMs, settings };
  const { targets } = await ringByAlert(ports, { target, device, token }, ring);
  const at = new Date(nowMs).toISOString();
  const events = targets.flatMap((outcome) => timelineOf({ ...outcome, reason: outcome.reason ?? 'repeated' }, at));
  return { events: events.map((line) => ({ ...line, userId })), intervalSeconds: settings.alertRepeatSeconds };
}
