import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callLogEndpoints } from '../../functions/endpoints/callLog.ts';
import { callEndpoints } from '../../functions/endpoints/calls.ts';
import { deviceEndpoints } from '../../functions/endpoints/devices.ts';
import { directoryEndpoints } from '../../functions/endpoints/directory.ts';
import { groupEndpoints } from '../../functions/endpoints/groups.ts';
import { healthEndpoints } from '../../functions/endpoints/health.ts';
import { messageEndpoints } from '../../functions/endpoints/messages.ts';
import { profileEndpoints } from '../../functions/endpoints/profile.ts';
import { pushEndpoints } from '../../functions/endpoints/pushes.ts';
import { receiptEndpoints } from '../../functions/endpoints/receipts.ts';
import { ringEndpoints } from '../../functions/endpoints/rings.ts';
import { serverEndpoints } from '../../functions/endpoints/server.ts';
import { statisticsEndpoints } from '../../functions/endpoints/statistics.ts';
import type { Operation } from '../../shared/api/operation.ts';
import type { Problem } from '../../shared/api/problem.ts';
import type { KnownRouteKey } from '../../shared/api/routes.ts';
import { callLogOperations } from '../../shared/api/schemas/callLog.ts';
import { callOperations } from '../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../shared/api/schemas/devices.ts';
import { directoryOperations } from '../../shared/api/schemas/directory.ts';
import { groupOperations } from '../../shared/api/schemas/groups.ts';
import { healthOperations } from '../../shared/api/schemas/health.ts';
import { messageOperations } from '../../shared/api/schemas/messages.ts';
import { profileOperations } from '../../shared/api/schemas/profile.ts';
import { pushOperations } from '../../shared/api/schemas/pushes.ts';
import { receiptOperations } from '../../shared/api/schemas/receipts.ts';
import { ringOperations } from '../../shared/api/schemas/rings.ts';
import { serverOperations } from '../../shared/api/schemas/server.ts';
import { statisticsOperations } from '../../shared/api/schemas/statistics.ts';
import { type ApiHandler, apiHandler, type Endpoints, type OperationTable } from '../../shared/api/stack.ts';
import { pushTypeRules } from '../../shared/apns/rules/pushTypes.ts';
import type { SpendingStore } from '../../shared/broadcasts/ports.ts';
import { noUse } from '../../shared/broadcasts/rules/cost.ts';
import { payloadBytes } from '../../shared/content/sizeGuard.ts';
import { apiEvent, lambdaContext } from '../support/apiEvent.ts';
import { aDevice, appId } from '../support/factories.ts';
import { broken, type Hints, type JsonSchema, valid } from '../support/fromSchema.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';

const users = fc.constantFrom('alice', 'bob', 'carol', 'nobody');
const hints: Hints = {
  to: fc.oneof(
    fc.record({ userId: users }),
    fc.record({ userIds: fc.array(users, { minLength: 1, maxLength: 3 }) }),
    fc.record({ groupId: fc.constantFrom('family', 'family', 'unknown') }),
  ),
  userId: users,
  groupId: fc.constantFrom('family', 'family', 'unknown'),
  policyId: fc.constantFrom('quiet', 'calls', 'unknown'),
  sound: fc.constantFrom('none', 'default', 'ring.caf'),
  image: fc.constant('https://example.com/cat.jpg'),
  ext: fc.oneof({ weight: 9, arbitrary: fc.jsonValue({ maxDepth: 3 }) }, fc.constant('x'.repeat(4500))),
  collapseId: fc.constant('room-7'),
  voip: fc.constant(undefined),
  timeZone: fc.constantFrom('UTC', 'Asia/Shanghai'),
  avatarUrl: fc.constant('https://example.com/a.png'),
};

const phones = [
  aDevice(),
  aDevice({ userId: 'carol', deviceId: 'c1', locale: 'zh-TW', territory: 'CN' }),
  aDevice({ userId: 'alice', deviceId: 'a1' }),
];

/** A batch says nothing of its messages, because each is checked by itself. */
const batchHints: Hints = {
  messages: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: valid(schemaOf(messageOperations['POST /v1/server/messages'].body), hints) },
      fc.jsonValue(),
    ),
    { minLength: 1, maxLength: 3 },
  ),
};

interface Served {
  routeKey: KnownRouteKey;
  operation: Operation;
  handler: ApiHandler;
}

/** Here a user asks as often as it takes. */
const noRates = async () => undefined;

/** All the functions over one memory, with something in it. */
async function world(): Promise<{ served: Served[]; ports: MemoryPorts }> {
  const ports = memoryPorts();
  // So that users may have everything explained and set everything.
  await ports.apps.put(appId, { outcomesForUsers: 'full', usersMayNotSet: [] });
  await ports.groups.create({ groupId: 'family', name: 'Family', ownerId: 'alice' });
  await ports.groups.putMember('family', { userId: 'bob' });
  await ports.policies.put('quiet', { sound: 'none', desc: 'Hello', forUsers: true });
  await ports.policies.put('calls', { pushType: 'voip', voip: { hasVideo: true }, forUsers: true });
  const all = { ...ports, stageApps: { isKnown: (id: string) => id === appId }, territoryOf: async () => 'CN' };
  function serve<T extends OperationTable>(operations: T, endpoints: Endpoints<T>): Served[] {
    const handler = apiHandler(operations, endpoints, ports.log, noRates);
    return Object.entries(operations).map(([routeKey, operation]) => ({
      routeKey: routeKey as KnownRouteKey,
      operation: operation as Operation,
      handler,
    }));
  }
  const served = [
    ...serve(messageOperations, messageEndpoints(all)),
    ...serve(callOperations, callEndpoints(all)),
    ...serve(callLogOperations, callLogEndpoints(all)),
    ...serve(ringOperations, ringEndpoints(all)),
    ...serve(receiptOperations, receiptEndpoints(all)),
    ...serve(deviceOperations, deviceEndpoints(all)),
    ...serve(directoryOperations, directoryEndpoints(all)),
    ...serve(groupOperations, groupEndpoints(all)),
    ...serve(profileOperations, profileEndpoints(all)),
    ...serve(serverOperations, serverEndpoints(all)),
    ...serve(pushOperations, pushEndpoints(all)),
    ...serve(
      statisticsOperations,
      statisticsEndpoints({ ...all, spending: noSpending, ledger: { read: async () => [] }, budgetUsd: undefined }),
    ),
    ...serve(healthOperations, healthEndpoints({ stage: 'test', version: '1.0.0' })),
  ];
  return { served, ports };
}

const noSpending: SpendingStore = { read: async () => noUse, add: async (_month, use) => use };

function schemaOf(schema: z.ZodMiniType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

function arbitrary(schema: z.ZodMiniType | undefined): fc.Arbitrary<unknown> {
  return schema === undefined ? fc.constant(undefined) : valid(schemaOf(schema), { ...hints, ...batchHints });
}

/** Sometimes right, sometimes wrong in its body, its query or its path. */
function anyRequest(served: Served) {
  const { path, query, body } = served.operation;
  const goodBody = arbitrary(body);
  return fc.record({
    routeKey: fc.constant(served.routeKey),
    path: arbitrary(path) as fc.Arbitrary<Record<string, string>>,
    query: fc.oneof(
      {
        weight: 5,
        arbitrary: (query === undefined ? fc.constant({}) : arbitrary(query)) as fc.Arbitrary<Record<string, string>>,
      },
      fc.constant({ surprise: '1' } as Record<string, string>),
    ),
    body: body === undefined ? goodBody : fc.oneof(goodBody, broken(goodBody)),
  });
}

const asTexts = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

describe('ten thousand requests made from the schemas, right and wrong', () => {
  it('never end in an internal error, and every refusal names what is wrong', async () => {
    // Prepare
    const { served, ports } = await world();
    // Messages come in all forms; the rest get their share.
    const requests = served.map((one) => ({
      weight: one.routeKey.endsWith('/messages') ? 12 : 1,
      arbitrary: anyRequest(one),
    }));
    const handlers = new Map(served.map(({ routeKey, handler }) => [routeKey, handler]));
    const statuses = new Map<number, number>();

    // Act, Assess
    await fc.assert(
      fc.asyncProperty(fc.oneof(...requests), async ({ routeKey, path, query, body }) => {
        // Some requests log users out.
        ports.devices.add(...phones);
        const handler = handlers.get(routeKey) as ApiHandler;
        const event = apiEvent({
          routeKey,
          userId: 'alice',
          ...(path && { path: asTexts(path) }),
          query: asTexts(query),
          ...(body !== undefined && { body }),
        });
        const answer = await handler(event, lambdaContext());
        statuses.set(answer.statusCode ?? 0, (statuses.get(answer.statusCode ?? 0) ?? 0) + 1);
        expect(answer.statusCode).toBeLessThan(500);
        if (routeKey.endsWith('/batch') && answer.statusCode === 200) {
          for (const { status } of JSON.parse(answer.body ?? '').results) expect(status).toBeLessThan(500);
        }
        if ((answer.statusCode ?? 0) >= 400) expectNamed(answer, path, body);
      }),
      { numRuns: 10_000 },
    );
    expect(statuses.get(200)).toBeGreaterThan(2000);
    expect(statuses.get(400)).toBeGreaterThan(2000);
    const tooLarge = ports.apns.requests.filter(
      ({ headers, payload }) => payloadBytes(payload) > pushTypeRules[headers['apns-push-type']].maxPayloadBytes,
    );
    expect(tooLarge).toEqual([]);
    expect(ports.apns.requests.length).toBeGreaterThan(300);
  }, 120_000);
});

/** By a pointer to the field; what a request asks for is named by its ID or by what it is. */
function expectNamed(
  answer: APIGatewayProxyStructuredResultV2,
  path: Record<string, string> | undefined,
  body: unknown,
): void {
  const { code, detail, fix, errors }: Problem = JSON.parse(answer.body ?? '');
  expect(answer.headers?.['content-type']).toBe('application/problem+json');
  expect(fix).not.toBe('');
  if (errors !== undefined) {
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error.message).not.toBe('');
  } else {
    const asked = [...Object.values(path ?? {}), ...textsIn(body)].filter((text) => text !== '');
    const isNamed = asked.some((text) => detail.toLowerCase().includes(text.toLowerCase()));
    const isSaid = /cursor|yourself|the number in the path|this ticket|users are called|payload/i.test(detail);
    expect(isNamed || isSaid ? '' : `${code}: ${detail}`).toBe('');
  }
}

/** All texts that are the value of a member, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
