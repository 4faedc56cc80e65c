import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleId,
  installPhone,
  openClient,
  signToken,
  startTestApple,
  type TestApple,
  type TestClient,
  type TestPhone,
  unsignedAlertPush,
} from './support.ts';

let lab: TestApple;
let phone: TestPhone;
beforeAll(async () => {
  lab = await startTestApple();
  phone = installPhone(lab.apple);
});
afterAll(() => lab.apple.stop());

const clients: TestClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function open(options: object = {}): TestClient {
  const client = openClient(lab.apple, 'production', options);
  clients.push(client);
  return client;
}

describe('a token key that was revoked', () => {
  it('is refused on the connection that used it and on a new one; other keys are not', async () => {
    // Prepare
    const [revoked, other] = [lab.apple.makeTokenKey(), lab.apple.makeTokenKey()];
    const pushBy = (client: TestClient, token: string) =>
      client.request({ ...unsignedAlertPush(phone.tokens.alert), authorization: `bearer ${token}` });
    const [token, otherToken] = [signToken(revoked, lab.clock), signToken(other, lab.clock)];
    const [client, otherClient] = [open(), open()];
    await pushBy(client, token);
    await pushBy(otherClient, otherToken);

    // Act
    lab.apple.revokeTokenKey(revoked.keyId);
    const answers = [await pushBy(client, token), await pushBy(open(), token), await pushBy(otherClient, otherToken)];

    // Assess
    expect(answers).toMatchObject([
      { status: 403, body: { reason: 'InvalidProviderToken' } },
      { status: 403, body: { reason: 'InvalidProviderToken' } },
      { status: 200 },
    ]);
  });
});

describe('a certificate that was revoked', () => {
  it('is refused on the connection that uses it, and cannot open a new one', async () => {
    // Prepare
    const issue = () => lab.apple.makeCertificate({ kind: 'universal', bundleId });
    const [revoked, other] = [issue(), issue()];
    const openWith = ({ certificatePem, privateKeyPem }: typeof revoked) =>
      open({ cert: certificatePem, key: privateKeyPem });
    const push = unsignedAlertPush(phone.tokens.alert);
    const [client, otherClient] = [openWith(revoked), openWith(other)];
    const before = [await client.request(push), await otherClient.request(push)];

    // Act
    lab.apple.revokeCertificate(revoked.certificatePem);
    const answers = [await client.request(push), await otherClient.request(push)];
    const late = openWith(revoked);
    await once(late.session, 'close');

    // Assess
    expect(before).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(answers).toMatchObject([{ status: 403, body: { reason: 'BadCertificate' } }, { status: 200 }]);
    expect(late.streamLimits).toEqual([]);
  });
});
