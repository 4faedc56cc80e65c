import { callOperations } from '../shared/api/schemas/calls.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callView } from '../shared/api/views.ts';
import { openLog } from '../shared/aws/log.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { changeCall, readCall } from '../shared/flows/changeCall.ts';
import { isRefusal } from '../shared/flows/refusal.ts';
import { type RingInput, ring } from '../shared/flows/ring.ts';
import type { CallAction } from '../shared/rules/call.ts';
import { callStore } from '../shared/store/calls.ts';
import { profileStore } from '../shared/store/profiles.ts';
import { openTable } from '../shared/store/table.ts';

const log = openLog('calls', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { ...openPushPorts(table, log), profiles: profileStore(table), calls: callStore(table, system.clock) };

async function start(from: string, { to, ...call }: Omit<RingInput, 'from' | 'to'> & { to: { userId: string } }) {
  const result = await ring(ports, { from, to: to.userId, ...call });
  return isRefusal(result) ? result : ({ status: 201, body: callView(result, { userId: from }) } as const);
}

interface ActionRequest {
  userId: string;
  path: { callId: string };
  body: { deviceId?: string | undefined };
}

const act =
  (action: CallAction) =>
  async ({ userId, path: { callId }, body: { deviceId } }: ActionRequest) => {
    const actor = { userId, deviceId };
    const result = await changeCall(ports, callId, action, actor);
    return isRefusal(result) ? result : ({ status: 200, body: callView(result, actor) } as const);
  };

export const handler = apiHandler(
  callOperations,
  {
    'POST /v1/calls': ({ userId, body }) => start(userId, body),
    'POST /v1/server/calls': ({ body: { from, ...call } }) => start(from, call),

    'GET /v1/calls/{callId}': async ({ userId, path: { callId }, query: { deviceId } }) => {
      const result = await readCall(ports, callId, userId);
      return isRefusal(result) ? result : { status: 200, body: callView(result, { userId, deviceId }) };
    },

    'POST /v1/calls/{callId}/answer': act('answer'),
    'POST /v1/calls/{callId}/decline': act('decline'),
    'POST /v1/calls/{callId}/busy': act('busy'),
    'POST /v1/calls/{callId}/cancel': act('cancel'),
    'POST /v1/calls/{callId}/end': act('end'),
  },
  log,
);
