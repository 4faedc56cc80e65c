import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SecretsLab, startSecretsLab } from '../../support/lab/secretsLab.ts';

let lab: SecretsLab;
beforeEach(async () => {
  lab = await startSecretsLab();
});
afterEach(() => lab.stop());

/** As `fetch` does not let a test choose the host header. */
function ask(method: string, host?: string): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    request(`${lab.url}/lab/access`, { method, headers }, async (response) => {
      resolve({ status: response.statusCode, body: await json(response) });
    })
      .on('error', reject)
      .end();
  });
}

describe('GET /lab/access', () => {
  it.each([undefined, 'localhost:4700', '127.0.0.1', '[::1]:4700'])(
    'shows this machine everything, as %s',
    async (host) => {
      // Prepare
      const expected = { name: 'lab', apiUrl: lab.url, accessKey: { accessKeyId: 'LABKEY' } };

      // Act
      const { status, body } = await ask('GET', host);

      // Assess
      expect(status).toBe(200);
      expect(body).toMatchObject(expected);
    },
  );

  it.each(['rebound.example', '127.0.0.1.rebound.example', 'localhost.example:4700'])(
    'shows nothing to a web page that reaches this machine as %s',
    async (host) => {
      // Prepare
      const secret = 'lab-secret';

      // Act
      const { status, body } = await ask('GET', host);

      // Assess
      expect({ status, body }).toMatchObject({ status: 403, body: { code: 'foreign_host' } });
      expect(JSON.stringify(body)).not.toContain(secret);
    },
  );

  it('is the only method', async () => {
    // Prepare
    const method = 'POST';

    // Act
    const { status, body } = await ask(method);

    // Assess
    expect({ status, body }).toMatchObject({ status: 405, body: { code: 'method_not_allowed', fix: 'Use GET.' } });
  });
});
