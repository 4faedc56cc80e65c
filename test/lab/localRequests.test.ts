/** Every server of the lab answers programs and pages of this machine, and no page of another origin. */
import { readdirSync, readFileSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApnsOnly, runApnsOnly } from '../../lab/apple/apnsOnly.ts';
import { refuseForeign } from '../../lab/aws/protocol/localRequests.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { LabAccess } from '../../lab/routes/access.ts';
import { anybody } from '../support/lab/labClient.ts';

let lab: Lab;
let apns: ApnsOnly;
/** By name: a URL of each server, and a request that it answers. */
let servers: Record<string, { url: string; method: string; headers?: OutgoingHttpHeaders; body?: string }>;
beforeAll(async () => {
  [lab, apns] = await Promise.all([startLab({ port: 0 }), runApnsOnly({ announce: () => {} })]);
  const { endpoints }: LabAccess = (await anybody(lab)('GET', '/lab/access')).body;
  const operation = (target: string) => ({ method: 'POST', headers: { 'x-amz-target': target }, body: '{}' });
  servers = {
    page: { url: lab.url, method: 'GET' },
    API: { url: `${lab.url}/v1/health`, method: 'GET' },
    tokens: { url: `${lab.url}/lab/tokens`, method: 'POST', body: '{"userId":"mallory"}' },
    phones: { url: `${lab.url}/lab/phones`, method: 'POST', body: '{}' },
    events: { url: `${lab.url}/lab/events`, method: 'GET' },
    issuer: { url: `${lab.url}/oidc/.well-known/jwks.json`, method: 'GET' },
    access: { url: `${lab.url}/lab/access`, method: 'GET' },
    SQS: { url: endpoints.sqs, ...operation('AmazonSQS.GetQueueUrl') },
    secrets: { url: endpoints.secretsManager, ...operation('secretsmanager.ListSecrets') },
    DynamoDB: { url: endpoints.dynamoDb, ...operation('DynamoDB_20120810.ListTables') },
    control: { url: `${apns.controlUrl}/pushes`, method: 'GET' },
  };
});
afterAll(async () => {
  await lab?.stop();
  await apns?.stop();
});

/** As `fetch` does not let a test choose these headers. */
function ask(name: string, extra: OutgoingHttpHeaders): Promise<{ status: number | undefined; body: string }> {
  const { url, method, headers, body } = servers[name] ?? { url: '', method: '' };
  return new Promise((resolve, reject) => {
    request(url, { method, headers: { ...headers, ...extra } }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    })
      .on('error', reject)
      .end(body);
  });
}

const refused = (status: number | undefined, body: string) => status === 403 && /foreign_(host|origin)/.test(body);

const names = [
  'page',
  'API',
  'tokens',
  'phones',
  'events',
  'issuer',
  'access',
  'SQS',
  'secrets',
  'DynamoDB',
  'control',
];

describe.each(names)('the server of %s', (name) => {
  it.each([
    ['under a name that resolves to this machine', { host: 'rebound.example' }],
    ['of a page of another origin', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['of a page without an origin of its own', { origin: 'null', 'content-type': 'text/plain' }],
  ])('refuses a request %s', async (_, headers) => {
    // Prepare
    const known = names.includes(name);

    // Act
    const { status, body } = await ask(name, headers);

    // Assess
    expect(known).toBe(true);
    expect(refused(status, body), body).toBe(true);
  });

  it.each([{}, { host: 'localhost:1' }, { host: '[::1]:4700' }, { origin: 'http://localhost:4700' }])(
    'accepts a request of this machine, with %j',
    async (headers) => {
      // Prepare
      const { method } = servers[name] ?? {};

      // Act
      const { status, body } = await ask(name, headers);

      // Assess
      expect(method).toBeDefined();
      expect(refused(status, body), body).toBe(false);
    },
  );
});

describe('the refused hosts', () => {
  it('are all whose name is not that of this machine, however similar', () => {
    // Prepare
    const local = ['localhost', '127.0.0.1', '[::1]'];
    const foreign = fc
      .tuple(
        fc.constantFrom('', 'a', '.', '-'),
        fc.constantFrom(...local),
        fc.constantFrom('', '.', '.example', 'a', '@b'),
      )
      .filter(([before, , after]) => before + after !== '')
      .map(([before, name, after]) => `${before}${name}${after}`);

    // Act
    const answered = (host: string) =>
      refuseForeign({ host }) === undefined ||
      refuseForeign({ host: 'localhost', origin: `http://${host}` }) === undefined;

    // Assess
    fc.assert(fc.property(fc.oneof(foreign, fc.domain()), (host) => !answered(host)));
    expect(local.filter(answered)).toEqual(local);
  });
});

it('only listen.ts opens an HTTP server, so that none lacks the check', () => {
  // Prepare
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = ['lab', 'cli'].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );

  // Act
  const listening = files.filter((file) => readFileSync(`${root}/${file}`, 'utf8').includes('.listen('));

  // Assess: the hosts of APNs speak TLS, with a certificate that no browser trusts.
  expect(listening).toEqual(['lab/apple/apnsHost.ts', 'lab/aws/protocol/listen.ts']);
});
