/** The faults that `POST /lab/faults` has requested of the fake APNs: docs/fake-apns.md, "Faults". */
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { Fault } from './apple.ts';
import { documentedStatus, statusOfReason } from './reasons.ts';
import { type ApnsRequest, deviceTokenOf } from './request.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that are not used up, oldest first. `count`: how many requests each still hits. */
  list(): Fault[];
  /** The oldest fault that this request hits, counted as used once. */
  take(host: ApnsEnvironment, request: ApnsRequest, phoneId: string | undefined): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; uses: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, uses: fault.count ?? Number.POSITIVE_INFINITY });
    },
    clear() {
      waiting = [];
    },
    list: () => waiting.map(({ fault, uses }) => ({ ...fault, ...(Number.isFinite(uses) && { count: uses }) })),
    take(host, request, phoneId) {
      const entry = waiting.find(({ fault }) => hits(fault, host, request, phoneId));
      if (entry === undefined) return undefined;
      entry.uses -= 1;
      if (entry.uses <= 0) waiting = waiting.filter((other) => other !== entry);
      return entry.fault;
    },
  };
}

function hits(fault: Fault, host: ApnsEnvironment, request: ApnsRequest, phoneId: string | undefined): boolean {
  if (fault.host !== undefined && fault.host !== host) return false;
  const { match } = fault;
  if (match === undefined) return true;
  const texts = [deviceTokenOf(request.path) ?? request.path, phoneId ?? '', ...Object.values(request.headers)];
  return texts.some((text) => text.includes(match));
}

/** Status and reason of a fault. If the fault names only one, Apple's table supplies the other. */
export function statusFault(
  fault: Fault,
  nowMs: number,
): { status: number; reason?: string | undefined; timestamp?: number | undefined } {
  const status = fault.status ?? documentedStatus(fault.reason ?? 'InternalServerError') ?? 500;
  const reasonOfStatus = Object.entries(statusOfReason).find(([, documented]) => documented === status)?.[0];
  const reason = fault.reason ?? reasonOfStatus;
  return { status, reason, ...(status === 410 && { timestamp: nowMs }) };
}
