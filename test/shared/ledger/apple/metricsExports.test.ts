import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthority } from '../../../../lab/apple/authority.ts';
import { openDataDirectory } from '../../../../lab/state/dataDirectory.ts';
import { metricsExports } from '../../../../shared/ledger/apple/metricsExports.ts';
import type { MetricsExports } from '../../../../shared/ledger/ports.ts';
import { maxExportBytes } from '../../../../shared/ledger/rules/exportFile.ts';

const token = { token: 'secret-token', teamId: 'DEF1234567', addedAt: '2026-11-22T12:00:00.000Z' };
const range = { startDay: '2026-10-24', endDay: '2026-11-21' };

let answer: (response: ServerResponse) => void;
const seen: { url: string; method: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
const authority = openAuthority(openDataDirectory(undefined), Date.now);
const { certificatePem: cert, privateKeyPem: key } = authority.host;
const server = createServer({ cert, key }, (request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { url = '', method = '', headers } = request;
    seen.push({ url, method, headers, body });
    answer(response);
  });
});
let origin: string;
let exports: MetricsExports;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  exports = metricsExports({ origin, ca: authority.caPem, timeLimitMs: 5000 });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (body: unknown) => {
  answer = (response) => void response.end(JSON.stringify(body));
};

describe("a request for Apple's counts", () => {
  it('is the one that Apple documents', async () => {
    // Prepare
    json({ statusUrl: `${origin}/status`, requestedAt: '2026-11-22 12:00:00Z' });

    // Act
    const requested = await exports.request('com.example.chat', token, range);

    // Assess
    expect(requested).toEqual({ kind: 'requested', statusUrl: `${origin}/status` });
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/v1/dataExports/apns/teams/DEF1234567/appId/com.example.chat/datasetName/deliverymetrics/request',
      headers: { 'x-apple-cloudkit-management-token': 'secret-token', 'content-type': 'application/json' },
    });
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({
      startDate: '2026-10-24',
      endDate: '2026-11-21',
      dataDownloadUrlExpiresInMinutes: 20,
    });
  });

  it.each(['dataUrl', 'dataURL'])('finds the file under %s', async (name) => {
    json({ status: 'SUCCESS', downloadDetails: { [name]: 'https://files.example.com/1.csv' } });

    expect(await exports.statusOf(`${origin}/status`, token)).toEqual({
      kind: 'ready',
      dataUrl: 'https://files.example.com/1.csv',
    });
  });

  it('sends the token to Apple alone', async () => {
    // Prepare
    json({ statusUrl: 'https://example.com/status' });
    const before = seen.length;

    // Act
    const requested = await exports.request('com.example.chat', token, range);
    const status = await exports.statusOf('https://example.com/status', token);
    const plain = await exports.statusOf(`${origin.replace('https', 'http')}/status`, token);
    json('text');
    await exports.download(`${origin}/file`);

    // Assess
    const notOfApple = { kind: 'unreadable', cause: 'the status URL is not of Apple' };
    expect([requested, status, plain]).toEqual([notOfApple, notOfApple, notOfApple]);
    expect(seen.slice(before).map(({ url }) => url)).toEqual([expect.stringContaining('/request'), '/file']);
    expect(seen.at(-1)?.headers).not.toHaveProperty('x-apple-cloudkit-management-token');
  });

  it.each([400, 401, 404, 500, 302])('has the status %i as its outcome', async (status) => {
    answer = (response) => void response.writeHead(status, { location: 'https://example.com' }).end('no');

    expect(await exports.request('com.example.chat', token, range)).toEqual({ kind: 'refused', status });
    expect(await exports.statusOf(`${origin}/status`, token)).toEqual({ kind: 'refused', status });
    expect(await exports.download(`${origin}/file`)).toEqual({ kind: 'refused', status });
  });

  it.each([
    ['no JSON', 'hello'],
    ['another form', { state: 'DONE' }],
    ['a state that nobody knows', { status: 'RESTING' }],
    ['success without a URL', { status: 'SUCCESS' }],
    ['a URL without TLS', { status: 'SUCCESS', downloadDetails: { dataUrl: 'http://files.example.com/1.csv' } }],
  ])('is unreadable with %s', async (_what, body) => {
    json(body);

    expect(await exports.statusOf(`${origin}/status`, token)).toMatchObject({ kind: 'unreadable' });
  });

  it('ends when nothing comes, or the connection breaks', async () => {
    // Prepare
    const hasty = metricsExports({ origin, ca: authority.caPem, timeLimitMs: 50 });
    const nowhere = metricsExports({ origin: 'https://127.0.0.1:9', timeLimitMs: 5000 });
    const stranger = metricsExports({ origin, timeLimitMs: 5000 });

    // Act
    answer = () => {};
    const silent = await hasty.request('com.example.chat', token, range);
    answer = (response) => void response.socket?.destroy();
    const broken = await exports.download(`${origin}/file`);
    const closed = await nowhere.request('com.example.chat', token, range);
    const untrusted = await stranger.request('com.example.chat', token, range);

    // Assess
    expect(silent).toEqual({ kind: 'unanswered', cause: 'timeout' });
    for (const failed of [broken, closed, untrusted])
      expect(failed).toEqual({ kind: 'unanswered', cause: 'not_reached' });
  });
});

describe('a downloaded file', () => {
  it.each([
    ['packed', gzipSync('a,b')],
    ['packed twice, as a file and on its way', gzipSync(gzipSync('a,b'))],
    ['plain', Buffer.from('a,b')],
  ])('is unpacked: %s', async (_what, file) => {
    answer = (response) => void response.end(file);

    expect(await exports.download(`${origin}/file`)).toEqual({ kind: 'file', text: 'a,b' });
  });

  it.each([
    ['a bomb', gzipSync(Buffer.alloc(maxExportBytes + 1))],
    ['cut off', gzipSync('a,b').subarray(0, 12)],
    ['endless', Buffer.alloc(maxExportBytes + 1)],
  ])('is refused: %s', async (_what, file) => {
    answer = (response) => void response.end(file);

    expect(await exports.download(`${origin}/file`)).toMatchObject({ kind: 'unreadable' });
  });
});
