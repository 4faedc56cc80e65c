/** Environments that repair themselves, and what a refusal does not do: whole, over HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { burstUsers } from '../../shared/push/rules/rejectionBurst.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  type Request,
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
beforeEach(() => anybody(lab)('DELETE', '/lab/faults'));

async function register(phone: LabPhone, userId: string, environment: string): Promise<void> {
  const { alert, voip } = phone.tokens;
  const tokens = { alert: { token: alert, environment }, voip: { token: voip, environment } };
  const { appId } = phone;
  const { status } = await userClient(lab, userId)('PUT', `/v1/devices/${phone.deviceId}`, { appId, tokens });
  if (status !== 200) throw new Error(`the device could not be registered: ${status}`);
}

async function addFault(fault: object): Promise<void> {
  const { status, body } = await anybody(lab)('POST', '/lab/faults', { kind: 'status', ...fault });
  if (status !== 201) throw new Error(`the fault was not taken: ${JSON.stringify(body)}`);
}

const message = async (userId: string) => (await alice('POST', '/v1/messages', { to: { userId }, ...text('hi') })).body;
const devicesOf = async (userId: string) => (await userClient(lab, userId)('GET', '/v1/devices')).body.devices;

describe('a sandbox token', () => {
  test.each([
    ['production', ['production', 'development']],
    ['development', ['development']],
    ['auto', ['production', 'development']],
  ])('registered as %s is pushed to on the first send and costs no extra request afterwards', async (said, hosts) => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { build: 'debug' });
    await register(phone, userId, said);
    // Act
    const first = await message(userId);
    const afterFirst = await pushesTo(lab, phone);
    const second = await message(userId);
    // Assess
    expect(first.targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(afterFirst.map(({ host }) => host)).toEqual(hosts);
    expect(second.targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(await pushesTo(lab, phone)).toHaveLength(hosts.length + 1);
    const [device] = await devicesOf(userId);
    expect(device.tokens.alert).toMatchObject({ environment: 'development', state: 'proven' });
  });

  test("proves the environment of its device's other tokens: a call rings at once", async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { build: 'debug' });
    await register(phone, userId, 'production');
    await message(userId);
    // Act
    const call = await alice('POST', '/v1/calls', { to: { userId }, callerName: 'Alice' });
    // Assess
    expect(call.body.targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect((await pushesTo(lab, phone)).filter(({ headers }) => headers['apns-push-type'] === 'voip')).toHaveLength(1);
  });

  test('has its repair recorded on the device and in the timeline of the message', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { build: 'debug' });
    await register(phone, userId, 'production');
    // Act
    const { messageId, targets } = await message(userId);
    const { timeline } = (await alice('GET', `/v1/messages/${messageId}`)).body;
    const [device] = await devicesOf(userId);
    // Assess
    expect(targets).toMatchObject([{ repair: 'environment_changed' }]);
    expect(timeline.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['environment_changed', 'accepted']),
    );
    expect(device.repairs).toEqual([
      {
        at: expect.any(String),
        kind: 'alert',
        repair: 'environment_changed',
        environment: 'development',
        reason: 'BadDeviceToken',
      },
    ]);
  });
});

describe('a rejection', () => {
  test('older than the registration drops nothing', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });
    await anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { uninstalled: true });
    await register(phone, userId, 'production');
    // Act
    const { targets } = await message(userId);
    // Assess
    expect(targets).toMatchObject([
      { outcome: 'rejected', status: 410, reason: 'Unregistered', repair: 'refusal_outdated' },
    ]);
    const [device] = await devicesOf(userId);
    expect(device.tokens).toHaveProperty('alert');
  });

  test('by both hosts quarantines the token until the next registration', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab);
    await register(phone, userId, 'auto');
    await addFault({ status: 400, reason: 'BadDeviceToken', match: phone.tokens.alert, count: 2 });
    await message(userId);
    const skipped = await message(userId);
    // Act
    await register(phone, userId, 'auto');
    const sent = await message(userId);
    // Assess
    expect(skipped.targets).toMatchObject([{ outcome: 'skipped', reason: 'quarantined' }]);
    expect(sent.targets).toMatchObject([{ outcome: 'accepted' }]);
    const [device] = await devicesOf(userId);
    expect(device.repairs.map(({ repair }: { repair: string }) => repair)).toEqual([
      'quarantined',
      'quarantine_lifted',
    ]);
  });

  test.each([
    ['BadDeviceToken', 400],
    ['Unregistered', 410],
  ])('of many tokens in a burst drops none of them: %s', async (reason, status) => {
    // Prepare
    const phones = await Promise.all(
      Array.from({ length: 2 * burstUsers }, async () => {
        const userId = makeUser('bob');
        const phone = await makePhone(lab);
        await register(phone, userId, 'production');
        return { userId, phone };
      }),
    );
    const userIds = phones.map(({ userId }) => userId);
    const sendToAll = async () => (await alice('POST', '/v1/messages', { to: { userIds }, ...text('hi') })).body;
    await sendToAll();
    for (const { phone } of phones) {
      await addFault({ status, reason, match: phone.tokens.alert });
    }
    // Act
    const refused = await sendToAll();
    await anybody(lab)('DELETE', '/lab/faults');
    const sent = await sendToAll();
    // Assess
    expect(refused.summary).toMatchObject({ rejected: phones.length });
    expect(sent.summary).toMatchObject({ accepted: phones.length });
    expect(lab.logLines().some((line) => line.includes('RefusalBurst'))).toBe(true);
  });
});

describe('a lab that is broken on purpose', () => {
  test.each([
    ['appleClock', 'ExpiredProviderToken'],
    ['revokedKey', 'InvalidProviderToken'],
  ])('by %s rejects alerts until it is repaired', async (what, reason) => {
    // Prepare
    const userId = makeUser('bob');
    await register(await makePhone(lab), userId, 'production');
    await message(userId);
    const started = await anybody(lab)('POST', '/lab/breakages', { what });
    // Act
    const refused = await message(userId);
    const { body: active } = await anybody(lab)('GET', '/lab/faults');
    await anybody(lab)('DELETE', '/lab/faults');
    const sent = await message(userId);
    // Assess
    expect(started.status).toBe(201);
    expect(refused.targets).toMatchObject([{ outcome: 'rejected', reason }]);
    expect(active).toMatchObject({ faults: [], broken: [what] });
    expect(sent.targets).toMatchObject([{ outcome: 'accepted' }]);
  });
});
