/** The emulator's phones and their page, over a stage whose Cognito and API are small servers of this test. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulatorPhones } from '../../cli/emulator/emulatorPhones.ts';
import { startApple } from '../../lab/apple/startApple.ts';
import { listen } from '../../lab/aws/protocol/listen.ts';
import { cognitoUsers } from '../../lab/emulator/cognitoUsers.ts';
import { type Parts, startParts } from '../../lab/parts.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';

let parts: Parts;
let url: string;
beforeEach(() =>
  startParts(async (started) => {
    parts = started;
    const apple = await parts.start(startApple({ data: openDataDirectory(undefined) }));
    const cognito = await parts.start(startCognito());
    const api = await parts.start(
      listen(
        createServer((_, response) => response.end('{}')),
        0,
      ),
    );
    const aws = {
      region: 'eu-central-1',
      endpointUrl: cognito.url,
      credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    };
    const users = cognitoUsers(aws, { userPoolId: 'pool', clientId: 'client' });
    const phones = startEmulatorPhones({ apple, environment: {} }, 'dev', 0, async () => ({
      apiUrl: api.url,
      aws,
      users,
      outputs: new Map(),
      apps: async () => ['com.example.chat', 'com.example.second'],
    }));
    ({ url } = await parts.start(phones));
  }),
);
afterEach(() => parts.stopAll());

interface CognitoRequest {
  Username?: string;
  AuthParameters?: { USERNAME: string };
}

/** As much of a user pool as is asked for, with its own words for what is wrong. */
function startCognito() {
  const users = new Map<string, string>();
  const failure = (type: string, message: string) => ({ status: 400, body: { __type: type, message } });
  function answer(operation: string, { Username, AuthParameters }: CognitoRequest) {
    const name = Username ?? AuthParameters?.USERNAME ?? '';
    const found = [...users].find((user) => user.includes(name));
    const attributes = ([email, sub]: [string, string]) => [
      { Name: 'sub', Value: sub },
      { Name: 'email', Value: email },
    ];
    if (operation === 'AdminCreateUser') {
      if (found) return failure('UsernameExistsException', 'User account already exists');
      if (name.startsWith('broken')) return failure('com.amazonaws#InternalErrorException', 'Try again');
      users.set(name, randomUUID());
      return { status: 200, body: { User: { Attributes: attributes([name, users.get(name) ?? '']) } } };
    }
    if (!found) return failure('UserNotFoundException', 'User does not exist.');
    if (operation === 'AdminGetUser') return { status: 200, body: { UserAttributes: attributes(found) } };
    return { status: 200, body: { AuthenticationResult: { AccessToken: 'token' } } };
  }
  return listen(
    createServer(async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const { status, body } = answer(operation, (await json(request)) as CognitoRequest);
      response.writeHead(status).end(JSON.stringify(body));
    }),
    0,
  );
}

async function ask(method: string, path: string, body?: object) {
  const response = await fetch(url + path, { method, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('the emulator’s page server', () => {
  it('adds a phone by e-mail address, names it by that address, and uses an app of the stage', async () => {
    // Prepare
    const user = await ask('POST', '/users', { email: 'carol@example.com' });

    // Act
    const phone = await ask('POST', '/lab/phones', { userId: 'carol@example.com' });

    // Assess
    expect(user).toMatchObject({ status: 201, body: { email: 'carol@example.com' } });
    expect(phone).toMatchObject({
      status: 201,
      body: {
        phoneId: 'carol-1',
        name: 'Carol’s iPhone',
        appId: 'com.example.chat',
        userId: user.body['userId'],
        userName: 'carol@example.com',
        registration: { registered: true },
      },
    });
  });

  it.each([
    ['a phone for an unknown user', '/lab/phones', { userId: 'nobody@example.com' }, 404, 'unknown_user'],
    ['a token for an unknown user', '/lab/tokens', { userId: 'nobody@example.com' }, 404, 'unknown_user'],
    ['an e-mail address that exists', '/users', { email: 'bob@example.com' }, 409, 'user_exists'],
    ['an invalid e-mail address', '/users', { email: 'bob' }, 400, 'invalid_request'],
    ['a fault of Cognito', '/users', { email: 'broken@example.com' }, 502, 'emulator_failed'],
    ['an unknown path', '/nowhere', {}, 404, 'unknown_route'],
  ])('answers %s with a problem and its fix', async (_, path, body, status, code) => {
    // Prepare
    await ask('POST', '/users', { email: 'bob@example.com' });

    // Act
    const answer = await ask('POST', path, body);

    // Assess
    expect(answer).toMatchObject({ status, body: { code, fix: expect.stringMatching(/\w/) } });
    expect(answer.body['detail']).not.toMatch(/__type|AWSCognito|[{}]/);
  });
});
