/**
 * What one APNs host does with a request: a fault, or the checks and their effects. Knows nothing about HTTP/2: it
 * decides the reaction, and `apnsConnection.ts` carries it out.
 */
import { randomUUID } from 'node:crypto';
import { impossibleDeviceToken } from '../../shared/credentials/rules/probeAnswer.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import { type Answer, answeredId, idHeader, refusal } from './answer.ts';
import type { AnsweredPush, Fault } from './apple.ts';
import type { ChannelContext } from './channelChecks.ts';
import { answerChannelRequest } from './channelService.ts';
import { checkRequest } from './checks.ts';
import type { ConnectionAuth } from './connectionAuth.ts';
import { type Faults, statusFault } from './faults.ts';
import type { DeviceTokenRecord, Installations } from './installations.ts';
import { type ApnsRequest, deviceTokenOf, headersWithoutAuthorization, isChannelPath } from './request.ts';

export interface AnswerReaction {
  kind: 'answer';
  answer: Answer;
  delayMs: number;
  /** What APNs remembers about the connection from now on. */
  connection: ConnectionAuth;
}

/**
 * `goaway`: the request is rejected and the connection closed. `silence`: no answer, ever; on request, the whole
 * connection falls silent.
 */
export type Reaction =
  | AnswerReaction
  | { kind: 'goaway'; reason: string }
  | { kind: 'reset' }
  | { kind: 'silence'; ofConnection: boolean };

export interface PushService {
  react(request: ApnsRequest, connection: ConnectionAuth): Reaction;
  /** Entry for an answer in the log of pushes. */
  describe(request: ApnsRequest, answer: Answer): Omit<AnsweredPush, 'n' | 'at'>;
}

export interface PushServiceOptions extends Omit<ChannelContext, 'nowMs'> {
  host: ApnsEnvironment;
  clock: () => number;
  installations: Installations;
  faults: Faults;
  isRevokedCertificate(fingerprint256: string): boolean;
}

export function createPushService(options: PushServiceOptions): PushService {
  const { host, clock, installations, faults } = options;

  function react(request: ApnsRequest, connection: ConnectionAuth): Reaction {
    const fault = faults.take(host, request, recordOf(request)?.phoneId);
    if (fault && fault.kind !== 'delay') return reactToFault(fault, request, connection);
    const context = { ...options, nowMs: clock() };
    const answered = isChannelPath(request.path)
      ? answerChannelRequest(request, connection, context)
      : answerPush(request, connection);
    return { kind: 'answer', ...answered, delayMs: fault?.delayMs ?? 0 };
  }

  function answerPush(
    request: ApnsRequest,
    connection: ConnectionAuth,
  ): { answer: Answer; connection: ConnectionAuth } {
    const context = { ...options, nowMs: clock(), findDeviceToken: installations.find };
    const { connection: next, ...verdict } = checkRequest(request, connection, context);
    const headers = idHeader(request);
    if (verdict.status !== 200) return { answer: refusal(headers, verdict), connection: next };
    // The checks made sure that it is a dictionary.
    const payload = request.payload as Record<string, unknown>;
    const apnsId = answeredId(headers);
    recordOf(request)?.receive({ apnsId, headers: headersWithoutAuthorization(request), payload });
    // For Apple's Push Notifications Console.
    const uniqueId = host === 'development' && { 'apns-unique-id': randomUUID() };
    return { answer: { status: 200, headers: { ...headers, ...uniqueId } }, connection: next };
  }

  function reactToFault(fault: Fault, request: ApnsRequest, connection: ConnectionAuth): Reaction {
    const headers = idHeader(request);
    const answerWith = (answer: Answer, next = connection): Reaction => ({
      kind: 'answer',
      answer,
      delayMs: 0,
      connection: next,
    });
    switch (fault.kind) {
      case 'goaway':
        return { kind: 'goaway', reason: fault.reason ?? 'Shutdown' };
      case 'reset':
        return { kind: 'reset' };
      case 'expiredToken': {
        const answer = refusal(headers, { status: 403, reason: 'ExpiredProviderToken' });
        return answerWith(answer, { ...connection, wedged: true });
      }
      case 'lost':
        return answerWith({ status: 200, headers });
      case 'status':
        return answerWith(refusal(headers, statusFault(fault, clock())));
      default:
        return { kind: 'silence', ofConnection: fault.scope === 'connection' };
    }
  }

  function recordOf(request: ApnsRequest): DeviceTokenRecord | undefined {
    return installations.find((deviceTokenOf(request.path) ?? '').toLowerCase());
  }

  return {
    react,
    describe(request, { status, headers, reason }) {
      const { method, path, payload } = request;
      const phoneId = recordOf(request)?.phoneId;
      return {
        host,
        status,
        reason,
        apnsId: answeredId(headers),
        headers: headersWithoutAuthorization(request),
        payload,
        phoneId,
        ...(deviceTokenOf(path) === impossibleDeviceToken && { isProbe: true as const }),
        ...(isChannelPath(path) && { method, path }),
      };
    },
  };
}
