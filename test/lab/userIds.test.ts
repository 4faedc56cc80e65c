/** User IDs as issuers make them, wherever the API takes one: in tokens, paths, bodies and conversation IDs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import {
  anybody,
  makePhone,
  makeUser,
  type Request,
  serverClient,
  text,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
let alice: Request;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  alice = userClient(lab, makeUser('alice'));
});
afterAll(() => lab.stop());

const status = async (answer: ReturnType<Request>) => (await answer).status;

describe.each([
  ['Auth0', 'auth0|64f1c0ffee0123456789abcd'],
  ['Google through Auth0', 'google-oauth2|107312345678901234567'],
  ['SAML through Auth0', 'samlp|example-corp|bob+chat@example.com'],
  ['a machine of Auth0', 'AbCdEf0123456789@clients'],
  ['Firebase', 'k3Xr9QhPz0TnVwYbL2mD5sFgH1j2'],
  ['Cognito', 'a1b2c3d4-5678-90ab-cdef-1234567890ab'],
  ['Sign in with Apple', '001234.0123456789abcdef0123456789abcdef.0123'],
  ['Keycloak', 'f:9f3d2c1b-0a98-7654-3210-fedcba987654:bob smith'],
  ['an issuer of your own, in any script', '用户#7 & 100 % 😀'],
  ['the longest', 'x'.repeat(255)],
  ['the longest in bytes', '语'.repeat(255)],
  ['the longest of emoji, which have two UTF-16 units each', `${'😀'.repeat(127)}x`],
])('the user ID of %s', (_issuer, userId) => {
  test('identifies its user wherever the API takes one', async () => {
    // Prepare
    const inPath = writePathId(userId);
    const user = userClient(lab, userId);
    const phone = await makePhone(lab, { userId });
    const group = `/v1/groups/${makeUser('family')}`;
    const settings = (id: string) => `/v1/conversations/${writePathId(`user:${id}`)}/settings`;
    // Act
    const devices = await user('GET', '/v1/devices');
    const sent = await alice('POST', '/v1/messages', { to: { userId }, ...text('hi'), mentions: [userId] });
    const report = await alice('GET', `/v1/messages/${sent.body.messageId}`);
    const call = await alice('POST', '/v1/calls', { to: { userId }, callerName: 'Alice' });
    const answered = await user('POST', `/v1/calls/${call.body.callId}/answer`, { deviceId: phone.deviceId });
    const seenByServer = await serverClient(lab)('GET', `/v1/server/users/${inPath}`);
    const statuses = [
      await status(alice('PUT', group, { name: 'Family' })),
      await status(alice('PUT', `${group}/members/${inPath}`, {})),
      await status(user('GET', group)),
      await status(user('DELETE', `${group}/members/${inPath}`)),
      await status(alice('PUT', settings(userId), { receive: 'silent' })),
      await status(alice('PUT', `/v1/blocks/${inPath}`)),
    ];
    const blocks = await alice('GET', '/v1/blocks');
    await alice('DELETE', `/v1/blocks/${inPath}`);
    // Assess
    expect(devices.body.devices).toMatchObject([{ deviceId: phone.deviceId }]);
    expect(sent.body.targets).toMatchObject([{ userId, deviceId: phone.deviceId, outcome: 'accepted' }]);
    expect(report.body).toMatchObject({ to: [userId], targets: [{ userId }] });
    expect(answered).toMatchObject({ status: 200, body: { state: 'answered', participants: [{ userId }] } });
    expect(seenByServer.body).toMatchObject({ userId, devices: [{ deviceId: phone.deviceId }] });
    expect(statuses).toEqual([200, 200, 200, 204, 200, 204]);
    expect(blocks.body.blocks).toEqual([{ userId }]);
  });
});

describe('a `sub` that is not text', () => {
  test.each([
    [42, '42'],
    [true, 'true'],
    [['a', 'b'], '[a b]'],
  ])('%j is the user %j, as API Gateway hands it on', async (sub, userId) => {
    // Prepare
    await userClient(lab, userId)('PUT', '/v1/profile', { nickname: `I am ${userId}` });
    const token = await lab.issueUserToken('', { claims: { sub } });
    // Act
    const response = await fetch(`${lab.url}/v1/profile`, { headers: { authorization: `Bearer ${token}` } });
    // Assess
    expect(await response.json()).toEqual({ nickname: `I am ${userId}` });
  });
});

describe('anything else in a token', () => {
  test('changes nothing: only the claim `sub` counts', async () => {
    // Prepare
    const userId = makeUser('bob');
    const claims = {
      'cognito:groups': ['admin'],
      role: 'admin',
      userId: 'alice',
      email: 'alice@example.com',
      scope: 'all',
    };
    const token = await lab.issueUserToken(userId, { claims });
    const headers = { authorization: `Bearer ${token}` };
    await userClient(lab, userId)('PUT', '/v1/profile', { nickname: 'Bob' });
    // Act
    const asUser = await fetch(`${lab.url}/v1/profile`, { headers });
    const asServer = await fetch(`${lab.url}/v1/server/apps`, { headers });
    // Assess
    expect(await asUser.json()).toEqual({ nickname: 'Bob' });
    expect(asServer.status).toBe(403);
    expect((await anybody(lab)('GET', '/v1/health')).status).toBe(200);
  });
});

describe('a control character in a user ID', () => {
  test.each<[string, (id: string) => Parameters<Request>, string]>([
    ['a block', (id) => ['PUT', `/v1/blocks/${writePathId(id)}`], 'path.userId'],
    ['a mute', (id) => ['PUT', settingsPath(id), { receive: 'none' }], 'path.conversationId'],
    ['a member', (id) => ['PUT', `/v1/groups/family/members/${writePathId(id)}`, {}], 'path.userId'],
    ['a message', (id) => ['POST', '/v1/messages', { to: { userId: id }, ...text('hi') }], '/to/userId'],
    [
      'one of several',
      (id) => ['POST', '/v1/messages', { to: { userIds: ['bob', id] }, ...text('hi') }],
      '/to/userIds/1',
    ],
    [
      'a mention',
      (id) => ['POST', '/v1/messages', { to: { userId: 'bob' }, ...text('hi'), mentions: [id] }],
      '/mentions/0',
    ],
    ['a call', (id) => ['POST', '/v1/calls', { to: { userId: id } }], '/to/userId'],
  ])('is refused at its path: %s', async (_what, request, path) => {
    for (const character of ['\0', '\n', '\u001b', '\u007f', '\u0085']) {
      // Prepare
      const userId = `bo${character}b`;
      // Act
      const answer = await alice(...request(userId));
      // Assess
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
    }
  });

  test('is refused from a server too', async () => {
    // Act
    const answers = await Promise.all([
      serverClient(lab)('GET', `/v1/server/users/${writePathId('bo\nb')}`),
      serverClient(lab)('POST', '/v1/server/messages', { from: 'bo\nb', to: { userId: 'alice' }, ...text('hi') }),
    ]);
    // Assess
    expect(answers.map(({ body }) => body.errors)).toMatchObject([[{ path: 'path.userId' }], [{ path: '/from' }]]);
  });
});

const settingsPath = (id: string) => `/v1/conversations/${writePathId(`user:${id}`)}/settings`;
