/** Where the command line finds the API of a stage, on AWS and on an emulator. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachableApiUrl } from '../../../cli/stage/reachableApiUrl.ts';
import { createServerCaller } from '../../../cli/stage/serverCaller.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';

const onAws = 'https://abc123.execute-api.eu-central-1.amazonaws.com';

describe('the address of an API', () => {
  it.each([
    ['is the output of its stack', `${onAws}/`, undefined, onAws],
    ['is a path of the emulator that AWS_ENDPOINT_URL names', onAws, 'http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
    [
      'is the same where the emulator uses its own host name',
      'https://abc123.execute-api.127.0.0.1:4566',
      'https://127.0.0.1:4566/',
      'https://127.0.0.1:4566',
    ],
  ])('%s', (_title, output, endpointUrl, origin) => {
    // Prepare
    const path = endpointUrl === undefined ? '' : '/_aws/execute-api/abc123/$default';

    // Act
    const url = reachableApiUrl(output, endpointUrl);

    // Assess
    expect(url).toBe(`${origin}${path}`);
  });
});

describe('an API under a path', () => {
  const asked: (string | undefined)[] = [];
  let server: ListeningServer;
  beforeAll(async () => {
    const api = createServer((request, response) => {
      asked.push(request.url);
      response.end('{}');
    });
    server = await listen(api, 0);
  });
  afterAll(() => server.stop());

  it('is requested under that path', async () => {
    // Prepare
    const key = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    const callServer = createServerCaller(`${server.url}/_aws/execute-api/abc123/$default`, 'eu-central-1', key);

    // Act
    await callServer('GET', '/v1/server/stats?days=7');

    // Assess
    expect(asked).toEqual(['/_aws/execute-api/abc123/$default/v1/server/stats?days=7']);
  });
});
