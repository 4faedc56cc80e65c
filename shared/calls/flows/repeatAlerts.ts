import type { CallDirectoryPorts } from '../../callDirectory/ports.ts';
import { callCollapseId } from '../../content/collapseId.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { unlessAllFail } from '../../people/rules/unreadableRecipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Decision, decide } from '../../push/rules/decide.ts';
import type { AppRulesById } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { CallPorts } from '../ports.ts';
import { alertsRepeatUntilMs } from '../rules/alertRepeats.ts';
import { callAt, participantOf } from '../rules/call.ts';
import type { CallRecord, CallTimer, RepeatedAlert } from '../rules/record.ts';
import { isReportedBy } from '../rules/ringInsurance.ts';
import { ringPlan } from '../rules/ringPlan.ts';
import type { TicketKey } from '../rules/ticketSeal.ts';
import { readRecipients } from './callRecipients.ts';
import { callOccasion, rulesOfTheirApps } from './ringCallees.ts';
import { type RingDevicePorts, ringByAlert } from './ringDevice.ts';
import { ringPayload } from './ringPayload.ts';
import { ticketKeyOrNone } from './ticketKeys.ts';

export type RepeatAlertsPorts = RingDevicePorts &
  Pick<PlatformPorts, 'defaultLanguage'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<TeamPorts, 'apps'> &
  Pick<CallDirectoryPorts, 'blockedNumbers'> &
  Pick<CallPorts, 'calls' | 'ticketKeys' | 'ringChannel'>;

interface Repetition {
  /** Empty for a phone that is skipped this time. */
  alerts: RepeatedAlert[];
  intervalSeconds: number;
}

/**
 * Sends another alert to the phones that ring by alerts, as long as they ring, and returns when the next is due. Each
 * repetition decides again who is rung: since the last alert a callee may have blocked the caller, opened the app or
 * logged out. The queue may deliver a timer twice; then some phones ring once more. Repetitions are counted, not
 * listed: a call that rings for ten minutes has hundreds.
 */
export async function repeatAlerts(ports: RepeatAlertsPorts, { callId }: CallTimer): Promise<void> {
  const stored = await ports.calls.report(callId);
  if (stored === undefined) return;
  const record = { ...stored, call: callAt(stored.call, ports.clock.nowMs()) };
  const { call } = record;
  const untilMs = new Map(call.participants.map((each) => [each.userId, alertsRepeatUntilMs(call, each)]));
  const startedMs = ports.clock.nowMs();
  const rung = record.targets.filter(
    ({ userId, deviceId = '', kind, outcome }) =>
      kind === 'alert' &&
      outcome === 'accepted' &&
      participantOf(call, userId)?.state === 'ringing' &&
      // An insured phone that has reported the call rings by itself.
      !isReportedBy(record, { userId, deviceId }) &&
      (untilMs.get(userId) ?? 0) > startedMs,
  );
  if (rung.length === 0) return;
  const userIds = [...new Set(rung.map(({ userId }) => userId))];
  const [found, ticketKey] = await Promise.all([readRecipients(ports, record, userIds), ticketKeyOrNone(ports)]);
  // If none of them could be read, the timer comes again.
  const recipients = unlessAllFail(found);
  const repeating: Repeating = { record, ticketKey, apps: await rulesOfTheirApps(ports, recipients) };
  const nowMs = ports.clock.nowMs();
  const repeated = await Promise.all(
    recipients.flatMap((recipient) =>
      decide(callOccasion(record, repeating.apps), recipient, nowMs)
        .filter(({ target }) => rung.some((known) => isSamePhone(known, target)))
        .map((decision) => repeatOn(ports, repeating, recipient, decision)),
    ),
  );
  const done = repeated.filter(({ intervalSeconds }) => intervalSeconds > 0);
  if (done.length === 0) return;
  const dueAtMs = ports.clock.nowMs() + Math.min(...done.map(({ intervalSeconds }) => intervalSeconds)) * 1000;
  // The next ones first: counting must neither stop the ringing nor make the queue send these again.
  const lastMs = Math.max(...userIds.map((userId) => untilMs.get(userId) ?? 0));
  if (dueAtMs < lastMs) await ports.calls.repeatAlertsAt(callId, dueAtMs);
  try {
    const alerts = done.flatMap((each) => each.alerts);
    await ports.calls.countRepeated(callId, alerts);
  } catch (error) {
    ports.log.error('repeated alerts not counted', errorFields(error));
  }
}

const isSamePhone = (
  one: { userId: string; deviceId?: string | undefined },
  other: { userId: string; deviceId?: string | undefined },
) => one.userId === other.userId && one.deviceId === other.deviceId;

interface Repeating {
  record: CallRecord;
  apps: AppRulesById;
  ticketKey: TicketKey | undefined;
}

async function repeatOn(
  ports: RepeatAlertsPorts,
  { record, apps, ticketKey }: Repeating,
  { userId, devices, profile }: Recipient,
  decision: Decision,
): Promise<Repetition> {
  const device = devices.find(({ deviceId }) => deviceId === decision.target.deviceId);
  const settings = device && apps.get(device.appId)?.calls;
  if (device === undefined || settings === undefined || settings.alertRepeatSeconds === 0) {
    return { alerts: [], intervalSeconds: 0 };
  }
  const intervalSeconds = settings.alertRepeatSeconds;
  const token = alertTokenOf(decision, devices);
  if (token === undefined) return { alerts: [], intervalSeconds };
  const { deviceId } = device;
  const nowMs = ports.clock.nowMs();
  const payload = ringPayload(record, { userId, deviceId }, ticketKey, nowMs, ports.ringChannel);
  const target = { userId, deviceId, kind: 'alert' } as const;
  const locale = readerLocale(device, profile, ports.defaultLanguage);
  const ring = {
    collapseId: callCollapseId(record.call),
    payload,
    locale,
    expiresAtMs: payload.expiresAt * 1000,
    settings,
  };
  const { targets } = await ringByAlert(ports, { target, device, token }, ring);
  const at = isoTime(nowMs);
  return { alerts: targets.map((outcome) => ({ at, outcome })), intervalSeconds };
}

/** A phone whose VoIP push failed, so that it rings by an alert, gets the next one by an alert too. */
function alertTokenOf(decision: Decision, devices: readonly Device[]): DeviceToken | undefined {
  const plan = ringPlan(decision, devices);
  if (plan.way === 'voip') return plan.alertToken;
  return plan.way === 'alert' ? plan.token : undefined;
}
