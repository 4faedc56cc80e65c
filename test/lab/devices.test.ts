/** Devices over HTTP: how many, of which apps, with which facts, and whose phone it is. */
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { maxDevices } from '../../shared/devices/rules/deviceLimit.ts';
import { tokenHex } from '../support/factories.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  type Request,
  serverClient,
  text,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
let alice: Request;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  alice = userClient(lab, makeUser('alice'));
});
afterAll(() => lab.stop());

const appId = 'com.example.ringpost';
const register = (userId: string, deviceId: string, body: object = {}) =>
  userClient(lab, userId)('PUT', `/v1/devices/${deviceId}`, { appId, tokens: {}, ...body });
const tokensOf = ({ tokens: { alert, voip, liveActivityStart } }: LabPhone) => ({
  tokens: { alert: { token: alert }, voip: { token: voip }, liveActivityStart: { token: liveActivityStart } },
});
const message = (userId: string) => alice('POST', '/v1/messages', { to: { userId }, ...text('hi') });
const devicesOf = async (userId: string) => (await userClient(lab, userId)('GET', '/v1/devices')).body.devices;

describe('a user', () => {
  test('has at most 20 devices, even after many concurrent registrations, and a message goes to those', async () => {
    // Prepare
    const userId = makeUser('eva');
    const tokens = (index: number) => ({ alert: { token: tokenHex(`${userId} ${index}`) } });
    for (let from = 0; from < maxDevices + 5; from += 5) {
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          register(userId, `phone-${from + index}`, { tokens: tokens(from + index) }),
        ),
      );
    }
    // Act
    const { status, body } = await message(userId);
    // Assess
    const devices: { deviceId: string }[] = await devicesOf(userId);
    expect(devices).toHaveLength(maxDevices);
    expect(devices.map(({ deviceId }) => deviceId)).not.toContain('phone-0');
    expect(status).toBe(200);
    expect(body.targets.length).toBeLessThanOrEqual(maxDevices);
  });

  test('keeps a phone that a server registers with onlyIfNew for somebody else', async () => {
    // Prepare
    const [eva, other] = [makeUser('eva'), makeUser('other')];
    const phone = await makePhone(lab, { userId: eva });
    const path = `/v1/server/users/${other}/devices/imported`;
    const body = { appId, ...tokensOf(phone), onlyIfNew: true };
    // Act
    const kept = await serverClient(lab)('PUT', path, body);
    const moved = await serverClient(lab)('PUT', path, { ...body, onlyIfNew: false });
    // Assess
    expect(kept).toMatchObject({ status: 409, body: { code: 'already_registered' } });
    expect(moved.status).toBe(200);
    expect(await devicesOf(eva)).toEqual([]);
  });

  test('is logged out everywhere by a server', async () => {
    // Prepare
    const userId = makeUser('eva');
    await Promise.all(Array.from({ length: 12 }, (_, index) => register(userId, `phone-${index}`)));
    // Act
    const { status } = await serverClient(lab)('DELETE', `/v1/server/users/${userId}/devices`);
    // Assess
    expect(status).toBe(204);
    expect(await devicesOf(userId)).toEqual([]);
  });
});

describe('a phone that another user logs in on', () => {
  test('gets nothing of the previous user, even though it registers without a token', async () => {
    // Prepare
    const [former, next] = [makeUser('bob'), makeUser('carol')];
    const phone = await makePhone(lab);
    await register(former, phone.deviceId, tokensOf(phone));
    // Act
    await register(next, phone.deviceId);
    const { body } = await message(former);
    const call = await alice('POST', '/v1/calls', { to: { userId: former }, callerName: 'Alice' });
    // Assess
    expect(body.summary).toMatchObject({ accepted: 0 });
    expect(call.body.summary?.accepted ?? 0).toBe(0);
    expect(await pushesTo(lab, phone)).toEqual([]);
    expect(await devicesOf(former)).toEqual([]);
  });

  test('is not taken over by a user who names it from another phone', async () => {
    // Prepare
    const [owner, mallory] = [makeUser('bob'), makeUser('mallory')];
    const [phone, other] = [await makePhone(lab), await makePhone(lab)];
    await register(owner, phone.deviceId, tokensOf(phone));
    // Act
    await register(mallory, phone.deviceId, tokensOf(other));
    await userClient(lab, mallory)('DELETE', `/v1/devices/${phone.deviceId}`);
    const { body } = await message(owner);
    // Assess
    expect(body.summary).toMatchObject({ accepted: 1 });
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });
});

describe('a registration', () => {
  test('is accepted with unreadable facts and lists those that were left out', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab);
    const facts = { locale: 'en_US@rg=gbzzzz', timeZone: 'GMT+0800', territory: 'Nowhere', osVersion: null };
    // Act
    const { status, body } = await register(userId, phone.deviceId, { ...tokensOf(phone), ...facts });
    // Assess
    expect(status).toBe(200);
    expect(body.ignored).toEqual([
      { path: '/territory', message: 'must be an ISO 3166 code of two letters such as CN' },
    ]);
    expect(await devicesOf(userId)).toMatchObject([{ locale: 'en-US', timeZone: '+08:00' }]);
    expect((await message(userId)).body.summary).toMatchObject({ accepted: 1 });
  });

  test('of an app that the stage does not know is refused and writes nothing', async () => {
    // Prepare
    const userId = makeUser('mallory');
    // Act
    const { status, body } = await register(userId, 'phone', { appId: 'com.evil.unknown' });
    // Assess
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'unknown_app', errors: [{ path: '/appId' }], fix: expect.any(String) });
    expect(await devicesOf(userId)).toEqual([]);
  });

  test('is accepted as soon as the lab has a phone or a credential of the app', async () => {
    // Prepare
    const userId = makeUser('bob');
    const [first, second] = ['com.example.first', 'com.example.second'];
    const refused = await register(userId, 'first', { appId: first });
    // Act
    await makePhone(lab, { appId: first });
    await storeSecret(second);
    // Assess
    const taken = [
      await register(userId, 'first', { appId: first }),
      await register(userId, 'second', { appId: second }),
    ];
    expect(refused.status).toBe(400);
    expect(taken.map(({ status }) => status)).toEqual([200, 200]);
  });
});

/** As the command line stores a credential of an app that the lab does not have yet. */
async function storeSecret(bundleId: string): Promise<void> {
  const { endpoints, secretsPrefix, region, serviceCredentials } = (await anybody(lab)('GET', '/lab/access')).body;
  const client = new SecretsManagerClient({
    endpoint: endpoints.secretsManager,
    region,
    credentials: serviceCredentials,
  });
  const SecretString = JSON.stringify({ version: 1, credentials: [] });
  await client.send(new CreateSecretCommand({ Name: `${secretsPrefix}/apps/${bundleId}`, SecretString }));
  client.destroy();
}
