import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type LabServer, startLabServer } from '../../lab/server.ts';

let server: LabServer;
afterEach(() => server.stop());

async function open(): Promise<void> {
  server = await startLabServer(0);
  server.answerWith((_request, response) => {
    response.end('taken');
  });
}

describe('the lab’s server', () => {
  it("accepts request lines and headers up to API Gateway's limits, and names the limit", async () => {
    // Prepare
    await open();
    // Act
    const [taken, refused] = await Promise.all([
      fetch(`${server.url}/?${'x'.repeat(9000)}`),
      fetch(`${server.url}/?${'x'.repeat(10_240)}`),
    ]);
    // Assess
    expect(await taken.text()).toBe('taken');
    expect(refused.status).toBe(431);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 431, code: 'headers_too_large', fix: expect.any(String) });
  });

  it('answers anything but HTTP with a problem', async () => {
    // Prepare
    await open();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    // Act
    socket.write('GEHT NICHT\r\n\r\n');
    // Assess
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s);
  });
});
