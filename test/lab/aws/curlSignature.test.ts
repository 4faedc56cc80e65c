/** Server routes by curl, as docs/api.md and docs/delivery.md show them, signed by curl itself. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIamAuthorizer } from '../../../lab/aws/gateway/iamAuthorizer.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { readBody } from '../../../lab/aws/protocol/readBody.ts';

const accessKey = { accessKeyId: 'LABKEY', secretAccessKey: 'lab-secret' };
/** Where the pages are read by a person, curl is there; a machine for tests may have none. */
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let server: ListeningServer;
beforeAll(async () => {
  const authorize = createIamAuthorizer(accessKey, Date.now);
  const api = createServer(async (request, response) => {
    const body = (await readBody(request, 10_000)) ?? Buffer.alloc(0);
    const { method = '', url = '', headers } = request;
    const [rawPath = '', rawQuery = ''] = url.split('?');
    const { refusal } = await authorize({ method, rawPath, rawQuery, headers, body });
    response.end(refusal?.detail ?? 'let in');
  });
  server = await listen(api, 0);
});
afterAll(() => server.stop());

function curl(path: string, ...args: string[]): Promise<string> {
  const signing = ['--aws-sigv4', 'aws:amz:us-east-1:execute-api', '--user', 'LABKEY:lab-secret'];
  return new Promise((resolve, reject) => {
    execFile('curl', ['-s', ...signing, ...args, `${server.url}${path}`], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}

const json = ['-H', 'content-type: application/json'];
const requests: readonly [string, string[]][] = [
  ['/v1/server/messages', [...json, '-d', '{"from":"alice"}']],
  ['/v1/server/messages?explain=true', [...json, '-d', '{}']],
  ['/v1/server/policies/quiet', ['-X', 'PUT', ...json, '-d', '{"sound":"none"}']],
  ['/v1/server/policies', json],
  ['/v1/server/policies/quiet', ['-X', 'DELETE', ...json]],
  ['/v1/server/stats?appId=com.example.app&days=7', []],
];

describe.runIf(hasCurl)('a request that curl signs', () => {
  it.each(requests)('%s %j is accepted', async (path, args) => {
    // Act
    const answer = await curl(path, ...args);

    // Assess
    expect(answer).toBe('let in');
  });
});

describe('the pages', () => {
  it('list the parameters of a server route in the order in which AWS signs them', () => {
    // Prepare
    const pages = ['api', 'delivery', 'calls', 'messages', 'deploy', 'users'].map((name) =>
      readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8'),
    );

    // Act
    const queries = pages.flatMap((page) => page.match(/\/v1\/server\/[^\s`'"]*\?[^\s`'")]+/g) ?? []);
    const unsorted = queries.filter((query) => {
      const names = (query.split('?')[1] ?? '').split('&').map((pair) => pair.split('=')[0] ?? '');
      return names.join() !== names.toSorted().join();
    });

    // Assess
    expect(queries.length).toBeGreaterThan(0);
    expect(unsorted).toEqual([]);
  });
});
