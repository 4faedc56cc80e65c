import { callCollapseId } from '../../content/collapseId.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { DeviceToken } from '../../devices/rules/device.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { unlessAllFail } from '../../people/rules/unreadableRecipient.ts';
import { isoTime } from '../../platform/isoTime.ts';
import { decide } from '../../push/rules/decide.ts';
import type { AppRulesById } from '../../team/flows/appRules.ts';
import type { CallPorts } from '../ports.ts';
import { callAt } from '../rules/call.ts';
import type { CallReport, CallTimer, RingResult } from '../rules/record.ts';
import {
  insuranceReason,
  isInsured,
  isReportedBy,
  phoneKey,
  type SilentPhone,
  silentPhones,
} from '../rules/ringInsurance.ts';
import { ringPlan } from '../rules/ringPlan.ts';
import { readRecipients } from './callRecipients.ts';
import type { RepeatAlertsPorts } from './repeatAlerts.ts';
import { callOccasion, nextAlertsAtMs, rulesOfTheirApps } from './ringCallees.ts';
import { type DeviceRing, ringByAlert } from './ringDevice.ts';
import { ringPayload } from './ringPayload.ts';
import { ticketKeyOrNone } from './ticketKeys.ts';

export type InsureRingsPorts = RepeatAlertsPorts & Pick<CallPorts, 'callTimers'>;

/** A timer that comes up to this much too early waits; otherwise it is set again. */
const waitsMs = 1500;
/** When to look again for pushes that are still on their way. */
const againMs = 1000;
/** How long the alert gets a head start on the push that withdraws it. */
const withdrawAfterMs = 1000;

/**
 * Sends an alert to each insured phone that has not reported its VoIP push in time, once, and never another VoIP push. From
 * then on the phone rings by alerts.
 */
export async function insureRings(ports: InsureRingsPorts, timer: CallTimer): Promise<void> {
  const { callId } = timer;
  const report = await readReport(ports, callId);
  if (report === undefined) return;
  const nowMs = ports.clock.nowMs();
  if (isBeingRung(report) && nowMs < (timer.waitsUntilMs ?? 0)) await setAgain(ports, timer, nowMs + againMs);
  const silent = silentPhones(report);
  const soon = silent.filter(({ overdueAtMs }) => overdueAtMs <= nowMs + waitsMs);
  const later = silent.filter((phone) => !soon.includes(phone));
  if (later.length > 0) await setAgain(ports, timer, Math.min(...later.map(({ overdueAtMs }) => overdueAtMs)));
  const { insured, apps } = await findInsured(ports, report, soon);
  if (insured.length === 0) return;
  const leftMs = Math.max(...insured.map(({ phone }) => phone.overdueAtMs)) - nowMs;
  if (leftMs > 0) await ports.clock.waitMs(leftMs);
  const stillSilent = leftMs > 0 ? await onlySilent(ports, callId, insured) : insured;
  if (stillSilent.length === 0) return;
  // First the claim, then another look: a phone that reports after this look finds the claim.
  const keys = stillSilent.map(({ phone }) => phoneKey(phone));
  const claimed = new Set(await ports.calls.claimInsurance(callId, keys));
  const won = stillSilent.filter(({ phone }) => claimed.has(phoneKey(phone)));
  await alert(ports, report, { phones: await onlySilent(ports, callId, won), apps });
}

async function readReport(ports: InsureRingsPorts, callId: string): Promise<CallReport | undefined> {
  const report = await ports.calls.report(callId);
  return report && { ...report, call: callAt(report.call, ports.clock.nowMs()) };
}

/** Outcomes are stored once all phones of a ring are tried. */
function isBeingRung({ call, targets }: CallReport): boolean {
  return call.participants.some(
    ({ userId, state }) => state === 'ringing' && !targets.some((target) => target.userId === userId),
  );
}

async function setAgain({ callTimers }: InsureRingsPorts, timer: CallTimer, dueAtMs: number): Promise<void> {
  const [refused] = await callTimers.schedule([{ ...timer, dueAtMs }]);
  if (refused !== undefined) throw new Error(`could not set the timer of call ${timer.callId} again`);
}

/** An insured phone, and what its alert needs. */
interface InsuredPhone {
  phone: SilentPhone;
  token: DeviceToken;
  device: Recipient['devices'][number];
  ring: Omit<DeviceRing, 'payload' | 'expiresAtMs'>;
}

async function findInsured(
  ports: InsureRingsPorts,
  report: CallReport,
  silent: readonly SilentPhone[],
): Promise<{ insured: InsuredPhone[]; apps: AppRulesById }> {
  const userIds = [...new Set(silent.map(({ userId }) => userId))];
  if (userIds.length === 0) return { insured: [], apps: new Map() };
  const recipients = unlessAllFail(await readRecipients(ports, report, userIds));
  const apps = await rulesOfTheirApps(ports, recipients);
  return {
    insured: recipients.flatMap((recipient) => insuredPhones(ports, report, { recipient, apps, silent })),
    apps,
  };
}

async function onlySilent(
  ports: InsureRingsPorts,
  callId: string,
  phones: readonly InsuredPhone[],
): Promise<InsuredPhone[]> {
  const report = await readReport(ports, callId);
  const silent = new Set((report === undefined ? [] : silentPhones(report)).map(phoneKey));
  return phones.filter(({ phone }) => silent.has(phoneKey(phone)));
}

async function alert(
  ports: InsureRingsPorts,
  report: CallReport,
  { phones, apps }: { phones: readonly InsuredPhone[]; apps: AppRulesById },
): Promise<void> {
  if (phones.length === 0) return;
  const ticketKey = await ticketKeyOrNone(ports);
  const targets = await Promise.all(
    phones.map(async ({ phone, device, token, ring }) => {
      const payload = ringPayload(report, phone, ticketKey, ports.clock.nowMs());
      const target = { userId: phone.userId, deviceId: phone.deviceId, kind: 'alert' } as const;
      const full = { ...ring, payload, expiresAtMs: payload.expiresAt * 1000 };
      const rung = await ringByAlert(ports, { target, device, token }, full);
      return rung.targets.map((outcome) => ({ ...outcome, reason: outcome.reason ?? insuranceReason }));
    }),
  );
  await record(ports, report, { alerted: phones, outcomes: targets.flat(), apps });
}

function insuredPhones(
  ports: InsureRingsPorts,
  report: CallReport,
  { recipient, apps, silent }: { recipient: Recipient; apps: AppRulesById; silent: readonly SilentPhone[] },
): InsuredPhone[] {
  const { devices, profile } = recipient;
  return decide(callOccasion(report, apps), recipient, ports.clock.nowMs()).flatMap((decision) => {
    const plan = ringPlan(decision, devices);
    const phone = silent.find(
      ({ userId, deviceId }) => userId === decision.target.userId && deviceId === decision.target.deviceId,
    );
    if (phone === undefined || plan.way !== 'voip' || plan.alertToken === undefined) return [];
    const { device, alertToken: token } = plan;
    const settings = apps.get(device.appId)?.calls;
    if (settings === undefined || !isInsured(device, settings)) return [];
    const locale = readerLocale(device, profile, ports.defaultLanguage);
    return [{ phone, device, token, ring: { collapseId: callCollapseId(report.call), locale, settings } }];
  });
}

async function record(
  ports: InsureRingsPorts,
  { call, repeatAlertsAtMs, requestId }: CallReport,
  { alerted, outcomes, apps }: { alerted: readonly InsuredPhone[]; outcomes: RingOutcomes; apps: AppRulesById },
): Promise<void> {
  const { callId } = call;
  const nowMs = ports.clock.nowMs();
  const at = isoTime(nowMs);
  const accepted = outcomes.filter(({ outcome }) => outcome === 'accepted');
  const appIds = accepted.length === 0 ? [] : alerted.map(({ device }) => device.appId);
  await ports.calls.recordRing(callId, {
    targets: outcomes.map((outcome) => ({ at, outcome })),
    // Where alerts are repeated already, these phones join in.
    ...(repeatAlertsAtMs === undefined && { repeatAlertsAtMs: nextAlertsAtMs(nowMs, call, appIds, apps) }),
  });
  for (const { device } of alerted) {
    const { userId, deviceId, appId, appVersion } = device;
    ports.log.warn('ring not reported in time: sent an alert', { callId, userId, deviceId, appId, appVersion });
  }
  const after = await ports.calls.report(callId);
  if (after === undefined || !alerted.some(({ phone }) => isReportedBy(after, phone))) return;
  const timer: CallTimer = { callId, dueAtMs: nowMs + withdrawAfterMs, task: 'withdraw_insurance', requestId };
  const [refused] = await ports.callTimers.schedule([timer]);
  if (refused !== undefined) throw new Error(`could not set the timer to withdraw the alerts of call ${callId}`);
}

type RingOutcomes = RingResult['targets'][number]['outcome'][];
