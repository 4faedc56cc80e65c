import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApnsOnly, type ApnsOnlyOptions, runApnsOnly } from '../../../lab/apple/apnsOnly.ts';
import { signToken, TestClient, unsignedAlertPush } from './support.ts';

const bundleId = 'com.example.app';
let apns: ApnsOnly;
const lines: string[] = [];
const run = (options: ApnsOnlyOptions = {}) => runApnsOnly({ announce: (line) => lines.push(line), ...options });
beforeAll(async () => {
  apns = await run();
});
afterAll(() => apns.stop());

/** What the routes answer; each has some of it. */
interface ControlBody {
  phoneId: string;
  tokens: { alert: string };
  received: unknown[];
  next: number;
  p12: string;
}
interface ControlAnswer {
  status: number;
  body: ControlBody;
}

async function control(method: string, path: string, body?: unknown): Promise<ControlAnswer> {
  const response = await fetch(`${apns.controlUrl}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** Pushes as a project in another language would: with what the files and the ready line say. */
async function push(deviceToken: string, { origins, caFile, keyFile, keyId, teamId } = apns) {
  const client = new TestClient(origins.production, { ca: readFileSync(caFile) });
  const token = signToken({ keyId, teamId, privateKeyPem: readFileSync(keyFile, 'utf8') });
  const headers = { ...unsignedAlertPush(deviceToken), authorization: `bearer ${token}` };
  const answer = await client.request(headers);
  client.close();
  return answer;
}

describe('the fake APNs alone', () => {
  it('prints in one line what a provider needs', () => {
    // Act
    const [, json = ''] = /^ringpost apns ready (\{.*\})$/.exec(lines[0] ?? '') ?? [];

    // Assess
    const { stop: _, ...access } = apns;
    expect(JSON.parse(json)).toEqual(access);
    expect(statSync(apns.keyFile).mode & 0o777).toBe(0o600);
  });

  it('accepts pushes to a phone, shows them and logs all', async () => {
    // Prepare
    const { body: phone } = await control('POST', '/phones', { bundleId, phoneId: 'mine' });
    const { body: before } = await control('GET', '/pushes');

    // Act
    const answer = await push(phone.tokens.alert);

    // Assess
    const { body: shown } = await control('GET', '/phones/mine');
    const { body: log } = await control('GET', `/pushes?since=${before.next}`);
    expect(answer.status).toBe(200);
    expect(shown.received).toMatchObject([{ kind: 'alert', payload: { aps: { alert: 'hi' } } }]);
    expect(log).toMatchObject({
      pushes: [{ status: 200, phoneId: 'mine', host: 'production' }],
      next: before.next + 1,
    });
  });

  it('lets a phone go off and on, and lose its app', async () => {
    // Prepare
    const { body: phone } = await control('POST', '/phones', { bundleId });
    await control('PATCH', `/phones/${phone.phoneId}`, { network: 'off' });

    // Act
    const off = await push(phone.tokens.alert);
    const { body: whileOff } = await control('PATCH', `/phones/${phone.phoneId}`, { network: 'on', uninstalled: true });
    const gone = await push(phone.tokens.alert);

    // Assess
    expect(off.status).toBe(200);
    expect(whileOff.received).toEqual([]);
    expect(gone).toMatchObject({ status: 410, body: { reason: 'Unregistered' } });
  });

  it('simulates faults on request', async () => {
    // Prepare
    const { body: phone } = await control('POST', '/phones', { bundleId });
    const fault = { kind: 'status', reason: 'TooManyRequests', match: phone.tokens.alert };

    // Act
    const added = await control('POST', '/faults', fault);
    const during = await push(phone.tokens.alert);
    const cleared = await control('DELETE', '/faults');
    const after = await push(phone.tokens.alert);

    // Assess
    expect(added).toEqual({ status: 201, body: fault });
    expect([during.status, cleared.status, after.status]).toEqual([429, 204, 200]);
  });

  it('issues client certificates', async () => {
    // Prepare
    const { body: phone } = await control('POST', '/phones', { bundleId });

    // Act
    const { status, body } = await control('POST', '/certificates', {
      bundleId,
      kind: 'universal',
      password: 'secret',
    });
    const client = new TestClient(apns.origins.production, {
      ca: readFileSync(apns.caFile),
      pfx: Buffer.from(body.p12, 'base64'),
      passphrase: 'secret',
    });
    const answer = await client.request(unsignedAlertPush(phone.tokens.alert));

    // Assess
    expect(status).toBe(201);
    expect(answer.status).toBe(200);
    client.close();
  });

  it.each([
    [400, 'invalid_request', 'POST', '/phones', { bundle: 'x' }],
    [400, 'invalid_json', 'POST', '/phones', '{"bundleId":'],
    [400, 'invalid_request', 'POST', '/faults', { kind: 'status' }],
    [400, 'invalid_request', 'POST', '/faults', { kind: 'delay' }],
    [400, 'invalid_request', 'GET', '/pushes?since=yesterday', undefined],
    [404, 'unknown_phone', 'GET', '/phones/nobody', undefined],
    [404, 'unknown_route', 'GET', '/push', undefined],
    [405, 'method_not_allowed', 'DELETE', '/phones', undefined],
    [409, 'phone_exists', 'POST', '/phones', { bundleId, phoneId: 'mine' }],
  ])('answers bad input with %i %s: %s %s %j', async (status, code, method, path, body) => {
    // Prepare
    await control('POST', '/phones', { bundleId, phoneId: 'mine' });

    // Act
    const answer = await control(method, path, body);

    // Assess
    expect(answer).toMatchObject({ status, body: { code, fix: expect.any(String) } });
  });
});

describe('kept state and fixed ports', () => {
  it('leaves no files behind without a data directory', async () => {
    // Prepare
    const other = await run();

    // Act
    await other.stop();

    // Assess
    expect(() => statSync(other.caFile)).toThrow('ENOENT');
    expect(() => statSync(other.keyFile)).toThrow('ENOENT');
  });

  it('comes back with the same CA and key on the same ports with a data directory', async () => {
    // Prepare
    const dataDirectory = mkdtempSync(join(tmpdir(), 'ringpost-test-'));
    const first = await run({ dataDirectory });
    const { stop: _, ...access } = first;
    const portOf = (url: string) => Number(new URL(url).port);
    const ports = {
      production: portOf(first.origins.production),
      development: portOf(first.origins.development),
      control: portOf(first.controlUrl),
    };
    const ca = readFileSync(first.caFile, 'utf8');
    await first.stop();

    // Act
    const second = await run({ dataDirectory, ports });

    // Assess
    expect(second).toMatchObject(access);
    expect(readFileSync(second.caFile, 'utf8')).toBe(ca);
    await second.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  it.each(['production', 'control'] as const)('says so when the %s port is in use', async (which) => {
    // Prepare
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    // Act
    const running = run({ ports: { [which]: port } });

    // Assess
    await expect(running).rejects.toThrow(/choose another .*0 for any free one/);
    holder.close();
  });
});
