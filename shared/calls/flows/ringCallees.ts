import { callCollapseId } from '../../content/collapseId.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import { type Decision, decide, type Occasion } from '../../push/rules/decide.ts';
import { skipped } from '../../push/rules/targetOutcome.ts';
import { type AppRulesById, rulesOfApp, rulesOfApps } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { CallPorts } from '../ports.ts';
import { alertsRepeatUntilMs } from '../rules/alertRepeats.ts';
import { type Call, participantOf } from '../rules/call.ts';
import type { CallRecord, RingResult } from '../rules/record.ts';
import { type RingPlan, ringPlan } from '../rules/ringPlan.ts';
import type { TicketKey } from '../rules/ticketSeal.ts';
import type { CallRecipientsPorts } from './callRecipients.ts';
import { type DeviceRing, type Rung, ringByAlert, ringByVoip } from './ringDevice.ts';
import { ringPayload } from './ringPayload.ts';
import { ticketKeyOrNone } from './ticketKeys.ts';

export type RingCalleesPorts = DevicePushPorts &
  CallRecipientsPorts &
  Pick<PlatformPorts, 'clock' | 'newId' | 'random' | 'defaultLanguage'> &
  Pick<TeamPorts, 'apps'> &
  Pick<CallPorts, 'ticketKeys' | 'ringChannel'>;

type PlanRingPorts = Pick<RingCalleesPorts, 'clock' | 'defaultLanguage' | 'apps' | 'ringChannel'>;

/**
 * Rings every phone of these callees concurrently.
 * @returns the outcomes, and the callees whose phones cannot be ringing.
 */
export async function ringCallees(
  ports: RingCalleesPorts,
  record: CallRecord,
  recipients: readonly Recipient[],
): Promise<{ result: RingResult; unreachable: string[] }> {
  const [apps, ticketKey] = await Promise.all([rulesOfTheirApps(ports, recipients), ticketKeyOrNone(ports)]);
  const rung = await Promise.all(
    recipients.map((recipient) => ringCalleeOrFail(ports, { record, recipient, apps, ticketKey })),
  );
  const all = rung.flat();
  const nowMs = ports.clock.nowMs();
  const at = isoTime(nowMs);
  const targets = all.flatMap((device) => device.targets);
  const tells =
    all.some(({ appId }) => appId !== undefined && apps.get(appId)?.calls.pushWhenRingingStops) ||
    targets.some(({ outcome }) => outcome === 'handedOver');
  return {
    result: {
      targets: targets.map((outcome) => ({ at, outcome })),
      tellsWhenStopped: tells ? true : undefined,
      repeatAlertsAtMs: repeatAlertsAtMs(nowMs, record.call, all, apps),
    },
    unreachable: recipients.flatMap(({ userId }, index) =>
      rung[index]?.some(({ mayRing }) => mayRing) ? [] : [userId],
    ),
  };
}

export interface Ringing {
  record: CallRecord;
  recipient: Recipient;
  apps: AppRulesById;
  ticketKey: TicketKey | undefined;
}

/** What decides whether a call reaches a callee, whenever one of its phones is to ring. */
export function callOccasion({ call: { from } }: Pick<CallRecord, 'call'>, apps: AppRulesById): Occasion {
  return {
    from,
    pushType: 'voip',
    onlineUserOnly: false,
    pushDisabled: false,
    territoryRuleOf: (appId) => apps.get(appId)?.territoryRule,
  };
}

async function ringCalleeOrFail(ports: RingCalleesPorts, ringing: Ringing): Promise<Rung[]> {
  const { userId, fault } = ringing.recipient;
  const failed = (reason: string): Rung[] => [{ targets: [{ userId, outcome: 'failed', reason }], mayRing: false }];
  if (fault !== undefined) {
    ports.log.error('cannot read recipient', errorFields(fault));
    return failed('unreadable');
  }
  try {
    return await ringCallee(ports, ringing);
  } catch (error) {
    ports.log.error('callee not rung', errorFields(error));
    return failed('internal_error');
  }
}

/** What is to become of one phone: how it rings and with what, or why it does not. */
export type PlannedRing = { rule: Decision['rule'] } & (
  | { plan: RingPlan & { way: 'none' } }
  | { plan: RingPlan & { way: 'voip' | 'alert' }; ring: DeviceRing }
);

/** The one place that plans rings, for ringing and for explaining. */
export async function planCallee(ports: PlanRingPorts, ringing: Ringing): Promise<PlannedRing[]> {
  const { record, recipient, apps, ticketKey } = ringing;
  const { devices, profile } = recipient;
  const expiresAtMs = participantOf(record.call, recipient.userId)?.expiresAtMs ?? record.call.expiresAtMs;
  return Promise.all(
    decide(callOccasion(record, apps), recipient, ports.clock.nowMs()).map(async (decision): Promise<PlannedRing> => {
      const { rule } = decision;
      const plan = ringPlan(decision, devices, (appId) => apps.get(appId)?.calls.reportGuard !== 'off');
      if (plan.way === 'none') return { rule, plan };
      const { appId, deviceId } = plan.device;
      const locale = readerLocale(plan.device, profile, ports.defaultLanguage);
      const settings = (apps.get(appId) ?? (await rulesOfApp(ports, appId))).calls;
      const name = { userId: recipient.userId, deviceId };
      const payload = ringPayload(record, name, ticketKey, ports.clock.nowMs(), ports.ringChannel);
      const ring = { collapseId: callCollapseId(record.call), payload, locale, expiresAtMs, settings };
      return { rule, plan, ring };
    }),
  );
}

async function ringCallee(ports: RingCalleesPorts, ringing: Ringing): Promise<Rung[]> {
  const planned = await planCallee(ports, ringing);
  return Promise.all(planned.map((phone) => ringPhone(ports, phone)));
}

async function ringPhone(ports: RingCalleesPorts, planned: PlannedRing): Promise<Rung> {
  if (!('ring' in planned)) {
    const { target, rule } = planned.plan;
    // The app in the foreground rings by itself.
    return { targets: [skipped(target, rule)], mayRing: rule === 'online' };
  }
  const { plan, ring } = planned;
  if (plan.way === 'voip') return ringByVoip(ports, plan, ring);
  const rung = await ringByAlert(ports, plan, ring);
  const { userId, deviceId } = plan.target;
  return { ...rung, targets: [skipped({ userId, deviceId, kind: 'voip' }, plan.instead), ...rung.targets] };
}

/** The rules of the apps of the callees' phones. */
export function rulesOfTheirApps(
  ports: Pick<TeamPorts, 'apps'>,
  recipients: readonly Recipient[],
): Promise<AppRulesById> {
  return rulesOfApps(
    ports,
    recipients.flatMap(({ devices }) => devices.map(({ appId }) => appId)),
  );
}

/** When the phones that ring by alerts get the next one; each repetition returns when the following one is due. */
function repeatAlertsAtMs(nowMs: number, call: Call, rung: readonly Rung[], apps: AppRulesById): number | undefined {
  const appIds = rung.flatMap(({ appId, hasAlert }) => (hasAlert && appId !== undefined ? [appId] : []));
  return nextAlertsAtMs(nowMs, call, appIds, apps);
}

/** @param appIds apps of the phones that ring by alerts. @returns epoch milliseconds; undefined: none follows. */
export function nextAlertsAtMs(
  nowMs: number,
  call: Call,
  appIds: readonly string[],
  apps: AppRulesById,
): number | undefined {
  const intervals = appIds.map((appId) => apps.get(appId)?.calls.alertRepeatSeconds ?? 0).filter((each) => each > 0);
  const dueAtMs = nowMs + Math.min(...intervals) * 1000;
  const lastMs = Math.max(...call.participants.map((participant) => alertsRepeatUntilMs(call, participant)));
  return dueAtMs < lastMs ? dueAtMs : undefined;
}
