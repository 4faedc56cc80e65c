import type { DevicePorts } from '../../devices/ports.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../../push/ports.ts';
import { countRing, groupOf, type PhoneCounts } from '../../push/rules/phoneStatistics.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { Participant } from '../rules/call.ts';
import type { CallReport } from '../rules/record.ts';
import { hasReacted, ringTimes } from '../rules/reported.ts';
import { phoneKey } from '../rules/ringInsurance.ts';

export type CountRingsPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<DevicePorts, 'devices'> &
  Pick<PushPorts, 'statistics'>;

type RungPhone = TargetOutcome & { deviceId: string };

/**
 * Counts for each phone that got a VoIP push whether it reported the ring to CallKit, and how soon: a phone that Apple
 * reaches must report it, also when the call is over by then. A timer that comes twice counts twice.
 *
 * @param dueAtMs end of the ringing of the callees that are counted: each callee has one such timer.
 */
export async function countRings(
  ports: CountRingsPorts,
  report: CallReport | undefined,
  dueAtMs: number,
): Promise<void> {
  if (report === undefined) return;
  try {
    const callees = report.call.participants.filter(({ expiresAtMs }) => expiresAtMs === dueAtMs);
    const phones = (await Promise.all(callees.map((callee) => countCallee(ports, report, callee)))).flat();
    if (phones.length > 0) await ports.statistics.add(ports.clock.nowMs(), [], phones);
  } catch (error) {
    ports.log.error('rings not counted', { callId: report.call.callId, ...errorFields(error) });
  }
}

/** @returns nothing for a callee without a phone that got a VoIP push. */
async function countCallee(
  ports: CountRingsPorts,
  report: CallReport,
  { userId }: Participant,
): Promise<PhoneCounts[]> {
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
  { clock, devices }: CountRingsPorts,
  { call, heard = [] }: CallReport,
  { userId, deviceId, environment }: RungPhone,
): Promise<PhoneCounts[]> {
  const name = phoneKey({ userId, deviceId });
  const reports = heard
    .filter((each) => phoneKey(each) === name)
    .sort((one, other) => one.arrivedAtMs - other.arrivedAtMs);
  const [report] = reports;
  if (report !== undefined) {
    const { rangAtMs } = ringTimes(call, userId, clock.nowMs());
    return [countRing(groupOf(report, environment), true, report.arrivedAtMs - rangAtMs)];
  }
  const device = await devices.find(userId, deviceId);
  if (device === undefined) return [];
  return [countRing(groupOf(device, environment), hasReacted(call, { userId, deviceId }))];
}
