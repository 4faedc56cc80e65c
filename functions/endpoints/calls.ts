import { answer } from '../../shared/api/answer.ts';
import type { callOperations } from '../../shared/api/schemas/calls.ts';
import { silenceView } from '../../shared/api/silenceView.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { coarseCall, seesAll } from '../../shared/api/userViews.ts';
import { callView, serverCallView } from '../../shared/api/views.ts';
import {
  type ChangeCallPorts,
  changeCallAsServer,
  readAnyCall,
  readCall,
} from '../../shared/calls/flows/changeCall.ts';
import { explainRing } from '../../shared/calls/flows/explainRing.ts';
import { reviseAsServer } from '../../shared/calls/flows/reviseCall.ts';
import type { CallTo, RingInput, RingPorts } from '../../shared/calls/flows/ring.ts';
import { actOnCall, inviteAsUser, reviseAsUser, type SeenCall } from '../../shared/calls/flows/seenCall.ts';
import { startCall } from '../../shared/calls/flows/startCall.ts';
import type { CallAction, ServerCallAction } from '../../shared/calls/rules/call.ts';
import type { CallCapabilities } from '../../shared/content/payloads/voipPayload.ts';
import type { DevicePorts } from '../../shared/devices/ports.ts';
import { rulesOfUser, type UserRulesPorts } from '../../shared/people/flows/userRules.ts';
import type { UserRules } from '../../shared/people/rules/userRules.ts';
import { answerOnce, type OncePorts } from '../../shared/platform/flows/answerOnce.ts';
import { isRefusal, type Refusal } from '../../shared/platform/refusal.ts';

export type CallEndpointPorts = RingPorts &
  ChangeCallPorts &
  OncePorts &
  UserRulesPorts &
  Pick<DevicePorts, 'devices' | 'reports'>;

interface StartRequest {
  /** Owner of the Idempotency-Key. */
  caller: string;
  requestId: string;
  requestedAtMs: number;
  query: { explain: boolean };
  headers: { 'idempotency-key'?: string | undefined };
  body: Omit<RingInput, 'to' | 'rules' | 'requestId' | 'tappedAtMs' | 'capabilities'> &
    CallCapabilities & { to: Callees; ring?: string[] | undefined; tapAgeMs?: number | undefined };
  /** Those of the user who calls; absent: a server does. */
  rules?: UserRules | undefined;
}

interface Callees {
  userId?: string | undefined;
  userIds?: string[] | undefined;
  groupId?: string | undefined;
}

/** What the calls function answers, whatever stands behind its ports. */
export function callEndpoints(ports: CallEndpointPorts): Endpoints<typeof callOperations> {
  async function start({ caller, requestId, requestedAtMs, query, headers, body: sent, rules }: StartRequest) {
    // The same request later is not another one.
    const { tapAgeMs = 0, ...body } = sent;
    const { to, ring, callId, supportsHolding, supportsGrouping, supportsUngrouping, supportsDTMF, ...call } = body;
    const capabilities = { supportsHolding, supportsGrouping, supportsUngrouping, supportsDTMF };
    if (query.explain) {
      return answer(200, await explainRing(ports, { ...call, callId, to: calleesOf(to, ring), capabilities, rules }));
    }
    const request = { scope: [caller, 'calls'], key: headers['idempotency-key'], body };
    // The full answer is stored with the key, so that a repetition shows what the settings of that moment allow.
    const once = await answerOnce(ports, request, async (resultId, takesOver) => {
      const origin = { callId: callId ?? resultId, requestId, tappedAtMs: requestedAtMs - tapAgeMs };
      const input = { ...call, ...origin, to: calleesOf(to, ring), capabilities, rules, takesOver };
      return answer(201, await startCall(ports, input), (report) => ({
        ...callView(report, { userId: call.from }),
        isCoarse: report.isCoarse,
      }));
    });
    if (isRefusal(once)) return once;
    const { isCoarse, ...full } = once.body;
    return { ...once, body: rules === undefined || seesAll(rules, isCoarse) ? full : coarseCall(full) };
  }

  async function show(seen: SeenCall | Refusal) {
    if (isRefusal(seen)) return seen;
    const { record, viewer } = seen;
    const view = callView(record, viewer);
    // Callees see no outcomes anyway.
    const isWhole =
      viewer.userId !== record.call.from || seesAll(await rulesOfUser(ports, viewer.userId), record.isCoarse);
    return answer(200, isWhole ? view : coarseCall(view));
  }

  interface ActionRequest {
    userId: string;
    path: { callId: string };
    body: { deviceId?: string | undefined };
  }

  const act =
    (action: CallAction) =>
    async ({ userId, path: { callId }, body: { deviceId } }: ActionRequest) =>
      show(await actOnCall(ports, callId, action, { userId, deviceId }));

  const actAsServer =
    (action: ServerCallAction) =>
    async ({ path: { callId } }: { path: { callId: string } }) =>
      answer(200, await changeCallAsServer(ports, callId, action), serverCallView);

  return {
    'POST /v1/calls': async ({ userId, requestId, requestedAtMs, query, headers, body }) =>
      start({
        caller: `user ${userId}`,
        requestId,
        requestedAtMs,
        query,
        headers,
        body: { from: userId, ...body },
        rules: await rulesOfUser(ports, userId),
      }),

    'POST /v1/server/calls': (request) => start({ ...request, caller: 'server' }),

    'GET /v1/calls/{callId}': async ({ userId, path: { callId }, query: { deviceId } }) => {
      const record = await readCall(ports, callId, userId);
      return show(isRefusal(record) ? record : { record, viewer: { userId, deviceId } });
    },

    'PATCH /v1/calls/{callId}': async ({ userId, path: { callId }, body: { deviceId, ...revision } }) =>
      show(await reviseAsUser(ports, callId, revision, { userId, deviceId })),

    'POST /v1/calls/{callId}/participants': async ({ userId, path: { callId }, body: { deviceId, ...invitation } }) =>
      show(await inviteAsUser(ports, { callId, ...invitation }, { userId, deviceId })),

    'POST /v1/calls/{callId}/answer': act('answer'),
    'POST /v1/calls/{callId}/decline': act('decline'),
    'POST /v1/calls/{callId}/busy': act('busy'),
    'POST /v1/calls/{callId}/cancel': act('cancel'),
    'POST /v1/calls/{callId}/leave': act('leave'),
    'POST /v1/calls/{callId}/end': act('end'),

    'GET /v1/server/calls/{callId}': async ({ path: { callId } }) => {
      const report = await readAnyCall(ports, callId);
      if (isRefusal(report)) return report;
      // Apps never ask for it: a cold start need not read it.
      const { explainQuietPhones } = await import('../../shared/calls/flows/explainQuietPhones.ts');
      const silence = silenceView(await explainQuietPhones(ports, report));
      return answer(200, { ...serverCallView(report), silence });
    },
    'PATCH /v1/server/calls/{callId}': async ({ path: { callId }, body }) =>
      answer(200, await reviseAsServer(ports, callId, body), serverCallView),
    'POST /v1/server/calls/{callId}/cancel': actAsServer('cancel'),
    'POST /v1/server/calls/{callId}/end': actAsServer('end'),
  };
}

function calleesOf({ userId, userIds, groupId }: Callees, ring?: string[]): CallTo {
  if (groupId !== undefined) return { groupId, ring };
  return { userIds: userIds ?? (userId === undefined ? [] : [userId]) };
}
