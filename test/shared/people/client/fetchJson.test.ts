import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchJson } from '../../../../shared/people/client/fetchJson.ts';

async function anIssuer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}

describe('a document of an issuer', () => {
  it('is read, with characters of several bytes', async () => {
    // Prepare
    const url = await anIssuer((_request, response) => {
      const [first, second] = [Buffer.from('{"name":"'), Buffer.from('é"}')];
      response.write(Buffer.concat([first, second.subarray(0, 1)]));
      response.end(second.subarray(1));
    });

    // Act
    const document = await fetchJson(url);

    // Assess
    expect(document).toEqual({ name: 'é' });
  });

  it('is not read beyond its limit, although the issuer goes on sending', async () => {
    // Prepare
    let sentBytes = 0;
    const url = await anIssuer((_request, response) => {
      const send = () => {
        while (!response.destroyed && response.write(' '.repeat(16_384))) sentBytes += 16_384;
      };
      response.on('drain', send);
      send();
    });

    // Act
    const reading = fetchJson(url);

    // Assess
    await expect(reading).rejects.toThrow('answered more than 150000 bytes');
    expect(sentBytes).toBeLessThan(50_000_000);
  });

  it.each<[string, RequestListener, RegExp]>([
    ['a redirect', (_request, response) => void response.writeHead(302, { location: '/other' }).end(), /answered 302/],
    ['an error', (_request, response) => void response.writeHead(500).end('{}'), /answered 500/],
    ['no JSON', (_request, response) => void response.end('<html>'), /JSON/],
  ])('is refused: %s', async (_what, answer, message) => {
    // Prepare
    const url = await anIssuer(answer);

    // Act
    const reading = fetchJson(url);

    // Assess
    await expect(reading).rejects.toThrow(message);
  });
});
