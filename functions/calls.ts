import { callOperations } from '../shared/api/schemas/calls.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { coarseCall, seesAll } from '../shared/api/userViews.ts';
import { callView } from '../shared/api/views.ts';
import { blockedNumberStore } from '../shared/callDirectory/table/blockedNumbers.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { changeCall, readCall } from '../shared/calls/flows/changeCall.ts';
import { inviteToCall } from '../shared/calls/flows/invite.ts';
import { knownActor } from '../shared/calls/flows/knownActor.ts';
import { type CallTo, type RingInput, ring } from '../shared/calls/flows/ring.ts';
import type { CallAction, CallActor } from '../shared/calls/rules/call.ts';
import type { CallRecord, CallReport } from '../shared/calls/rules/record.ts';
import { callStore } from '../shared/calls/table/callStore.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { rulesOfUser } from '../shared/people/flows/userRules.ts';
import { membershipStore } from '../shared/people/table/memberships.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { currentOrigin } from '../shared/platform/aws/workScope.ts';
import { answerOnce } from '../shared/platform/flows/answerOnce.ts';
import { isRefusal } from '../shared/platform/refusal.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { openRateGate } from './ports/openRateGate.ts';
import { planStores } from './ports/planStores.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('calls', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  ...planStores(table, system.clock, settingsKeptSeconds()),
  ruledApps: stageApps(),
  memberships: membershipStore(table),
  blockedNumbers: blockedNumberStore(table),
  calls: callStore(table, system.clock),
  reports: reportStore(table),
  idempotency: idempotencyStore(table, system.clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
};

interface Callees {
  userId?: string | undefined;
  userIds?: string[] | undefined;
  groupId?: string | undefined;
}

function calleesOf({ userId, userIds, groupId }: Callees): CallTo {
  if (groupId !== undefined) return { groupId };
  return { userIds: userIds ?? (userId === undefined ? [] : [userId]) };
}

interface StartRequest {
  /** Whose Idempotency-Key it is. */
  caller: string;
  /** Not a server. */
  isUser?: boolean;
  from: string;
  headers: { 'idempotency-key'?: string | undefined };
  body: Omit<RingInput, 'from' | 'to'> & { to: Callees };
}

/** As a user sees it from a device. */
async function show(record: CallRecord & Partial<CallReport>, viewer: CallActor) {
  const view = callView(record, viewer);
  // A callee sees no outcomes anyway.
  if (viewer.userId !== record.call.from) return view;
  return seesAll(await rulesOfUser(ports, viewer.userId), record.isCoarse) ? view : coarseCall(view);
}

async function start({ caller, from, headers, body, isUser }: StartRequest) {
  const request = { scope: [caller, 'calls'], key: headers['idempotency-key'], body: { from, ...body } };
  const rules = isUser ? await rulesOfUser(ports, from) : undefined;
  // The full answer is kept with the key, so that a repetition shows what the settings of that moment allow.
  const answer = await answerOnce(ports, request, async (resultId, takesOver) => {
    const { to, callId = resultId, ...call } = body;
    const requestId = currentOrigin()?.requestId;
    // A call that is there rings already: its phones must not be rung anew.
    const known = takesOver ? await readCall(ports, callId, from) : undefined;
    const result =
      known === undefined || isRefusal(known)
        ? await ring(ports, { from, to: calleesOf(to), callId, requestId, rules, ...call })
        : known;
    if (isRefusal(result)) return result;
    const { isCoarse } = result;
    return { status: 201, body: { ...callView(result, { userId: from }), ...(isCoarse && { isCoarse }) } } as const;
  });
  if (isRefusal(answer)) return answer;
  const { isCoarse, ...full } = answer.body;
  return { ...answer, body: rules === undefined || seesAll(rules, isCoarse) ? full : coarseCall(full) };
}

interface ActionRequest {
  userId: string;
  path: { callId: string };
  body: { deviceId?: string | undefined };
}

/** The caller, who alone may know what became of the pushes, gets it with each answer. */
async function seen(record: CallRecord, { userId }: CallActor): Promise<CallRecord & Partial<CallReport>> {
  const { callId, from } = record.call;
  const report = userId === from ? await ports.calls.report(callId) : undefined;
  return { ...record, ...(report && { targets: report.targets, timeline: report.timeline }) };
}

const act =
  (action: CallAction) =>
  async ({ userId, path: { callId }, body: { deviceId } }: ActionRequest) => {
    const known = await knownActor(ports, callId, { userId, deviceId });
    if (isRefusal(known)) return known;
    const { actor, ...read } = known;
    const result = await changeCall(ports, callId, action, actor, read);
    return isRefusal(result) ? result : ({ status: 200, body: await show(await seen(result, actor), actor) } as const);
  };

export const handler = apiHandler(
  callOperations,
  {
    'POST /v1/calls': ({ userId, headers, body }) =>
      start({ caller: `user ${userId}`, isUser: true, from: userId, headers, body }),
    'POST /v1/server/calls': ({ headers, body: { from, ...body } }) => start({ caller: 'server', from, headers, body }),

    'GET /v1/calls/{callId}': async ({ userId, path: { callId }, query: { deviceId } }) => {
      const result = await readCall(ports, callId, userId);
      return isRefusal(result) ? result : { status: 200, body: await show(result, { userId, deviceId }) };
    },

    'POST /v1/calls/{callId}/participants': async ({ userId, path: { callId }, body: { deviceId, ...invitation } }) => {
      const known = await knownActor(ports, callId, { userId, deviceId });
      if (isRefusal(known)) return known;
      const { actor } = known;
      const result = await inviteToCall(ports, {
        callId,
        actor,
        rules: await rulesOfUser(ports, userId),
        ...invitation,
      });
      return isRefusal(result) ? result : { status: 200, body: await show(await seen(result, actor), actor) };
    },

    'POST /v1/calls/{callId}/answer': act('answer'),
    'POST /v1/calls/{callId}/decline': act('decline'),
    'POST /v1/calls/{callId}/busy': act('busy'),
    'POST /v1/calls/{callId}/cancel': act('cancel'),
    'POST /v1/calls/{callId}/leave': act('leave'),
    'POST /v1/calls/{callId}/end': act('end'),
  },
  log,
  openRateGate(table, log, ports.apps),
);
