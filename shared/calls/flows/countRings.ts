import type { DevicePorts } from '../../devices/ports.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../../push/ports.ts';
import { countRing, differenceOf, groupOf, type PhoneCounts, type RingTime } from '../../push/rules/phoneStatistics.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { CallPorts } from '../ports.ts';
import { type Participant, participantOf } from '../rules/call.ts';
import { isLate } from '../rules/lateReport.ts';
import type { CallReport, HeardReport } from '../rules/record.ts';
import { hasReacted, ringTimes } from '../rules/reported.ts';
import { phoneKey } from '../rules/ringInsurance.ts';

type CountPorts = Pick<PlatformPorts, 'clock'> & Pick<DevicePorts, 'devices'> & Pick<PushPorts, 'statistics'>;

export type CountRingsPorts = CountPorts & Pick<PlatformPorts, 'log'>;

export type CountLateReportPorts = CountPorts & Pick<CallPorts, 'calls'>;

type RungPhone = TargetOutcome & { deviceId: string };

/**
 * Counts for each phone that got a VoIP push whether it reported the ring to CallKit, and how soon after the tap: a phone that Apple
 * reaches must report it, also when the call is over by then. A timer that comes twice counts twice. Late reports are left to
 * {@link countLateReport}.
 *
 * @param dueAtMs end of the ringing of the callees that are counted: each callee has one such timer.
 */
export async function countRings(
  ports: CountRingsPorts,
  report: CallReport | undefined,
  dueAtMs: number,
): Promise<void> {
  if (report === undefined) return;
  const inTime = { ...report, heard: report.heard?.filter((each) => !isLate(each, dueAtMs)) };
  try {
    const callees = report.call.participants.filter(({ expiresAtMs }) => expiresAtMs === dueAtMs);
    const phones = (await Promise.all(callees.map((callee) => countCallee(ports, inTime, callee)))).flat();
    if (phones.length > 0) await ports.statistics.add(ports.clock.nowMs(), [], phones);
  } catch (error) {
    ports.log.error('rings not counted', { callId: report.call.callId, ...errorFields(error) });
  }
}

/** Takes a ring out of the unreported ones, whose report is late. @param stored the report, which is stored by now. */
export async function countLateReport(ports: CountLateReportPorts, callId: string, stored: HeardReport): Promise<void> {
  const report = await ports.calls.report(callId);
  const callee = report && participantOf(report.call, stored.userId);
  if (report === undefined || callee === undefined) return;
  const isStored = (each: HeardReport) =>
    phoneKey(each) === phoneKey(stored) && each.arrivedAtMs === stored.arrivedAtMs;
  const others = { ...report, heard: report.heard?.filter((each) => !isStored(each)) };
  const [counted, before] = await Promise.all([countCallee(ports, report, callee), countCallee(ports, others, callee)]);
  await ports.statistics.add(ports.clock.nowMs(), [], differenceOf(counted, before), callee.expiresAtMs);
}

/** @returns nothing for a callee without a phone that got a VoIP push. */
async function countCallee(ports: CountPorts, report: CallReport, { userId }: Participant): Promise<PhoneCounts[]> {
  const rung = report.targets.filter(
    (target): target is RungPhone =>
      target.userId === userId &&
      target.deviceId !== undefined &&
      target.kind === 'voip' &&
      target.outcome === 'accepted',
  );
  const counted = (await Promise.all(rung.map((phone) => countPhone(ports, report, phone)))).flat();
  const [first] = counted;
  if (first === undefined) return [];
  const isReported = counted.some(({ counters }) => counters['reported'] === 1);
  return [...counted, { ...first, counters: { rings: 1, ...(!isReported && { ringsUnreported: 1 }) } }];
}

/** @returns nothing for a phone that is no longer registered. */
async function countPhone(
  { clock, devices }: CountPorts,
  { call, heard = [], tappedAtMs }: CallReport,
  { userId, deviceId, environment }: RungPhone,
): Promise<PhoneCounts[]> {
  const name = phoneKey({ userId, deviceId });
  const reports = heard
    .filter((each) => phoneKey(each) === name)
    .sort((one, other) => one.arrivedAtMs - other.arrivedAtMs);
  const [report] = reports;
  if (report !== undefined) {
    const { rangAtMs } = ringTimes(call, userId, clock.nowMs());
    const isInvited = rangAtMs > call.createdAtMs;
    const beganAtMs = isInvited ? rangAtMs : (tappedAtMs ?? rangAtMs);
    return [countRing(groupOf(report, environment), true, ringTime(report, beganAtMs))];
  }
  const device = await devices.find(userId, deviceId);
  if (device === undefined) return [];
  return [countRing(groupOf(device, environment), hasReacted(call, { userId, deviceId }))];
}

/** @param beganAtMs epoch milliseconds: the tap of the caller, or the invitation. */
function ringTime({ happenedAtMs, arrivedAtMs }: HeardReport, beganAtMs: number): RingTime {
  if (happenedAtMs !== undefined) return { name: 'callKitIn', ms: happenedAtMs - beganAtMs };
  return { name: 'reportedIn', ms: arrivedAtMs - beganAtMs };
}
