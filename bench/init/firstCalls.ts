/**
 * An event for each function, such as its first after a cold start might be: two AWS requests if the function needs
 * that few, and no push. Each may be used any number of times. The benchmark of cold starts and the tests on AWS's own
 * runtime share them.
 */
import { randomUUID } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { region } from '../../lab/aws/localAws.ts';
import type { LocalServices } from '../../lab/aws/localServices.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';
import type { KnownRouteKey } from '../../shared/api/routes.ts';
import { applyCallAction, type Call } from '../../shared/calls/rules/call.ts';
import { signTicket, ticketFor } from '../../shared/calls/rules/ringTicket.ts';
import { ticketKey } from '../../shared/calls/rules/ticketSeal.ts';
import { callStore } from '../../shared/calls/table/callStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { openTable } from '../../shared/platform/table/table.ts';

export interface FirstCall {
  event: object;
  /** Part of the answer. */
  answer: object;
}

const appId = 'com.example.ringpost';
const hourMs = 60 * 60 * 1000;

/** Puts what the events need into the table. The AWS SDK must find the services by this process's environment. */
export async function prepareFirstCalls({
  environment,
  openTableStream,
}: Pick<LocalServices, 'environment' | 'openTableStream'>): Promise<Readonly<Record<FunctionName, FirstCall>>> {
  const call = ringingCall();
  const table = openTable(environment['RINGPOST_TABLE_NAME'] ?? '');
  const details = { handle: { type: 'generic', value: 'alice' }, callerName: 'Alice', hasVideo: true } as const;
  const calls = callStore(table, systemClock);
  await calls.create({ call, hasVideo: true, details });
  // A stream record of a call that its caller cancels.
  const takenBack = ringingCall();
  await calls.create({ call: takenBack, hasVideo: true, details, tellsWhenStopped: true });
  const { call: over } = applyCallAction(takenBack, 'cancel', { userId: 'alice' }, takenBack.createdAtMs);
  await calls.change(takenBack, over);
  table.client.destroy();
  const ticket = await ticketOf(call, environment['RINGPOST_SECRETS_PREFIX'] ?? '');
  const lastChange = { Records: (await openTableStream().read()).slice(-1) };
  const token = { token: 'a1'.repeat(32), environment: 'production' };

  return {
    health: { event: request('GET /v1/health'), answer: { statusCode: 200 } },
    devices: {
      event: request('PUT /v1/devices/{deviceId}', {
        path: { deviceId: 'phone' },
        body: { appId, tokens: { alert: token } },
      }),
      answer: { statusCode: 200 },
    },
    profile: {
      event: request('PUT /v1/profile', { body: { nickname: 'Alice', locale: 'en' } }),
      answer: { statusCode: 200 },
    },
    groups: {
      event: request('PUT /v1/groups/{groupId}', { path: { groupId: 'family' }, body: { name: 'Family' } }),
      answer: { statusCode: 200 },
    },
    server: {
      event: request('GET /v1/server/users/{userId}', { path: { userId: 'bob' } }),
      answer: { statusCode: 200 },
    },
    messages: {
      event: request('POST /v1/server/messages', {
        query: { explain: 'true' },
        body: { from: 'alice', to: { userId: 'bob' }, elements: [{ type: 'text', text: 'hi' }] },
      }),
      answer: { statusCode: 200 },
    },
    calls: {
      event: request('POST /v1/calls', { body: { to: { userId: 'nobody' }, callerName: 'Alice' } }),
      answer: { statusCode: 201 },
    },
    callLog: { event: request('GET /v1/calls'), answer: { statusCode: 200 } },
    directory: { event: request('GET /v1/call-directory'), answer: { statusCode: 200 } },
    rings: { event: request('GET /v1/rings/{ticket}', { path: { ticket } }), answer: { statusCode: 200 } },
    receipts: {
      event: request('POST /v1/receipts', {
        body: {
          receipts: [
            {
              messageId: randomUUID(),
              deviceId: 'phone',
              event: 'shown',
              at: new Date(call.createdAtMs).toISOString(),
            },
          ],
        },
      }),
      answer: { statusCode: 202 },
    },
    activities: {
      event: request('GET /v1/server/activity-channels'),
      answer: { statusCode: 200 },
    },
    pushes: {
      event: request('POST /v1/server/pushes', {
        body: { appId, to: { userId: 'nobody' }, pushType: 'alert', payload: { aps: { alert: 'hi' } } },
      }),
      answer: { statusCode: 404 },
    },
    statistics: { event: request('GET /v1/server/stats', { query: { days: '1' } }), answer: { statusCode: 200 } },
    userData: {
      event: request('GET /v1/server/users/{userId}/export', { path: { userId: 'alice' }, query: { limit: '1' } }),
      answer: { statusCode: 200 },
    },
    deliver: {
      event: queued({ task: 'badge', userId: 'nobody', appId, deviceIds: ['phone'], attemptsMade: 0 }),
      answer: { batchItemFailures: [] },
    },
    broadcasts: { event: request('GET /v1/server/broadcasts'), answer: { statusCode: 200 } },
    broadcastWorker: {
      event: queued({ task: 'plan', broadcastId: randomUUID(), job: 'send' }),
      answer: { batchItemFailures: [] },
    },
    callTimer: {
      event: queued({ task: 'expire', callId: call.callId, dueAtMs: call.createdAtMs }),
      answer: { batchItemFailures: [] },
    },
    callChanges: { event: lastChange, answer: { batchItemFailures: [] } },
    ringAuthorizer: {
      event: { authorizationToken: ticket, requestContext: { operation: 'EVENT_CONNECT', channel: null } },
      answer: { isAuthorized: true },
    },
    userAuthorizer: {
      event: { headers: { authorization: 'Bearer not-a-token' } },
      answer: { isAuthorized: true, context: { refusal: 'unauthenticated' } },
    },
    events: { event: lastChange, answer: { batchItemFailures: [] } },
    webhooks: {
      event: queued({
        task: 'deliver',
        webhookId: 'deleted',
        event: { id: 'e1', type: 'call.ringing', timestamp: '2026-11-22T12:00:00.000Z', data: {} },
        attempt: 1,
        dueAtMs: call.createdAtMs,
      }),
      answer: { batchItemFailures: [] },
    },
    webhookSettings: { event: request('GET /v1/server/webhooks'), answer: { statusCode: 200 } },
    watch: {
      event: { apps: ['com.example.first', 'com.example.second'] },
      answer: { findings: [{ code: 'secret_missing' }, { code: 'secret_missing' }] },
    },
  };
}

/** Alice rings Bob, for longer than a benchmark takes. */
function ringingCall(): Call {
  const createdAtMs = systemClock.nowMs();
  const expiresAtMs = createdAtMs + hourMs;
  return {
    callId: randomUUID(),
    from: 'alice',
    state: 'ringing',
    participants: [{ userId: 'bob', state: 'ringing', expiresAtMs }],
    createdAtMs,
    expiresAtMs,
    version: 1,
  };
}

async function ticketOf(call: Call, secretsPrefix: string): Promise<string> {
  const client = new SecretsManagerClient({ region });
  const SecretId = `${secretsPrefix}/ring-ticket-key`;
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  client.destroy();
  const [bob] = call.participants;
  if (bob === undefined) throw new Error('the call rings nobody');
  return signTicket(ticketKey(SecretString), ticketFor(call, bob, 'phone'));
}

interface RequestParts {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
}

/** From Alice, as API Gateway passes it on: HTTP API, payload format 2.0. */
function request(routeKey: KnownRouteKey, { path, query, body }: RequestParts = {}): object {
  const [method = '', template = ''] = routeKey.split(' ');
  const rawPath = template.replaceAll(/{(\w+)}/g, (_, name: string) => path?.[name] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json' },
    pathParameters: path,
    queryStringParameters: query,
    requestContext: {
      requestId: 'JKJaXmPLvHcESHA=',
      timeEpoch: Date.now(),
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'app/1.0' },
      routeKey,
      stage: '$default',
      authorizer: { jwt: { claims: { sub: 'alice' }, scopes: [] } },
    },
    body: body && JSON.stringify(body),
    isBase64Encoded: false,
  };
}

function queued(task: object): object {
  const attributes = { ApproximateReceiveCount: '1' };
  return { Records: [{ messageId: randomUUID(), body: JSON.stringify(task), attributes, messageAttributes: {} }] };
}
