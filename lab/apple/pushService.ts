/**
 * What one APNs host does with a request: a fault, or the checks and the delivery. Knows nothing of HTTP/2: it says how
 * to react, `apnsConnection.ts` does it.
 */
import { randomUUID } from 'node:crypto';
import type { ApnsEnvironment } from '../../shared/rules/device.ts';
import type { AnsweredPush, Fault } from './apple.ts';
import { type CheckContext, checkRequest } from './checks.ts';
import type { ConnectionAuth, RegisteredTokenKey } from './connectionAuth.ts';
import type { Faults } from './faults.ts';
import type { DeviceTokenRecord, Installations } from './installations.ts';
import { documentedStatus, statusOfReason } from './reasons.ts';
import { type ApnsRequest, deviceTokenOf, headersWithoutAuthorization, isUuid } from './request.ts';

export interface Answer {
  status: number;
  reason?: string;
  /** Epoch milliseconds, only with 410. */
  timestamp?: number;
  apnsId: string;
  /** For Apple's Push Notifications Console. */
  apnsUniqueId?: string;
}

export interface AnswerReaction {
  kind: 'answer';
  answer: Answer;
  delayMs: number;
  /** What APNs remembers of the connection from now on. */
  connection: ConnectionAuth;
}

/** `goaway`: the request is refused and the connection closed. `silence`: nothing, for good. */
export type Reaction = AnswerReaction | { kind: 'goaway'; reason: string } | { kind: 'reset' } | { kind: 'silence' };

export interface PushService {
  react(request: ApnsRequest, connection: ConnectionAuth): Reaction;
  /** What the log of pushes says about an answer. */
  describe(request: ApnsRequest, answer: Answer): Omit<AnsweredPush, 'n' | 'at'>;
}

export interface PushServiceOptions {
  host: ApnsEnvironment;
  clock: () => number;
  installations: Installations;
  faults: Faults;
  findTokenKey(keyId: string): RegisteredTokenKey | undefined;
}

export function createPushService(options: PushServiceOptions): PushService {
  const { host, clock, installations, faults, findTokenKey } = options;

  function react(request: ApnsRequest, connection: ConnectionAuth): Reaction {
    const record = recordOf(request);
    const fault = faults.take(host, request, record?.phoneId);
    if (fault && fault.kind !== 'delay') return reactToFault(fault, request, connection);

    const context: CheckContext = { nowMs: clock(), host, findTokenKey, findDeviceToken: installations.find };
    const { connection: next, ...verdict } = checkRequest(request, connection, context);
    const answer: Answer = { ...verdict, apnsId: apnsIdFor(request) };
    if (answer.status === 200) {
      if (host === 'development') answer.apnsUniqueId = randomUUID();
      accept(request, answer.apnsId, record);
    }
    return { kind: 'answer', answer, delayMs: fault?.delayMs ?? 0, connection: next };
  }

  function reactToFault(fault: Fault, request: ApnsRequest, connection: ConnectionAuth): Reaction {
    const apnsId = apnsIdFor(request);
    const answerWith = (answer: Omit<Answer, 'apnsId'>, next = connection): Reaction => ({
      kind: 'answer',
      answer: { ...answer, apnsId },
      delayMs: 0,
      connection: next,
    });
    switch (fault.kind) {
      case 'goaway':
        return { kind: 'goaway', reason: fault.reason ?? 'Shutdown' };
      case 'reset':
        return { kind: 'reset' };
      case 'expiredToken':
        return answerWith({ status: 403, reason: 'ExpiredProviderToken' }, { ...connection, wedged: true });
      case 'status':
        return answerWith(statusFault(fault, clock()));
      default:
        return { kind: 'silence' };
    }
  }

  function recordOf(request: ApnsRequest): DeviceTokenRecord | undefined {
    return installations.find((deviceTokenOf(request.path) ?? '').toLowerCase());
  }

  return {
    react,
    describe(request, { status, reason, apnsId }) {
      const phoneId = recordOf(request)?.phoneId;
      return {
        host,
        status,
        ...(reason !== undefined && { reason }),
        apnsId,
        headers: headersWithoutAuthorization(request),
        payload: request.payload,
        ...(phoneId !== undefined && { phoneId }),
      };
    },
  };
}

function accept(request: ApnsRequest, apnsId: string, record: DeviceTokenRecord | undefined): void {
  // A dictionary, as the checks have found.
  const payload = request.payload as Record<string, unknown>;
  record?.receive({ apnsId, headers: headersWithoutAuthorization(request), payload });
}

/** APNs echoes the ID that it was given and makes one when there is none, or none that it can read. */
function apnsIdFor({ headers }: ApnsRequest): string {
  const given = headers['apns-id'];
  return given !== undefined && isUuid(given) ? given : randomUUID();
}

/** Status and reason of a fault, each filled in from the other by Apple's table where the fault names only one. */
function statusFault(fault: Fault, nowMs: number): Omit<Answer, 'apnsId'> {
  const status = fault.status ?? documentedStatus(fault.reason ?? 'InternalServerError') ?? 500;
  const reasonOfStatus = Object.entries(statusOfReason).find(([, documented]) => documented === status)?.[0];
  const reason = fault.reason ?? reasonOfStatus;
  return { status, ...(reason !== undefined && { reason }), ...(status === 410 && { timestamp: nowMs }) };
}
