/** A receiver that fails, stalls and lies, at a real port of this machine. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { webhookClient } from '../../../shared/webhooks/client/webhookClient.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function receiver(answer: RequestListener): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString());
      answer(request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}

const client = (timeLimitMs = 60_000) => webhookClient({ allowed: 'loopback', timeLimitMs });

describe('a request to a receiver', () => {
  it('sends the body with its headers', async () => {
    // Prepare
    let heard: unknown;
    const { url, bodies } = await receiver(({ method, headers }, response) => {
      heard = { method, id: headers['webhook-id'], type: headers['content-type'] };
      response.writeHead(204).end();
    });

    // Act
    const outcome = await client().post(url, { 'webhook-id': 'e1', 'content-type': 'application/json' }, '{"a":"Ж"}');

    // Assess
    expect(outcome).toEqual({ kind: 'answered', status: 204, retryAfter: undefined });
    expect(heard).toEqual({ method: 'POST', id: 'e1', type: 'application/json' });
    expect(bodies).toEqual(['{"a":"Ж"}']);
  });

  it('does not wait for a body that never ends', async () => {
    // Prepare
    const { url } = await receiver((_request, response) => {
      response.writeHead(200);
      response.write('x');
    });

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('does not read a huge body', async () => {
    // Prepare
    let isClosed = false;
    const { url } = await receiver((_request, response) => {
      const piece = Buffer.alloc(1_000_000);
      const pump = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', pump);
      };
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200);
      pump();
    });

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    await expect.poll(() => isClosed, { timeout: 30_000 }).toBe(true);
  });

  it('follows no redirect', async () => {
    // Prepare
    const other = await receiver((_request, response) => response.writeHead(200).end());
    const { url } = await receiver((_request, response) => response.writeHead(307, { location: other.url }).end());

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toMatchObject({ kind: 'answered', status: 307 });
    expect(other.bodies).toEqual([]);
  });

  it('reads how long the receiver wants to be left alone', async () => {
    // Prepare
    const { url } = await receiver((_request, response) => response.writeHead(503, { 'retry-after': '30' }).end());

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toEqual({ kind: 'answered', status: 503, retryAfter: '30' });
  });

  it('gives up on a receiver that stalls', async () => {
    // Prepare
    const { url } = await receiver(() => {});

    // Act
    const outcome = await client(200).post(url, {}, '{}');

    // Assess
    expect(outcome).toEqual({ kind: 'unanswered', cause: 'timeout' });
  });

  it.each<[string, RequestListener]>([
    ['resets', ({ socket }) => socket.resetAndDestroy()],
    ['closes without an answer', ({ socket }) => socket.destroy()],
    ['answers what is not HTTP', ({ socket }) => socket.end('hello\r\n\r\n')],
    ['sends endless headers', ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)],
  ])('has no answer from a receiver that %s', async (_what, answer) => {
    // Prepare
    const { url } = await receiver(answer);

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toEqual({ kind: 'unanswered', cause: 'not_reached' });
  });

  it('has no answer where nobody listens', async () => {
    // Prepare
    const { url } = await receiver(() => {});
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));

    // Act
    const outcome = await client().post(url, {}, '{}');

    // Assess
    expect(outcome).toEqual({ kind: 'unanswered', cause: 'not_reached' });
  });

  it.each([
    ['one private address', ['10.0.0.1']],
    ['a private address among public ones', ['8.8.8.8', '169.254.169.254']],
    ['no address', []],
  ])('is not sent to a name with %s', async (_what, addresses) => {
    // Prepare
    const resolve = async () =>
      addresses.map((address) => ({
        address,
        family: 4,
      }));

    // Act
    const outcome = await webhookClient({ allowed: 'public', timeLimitMs: 60_000, resolve }).post(
      'https://backend.example.com/',
      {},
      '{}',
    );

    // Assess
    expect(outcome).toEqual({ kind: 'unanswered', cause: 'private_address' });
  });

  it('is not sent to this machine by a stage, whatever is stored', async () => {
    // Prepare
    const { url, bodies } = await receiver((_request, response) => response.writeHead(200).end());

    // Act
    const outcome = await webhookClient({ allowed: 'public', timeLimitMs: 60_000 }).post(url, {}, '{}');

    // Assess
    expect(outcome).toEqual({ kind: 'unanswered', cause: 'private_address' });
    expect(bodies).toEqual([]);
  });
});
