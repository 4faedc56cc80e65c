import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandFailure } from '../../../cli/frame/failure.ts';
import { reachableFunctionUrl } from '../../../cli/stage/reachableApiUrl.ts';
import { createServerCaller } from '../../../cli/stage/serverCaller.ts';
import { readStageChoice } from '../../../cli/stage/stageChoice.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { serverFunctionOf } from '../../../shared/api/serverFunctions.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret of the test' };
const nowhere = 'http://127.0.0.1:9';

let server: ListeningServer;
let asked: { url: string | undefined; authorization: string | undefined }[];
beforeEach(async () => {
  asked = [];
  const host = createServer(({ url, headers }, response) => {
    asked.push({ url, authorization: headers.authorization });
    response.end('{}');
  });
  server = await listen(host, 0);
});
afterEach(() => server.stop());

describe('--function-urls', () => {
  it('sends a request to the URL of its function, signed for lambda', async () => {
    // Prepare
    const callServer = createServerCaller(nowhere, 'eu-central-1', credentials, { messages: server.url });

    // Act
    const answer = await callServer('POST', '/v1/server/messages?explain=true', { to: {} });

    // Assess
    expect(answer.status).toBe(200);
    expect(asked).toEqual([
      {
        url: '/v1/server/messages?explain=true',
        authorization: expect.stringContaining('/eu-central-1/lambda/aws4_request'),
      },
    ]);
  });

  it('says what to add where the function has no URL', async () => {
    // Prepare
    const callServer = createServerCaller(nowhere, 'eu-central-1', credentials, { messages: server.url });

    // Act
    const failure = await callServer('POST', '/v1/server/calls', {}).catch((error: unknown) => error);

    // Assess
    expect(failure).toBeInstanceOf(CommandFailure);
    expect(failure).toMatchObject({ faults: [{ code: 'no_function_url', fix: expect.stringContaining('`calls`') }] });
    expect(asked).toEqual([]);
  });

  it('chooses the door and nothing else', () => {
    // Act
    const choices = [
      readStageChoice({ stage: 'prod', 'function-urls': true }),
      readStageChoice({ lab: 'http://127.0.0.1:4700/', 'function-urls': true }),
      readStageChoice({ stage: 'prod' }),
    ];

    // Assess
    expect(choices).toEqual([
      { kind: 'stage', name: 'prod', atFunctionUrls: true },
      { kind: 'lab', url: 'http://127.0.0.1:4700', atFunctionUrls: true },
      { kind: 'stage', name: 'prod' },
    ]);
  });
});

describe('the function of a server route', () => {
  it.each([
    ['POST', '/v1/server/messages/batch', 'messages'],
    ['GET', '/v1/server/users/~YXV0aDB8YWJj?x=1', 'server'],
    ['PUT', '/v1/server/users/alice/devices/phone-1', 'devices'],
    ['GET', '/v1/server/nothing', undefined],
    ['POST', '/v1/messages', undefined],
  ])('of %s %s is %s', (method, path, expected) => {
    // Act
    const name = serverFunctionOf(method, path);

    // Assess
    expect(name).toBe(expected);
  });
});

describe("a function's URL", () => {
  const output = 'https://abcdefghij.lambda-url.us-east-1.on.aws/';

  it.each([
    [undefined, 'https://abcdefghij.lambda-url.us-east-1.on.aws'],
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566/_aws/lambda-url/abcdefghij'],
  ])('is reached through %s at %s', (endpointUrl, expected) => {
    // Act
    const url = reachableFunctionUrl(output, endpointUrl);

    // Assess
    expect(url).toBe(expected);
  });
});
