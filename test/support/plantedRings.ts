/** Thousands of rings with planted losses and times, as phones with wrong clocks live and report them. */
import { callEndpoints } from '../../functions/endpoints/calls.ts';
import { receiptEndpoints } from '../../functions/endpoints/receipts.ts';
import { runCallTimer } from '../../shared/calls/flows/runTimer.ts';
import { aDevice, aToken, isoTime, startMs } from './factories.ts';
import type { MemoryPorts } from './memory/ports.ts';

export interface PlantedVersion {
  appVersion: string;
  rings: number;
  /** Share of rings that APNs accepts and no phone reports. */
  lossShare: number;
  /** How much longer than others this version takes until CallKit has the call. */
  slowerMs: number;
}

export interface PlantedRing {
  userId: string;
  appVersion: string;
  isLost: boolean;
  /** When the caller taps, by the true time. */
  tappedAtMs: number;
  /** How old the tap is when the request leaves the phone of the caller. */
  tapAgeMs: number;
  /** From the tap until CallKit takes the call. */
  tookMs: number;
  /** How long the report stays on the phone of the callee. */
  keptMs: number;
  /** Ways of the two requests. */
  wayMs: number;
  reportWayMs: number;
  /** How wrong the clock of the callee's phone is. */
  clockErrorMs: number;
  /** How long the function starts before it handles the two requests. */
  coldStartMs: number;
  reportColdStartMs: number;
}

export const ringMs = 60_000;
const minute = 60_000;

/** Numbers from 0 to 1, the same ones each time: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function plantRings(versions: readonly PlantedVersion[], seed: number): PlantedRing[] {
  const next = numbersFrom(seed);
  const between = (least: number, most: number) => least + next() * (most - least);
  return versions.flatMap(({ appVersion, rings, lossShare, slowerMs }) =>
    Array.from({ length: rings }, (_, index) => {
      const tapAgeMs = Math.round(next() < 0.1 ? between(500, 8000) : between(5, 300));
      const wayMs = between(10, 80);
      // Most phones are quick; a few are asleep in a cellar.
      const pushMs = 200 - 350 * Math.log(1 - next() * 0.9999);
      const chance = next();
      return {
        userId: `${appVersion} ${index}`,
        appVersion,
        isLost: index % Math.round(1 / lossShare) === 0,
        tappedAtMs: startMs + Math.round(between(0, 300 * minute)),
        tapAgeMs,
        tookMs: tapAgeMs + wayMs + pushMs + slowerMs,
        keptMs: Math.round(chance < 0.7 ? between(0, 20) : between(0, chance < 0.95 ? 20_000 : 20 * minute)),
        wayMs,
        reportWayMs: between(10, 80),
        clockErrorMs: Math.round(between(-10, 10) * minute),
        coldStartMs: next() < 0.05 ? between(150, 450) : 0,
        reportColdStartMs: next() < 0.05 ? between(150, 450) : 0,
      };
    }),
  );
}

/** What happens at a time, by the clock of the server. */
interface Happening {
  atMs: number;
  happens(): Promise<void>;
}

/** Plays all rings in the order of their times, over the endpoints and the timer of calls. */
export async function playRings(ports: MemoryPorts, rings: readonly PlantedRing[]): Promise<void> {
  const calls = callEndpoints(ports);
  const receipts = receiptEndpoints(ports);
  const happenings = rings.flatMap((ring): Happening[] => {
    const { userId, appVersion, tapAgeMs } = ring;
    const deviceId = `phone of ${userId}`.replaceAll(' ', '-');
    const tokens = { voip: aToken(deviceId, { state: 'proven' }) };
    ports.devices.add(aDevice({ userId, deviceId, tokens, appVersion, osVersion: '26.4.1' }));
    const callId = `call of ${userId}`;
    const requestedAtMs = Math.round(ring.tappedAtMs + tapAgeMs + ring.wayMs);
    const rangAtMs = Math.round(requestedAtMs + ring.coldStartMs);
    const callKitAtMs = ring.tappedAtMs + ring.tookMs + ring.coldStartMs;
    const reportedAtMs = Math.round(callKitAtMs + ring.keptMs + ring.reportWayMs);
    const place = async () => {
      const body = { to: { userId }, callId, callerName: 'Alice', hasVideo: false, timeoutSeconds: ringMs / 1000 };
      const request = { userId: 'alice', requestId: callId, path: undefined, headers: {}, query: { explain: false } };
      await calls['POST /v1/calls']({ ...request, requestedAtMs, body: { ...body, tapAgeMs } });
    };
    const report = async () => {
      const at = isoTime(callKitAtMs + ring.clockErrorMs);
      const said = { callId, deviceId, event: 'callReported' as const, at, ageMs: ring.keptMs };
      const request = { userId, requestId: callId, path: undefined, headers: undefined, query: undefined };
      await receipts['POST /v1/receipts']({ ...request, requestedAtMs: reportedAtMs, body: { receipts: [said] } });
    };
    const expire = () => runCallTimer(ports, { callId, dueAtMs: rangAtMs + ringMs, task: 'expire' });
    return [
      { atMs: rangAtMs, happens: place },
      { atMs: rangAtMs + ringMs + 1, happens: expire },
      ...(ring.isLost ? [] : [{ atMs: Math.round(reportedAtMs + ring.reportColdStartMs), happens: report }]),
    ];
  });
  for (const { atMs, happens } of happenings.toSorted((one, other) => one.atMs - other.atMs)) {
    ports.clock.advance(atMs - ports.clock.nowMs());
    await happens();
  }
}

/** The true figures of a version. */
export function exactly(rings: readonly PlantedRing[], appVersion: string) {
  const own = rings.filter((ring) => ring.appVersion === appVersion);
  const times = own.filter(({ isLost }) => !isLost).map(({ tookMs, coldStartMs }) => tookMs + coldStartMs);
  const sorted = times.toSorted((one, other) => one - other);
  const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { lostPercent: (1 - times.length / own.length) * 100, p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
}
