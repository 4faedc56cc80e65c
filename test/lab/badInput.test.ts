/**
 * Bad input on every route: problem details with a fix, and nothing written. test/lab/callers/callers.test.ts checks
 * the allowed callers.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { operations } from '../../scripts/openapi.ts';
import { type Caller, type KnownRouteKey, routes } from '../../shared/api/routes.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  type Sending,
  send,
  serverClient,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
let phone: LabPhone;
const [alice, bob] = [`alice-${randomUUID()}`, `bob-${randomUUID()}`];
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  phone = await makePhone(lab, { userId: bob });
});
afterAll(() => lab.stop());

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.contentType).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.stringContaining(code),
    title: expect.stringMatching(/\w/),
    status,
    code,
    detail: expect.stringMatching(/\w/),
    fix: expect.stringMatching(/\w/),
  });
  expect(answer.status).toBe(status);
}

/** All that the API lets Bob and Alice see of what is stored, and every push there was. */
async function everything() {
  const [devices, aliceDevices, profile, pushes] = await Promise.all([
    userClient(lab, bob)('GET', '/v1/devices'),
    userClient(lab, alice)('GET', '/v1/devices'),
    userClient(lab, alice)('GET', '/v1/profile'),
    anybody(lab)('GET', '/lab/pushes'),
  ]);
  return [devices.body, aliceDevices.body, profile.body, pushes.body.next];
}

/** A value of the right form for each parameter of a path. */
const parameters: Readonly<Record<string, string>> = {
  deviceId: 'phone-1',
  activityId: 'order-1',
  kind: 'alert',
  messageId: randomUUID(),
  broadcastId: randomUUID(),
  callId: randomUUID(),
  groupId: 'family',
  userId: 'carol',
  otherUserId: 'dave',
  conversationId: 'user:carol',
  name: 'match',
  policyId: 'quiet',
  webhookId: 'backend',
  wantedId: randomUUID(),
  appId: 'com.example.app',
  number: '+8613800138000',
  ticket: 'ticket',
};

const pathOf = (key: string) =>
  (key.split(' ')[1] ?? '').replaceAll(/{(\w+)}/g, (_all, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`the parameter ${name} of ${key} has no value here`);
    return writePathId(value);
  });

const allRoutes = Object.entries(routes).map(([key, { caller }]) => ({
  key,
  method: key.split(' ')[0] ?? '',
  path: pathOf(key),
  caller: caller as Caller,
}));
/** Routes whose body has a schema. */
const bodyRoutes = allRoutes.filter(({ key }) => operations[key as KnownRouteKey].body !== undefined);

describe.each(bodyRoutes)('$key', ({ method, path, caller }) => {
  const sendAs = async (sending: Pick<Sending, 'body' | 'rawBody'>): Promise<Answer> => {
    if (caller === 'server') return serverClient(lab)(method, path, sending.body);
    const authorization = `Bearer ${await lab.issueUserToken(alice)}`;
    return send(lab, { method, path, ...sending, headers: { authorization } });
  };

  test('an unknown field is refused by name, and nothing is written', async () => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await sendAs({ body: { colour: 'red' } });
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toContainEqual({ path: '/colour', message: 'is an unknown field' });
    expect(await everything()).toEqual(before);
  });

  test('a body of the wrong type is refused', async () => {
    // Act
    const answer = await sendAs({ body: ['an', 'array'] });
    // Assess
    expectProblem(answer, 400, 'invalid_request');
  });

  test('a body over 256 KB is refused', async () => {
    // Act
    const answer = await sendAs({ body: { text: 'x'.repeat(300 * 1024) } });
    // Assess
    expectProblem(answer, 413, 'payload_too_large');
  });
});

describe.each(bodyRoutes.filter(({ caller }) => caller === 'user'))('$key', ({ method, path }) => {
  test.each([
    ['wrong JSON', '{"a":'],
    ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a number out of range', '{"a":1e999}'],
  ])('%s is refused', async (_what, rawBody) => {
    // Prepare
    const authorization = `Bearer ${await lab.issueUserToken(alice)}`;
    // Act
    const answer = await send(lab, { method, path, rawBody, headers: { authorization } });
    // Assess
    expectProblem(answer, 400, 'invalid_json');
  });
});

describe('devices', () => {
  const tokens = { alert: { token: 'ab'.repeat(32) } };
  const register = (body: object) => userClient(lab, alice)('PUT', '/v1/devices/phone-1', body);

  test.each([
    [
      'a token that is not hex',
      { appId: 'com.example.app', tokens: { alert: { token: 'xyz' } } },
      '/tokens/alert/token',
    ],
    [
      'a token of odd length',
      { appId: 'com.example.app', tokens: { alert: { token: 'a'.repeat(63) } } },
      '/tokens/alert/token',
    ],
    ['an unknown token kind', { appId: 'com.example.app', tokens: { carrier: { token: 'ab' } } }, '/tokens/carrier'],
    ['no app', { tokens }, '/appId'],
    ['an app that is not a bundle ID', { appId: 'x', tokens }, '/appId'],
    [
      'an unknown environment',
      { appId: 'com.example.app', tokens: { alert: { ...tokens.alert, environment: 'test' } } },
      '/tokens/alert/environment',
    ],
    ['a number for a text', { appId: 'com.example.app', tokens, locale: 7 }, '/locale'],
  ])('%s is refused at its path, and nothing is written', async (_what, body, path) => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await register(body);
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await everything()).toEqual(before);
  });

  test('a deviceId with odd characters is refused', async () => {
    // Act
    const answer = await userClient(lab, alice)('PUT', '/v1/devices/a%20b', { appId: 'com.example.app', tokens });
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0].path).toBe('path.deviceId');
  });

  test.each([
    ['DELETE', '', undefined],
    ['DELETE', '/tokens/alert', undefined],
    ['PUT', '/presence', { state: 'foreground' }],
  ])("%s%s of another user's device finds nothing and changes nothing", async (method, suffix, body) => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await userClient(lab, alice)(method, `/v1/devices/${phone.deviceId}${suffix}`, body);
    // Assess
    expectProblem(answer, 404, 'unknown_device');
    expect(await everything()).toEqual(before);
  });

  test('an unknown token kind in the path is refused', async () => {
    // Act
    const answer = await userClient(lab, bob)('DELETE', `/v1/devices/${phone.deviceId}/tokens/carrier`);
    // Assess
    expectProblem(answer, 400, 'invalid_request');
  });

  test('a device ID belongs to one app', async () => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await userClient(lab, bob)('PUT', `/v1/devices/${phone.deviceId}`, {
      appId: 'com.example.other',
      tokens: {},
    });
    // Assess
    expectProblem(answer, 409, 'device_app');
    expect(await everything()).toEqual(before);
  });
});

describe('messages', () => {
  const message = { to: { userId: bob }, elements: [{ type: 'text', text: 'hi' }] };

  test.each([
    ['no recipient', { ...message, to: {} }, '/to'],
    [
      '501 users',
      { ...message, to: { userIds: Array.from({ length: 501 }, (_, index) => `user-${index}`) } },
      '/to/userIds',
    ],
    ['no elements', { ...message, elements: [] }, '/elements'],
    ['an element of another type', { ...message, elements: [{ type: 'smell', text: 'x' }] }, '/elements/0/type'],
    ['a sound without extension', { ...message, offlinePush: { sound: 'ring' } }, '/offlinePush/sound'],
    ['a sound with a path', { ...message, offlinePush: { sound: '../ring.caf' } }, '/offlinePush/sound'],
    ['an unknown field inside', { ...message, offlinePush: { colour: 'red' } }, '/offlinePush/colour'],
    ['voip settings for an alert', { ...message, offlinePush: { voip: { callerName: 'A' } } }, '/offlinePush/voip'],
  ])('%s is refused at its path, and nothing is pushed', async (_what, body, path) => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await userClient(lab, alice)('POST', '/v1/messages', body);
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await everything()).toEqual(before);
  });

  test('an ext that no push can carry is refused, and nothing is pushed', async () => {
    // Prepare
    const before = await everything();
    // Act
    const body = { ...message, offlinePush: { ext: 'x'.repeat(5000) } };
    const answer = await userClient(lab, alice)('POST', '/v1/messages', body);
    // Assess
    expectProblem(answer, 400, 'push_too_large');
    expect(await everything()).toEqual(before);
  });
});

describe('calls', () => {
  test.each([
    ['a callId that is not a UUID', { to: { userId: bob }, callId: '7' }, '/callId'],
    ['a ring of no time', { to: { userId: bob }, timeoutSeconds: 0 }, '/timeoutSeconds'],
    ['a handle of another type', { to: { userId: bob }, handle: { type: 'fax', value: '1' } }, '/handle/type'],
    ['a call without callees', { to: {} }, '/to'],
    ['a call to a user and a group', { to: { userId: bob, groupId: 'g' } }, '/to'],
    ['a call to an empty list', { to: { userIds: [] } }, '/to/userIds'],
    ['a call to too many', { to: { userIds: Array(51).fill(bob) } }, '/to/userIds'],
    ['a tap in the future', { to: { userId: bob }, tapAgeMs: -1 }, '/tapAgeMs'],
  ])('%s is refused at its path, and nothing rings', async (_what, body, path) => {
    // Prepare
    const before = await everything();
    // Act
    const answer = await userClient(lab, alice)('POST', '/v1/calls', body);
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['participants', { userIds: [] }, '/userIds'],
    ['participants', { userIds: [bob], timeoutSeconds: 601 }, '/timeoutSeconds'],
    ['leave', { deviceId: '' }, '/deviceId'],
  ])('%s %j is refused at its path', async (action, body, path) => {
    // Act
    const answer = await userClient(lab, alice)('POST', `/v1/calls/${randomUUID()}/${action}`, body);
    // Assess
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test.each([
    ['no receipt', []],
    ['a receipt of neither', [{ deviceId: 'd', event: 'shown', at: '2026-11-22T12:00:00Z' }]],
    [
      'a message that rang',
      [{ messageId: randomUUID(), deviceId: 'd', event: 'callReported', at: '2026-11-22T12:00:00Z' }],
    ],
    ['a call that was tapped', [{ callId: randomUUID(), deviceId: 'd', event: 'tapped', at: '2026-11-22T12:00:00Z' }]],
    ['an invalid time', [{ callId: randomUUID(), deviceId: 'd', event: 'callReported', at: 'noon' }]],
    [
      'an age of a month',
      [
        {
          callId: randomUUID(),
          deviceId: 'd',
          event: 'callReported',
          at: '2026-11-22T12:00:00Z',
          ageMs: 2_592_000_000,
        },
      ],
    ],
  ])('receipts: %s is refused', async (_what, receipts) => {
    // Act
    const answer = await userClient(lab, alice)('POST', '/v1/receipts', { receipts });
    // Assess
    expectProblem(answer, 400, 'invalid_request');
  });

  test('an existing callId is refused, and nobody is rung again', async () => {
    // Prepare
    const callId = randomUUID();
    await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob }, callId });
    const before = await everything();
    // Act
    const answer = await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob }, callId });
    // Assess
    expectProblem(answer, 409, 'call_exists');
    expect(await everything()).toEqual(before);
  });

  test('the callee cannot cancel, nor the caller answer', async () => {
    // Prepare
    const { body: call } = await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob } });
    // Act
    const cancel = await userClient(lab, bob)('POST', `/v1/calls/${call.callId}/cancel`);
    const answer = await userClient(lab, alice)('POST', `/v1/calls/${call.callId}/answer`);
    // Assess
    expectProblem(cancel, 409, 'call_side');
    expectProblem(answer, 409, 'call_side');
  });
});

const cursorNames = ['cursor', 'since'] as const;
const paged = Object.entries(operations).flatMap(([key, { query }]) =>
  cursorNames
    .filter((name) => query !== undefined && name in (query as unknown as { shape: object }).shape)
    .map((name): [KnownRouteKey, string] => [key as KnownRouteKey, name]),
);

describe('a cursor of another list', () => {
  test.each(paged)('%s refuses ?%s', async (key, name) => {
    // Prepare
    await userClient(lab, alice)('PUT', pathOf('PUT /v1/groups/{groupId}'), { name: 'Family' });
    const caller = routes[key].caller === 'user' ? userClient(lab, alice) : serverClient(lab);
    const madeUp = ['garbage', '', 'e30', '%E8%AF%AD', 'bm90LWEtY3Vyc29y'];
    for (const cursor of madeUp) {
      // Act
      const answer = await caller('GET', `${pathOf(key)}?${name}=${cursor}`);
      // Assess
      expectProblem(answer, 400, 'unknown_cursor');
    }
  });
});

describe('anything else', () => {
  test.each([
    ['GET', '/v1/nothing'],
    ['PATCH', '/v1/devices'],
    ['GET', '/v1/devices/%E0%A4%A'],
  ])('%s %s is answered with a problem', async (method, path) => {
    // Act
    const answer = await userClient(lab, alice)(method, path);
    // Assess
    expect(answer.contentType).toContain('application/problem+json');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.fix).toMatch(/\w/);
  });

  test('health needs no credentials', async () => {
    // Act
    const answer = await anybody(lab)('GET', '/v1/health');
    // Assess
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', stage: 'lab' } });
  });
});
