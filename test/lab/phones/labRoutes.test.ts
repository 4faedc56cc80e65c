import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestLab, testLab } from './testLab.ts';

let lab: TestLab;
beforeAll(async () => {
  lab = await testLab();
});
beforeEach(async () => {
  const { body } = await lab.ask('GET', '/lab/phones');
  for (const { phoneId } of body.phones) await lab.ask('DELETE', `/lab/phones/${phoneId}`);
  lab.apiRequests.length = 0;
});
afterAll(() => lab.stop());

/** Phones that are gone keep their IDs, so each new one of Bob's has another. */
async function bobsPhone(): Promise<{ phoneId: string; path: string }> {
  const { body } = await lab.ask('POST', '/lab/phones', { userId: 'bob' });
  return { phoneId: body.phoneId, path: `/lab/phones/${body.phoneId}` };
}

describe('POST /lab/phones', () => {
  it('creates a registered phone that the fake Apple knows', async () => {
    // Prepare
    const request = { userId: 'bob', build: 'debug' };

    // Act
    const { status, body } = await lab.ask('POST', '/lab/phones', request);

    // Assess
    expect(status).toBe(201);
    expect(body).toMatchObject({
      phoneId: expect.stringMatching(/^bob-\d+$/),
      name: 'Bob’s iPhone',
      userId: 'bob',
      appId: 'com.example.ringpost',
      environment: 'development',
      tokens: {
        alert: expect.stringMatching(/^[0-9a-f]{64}$/),
        voip: expect.stringMatching(/^[0-9a-f]{64}$/),
        liveActivityStart: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      registration: { registered: true },
    });
    expect(lab.apiRequests).toEqual(['GET /v1/profile', `PUT /v1/devices/${body.deviceId}`]);
    expect(lab.providedApps).toContain('com.example.ringpost');
  });

  it('creates a phone of another app without a user', async () => {
    // Prepare
    const request = { appId: 'com.example.other' };

    // Act
    const { body } = await lab.ask('POST', '/lab/phones', request);

    // Assess
    expect(body).toMatchObject({ name: 'iPhone', appId: 'com.example.other' });
    expect(body.environment).toBe('production');
    expect(body.registration).toBeUndefined();
    expect(lab.apiRequests).toEqual([]);
    expect(lab.providedApps).toContain('com.example.other');
  });

  it('creates a phone of another language, time zone and territory', async () => {
    // Prepare
    const place = { locale: 'zh-Hans-CN', timeZone: 'Asia/Shanghai', territory: 'CN' };

    // Act
    const { body } = await lab.ask('POST', '/lab/phones', { userId: 'bob', ...place });

    // Assess
    expect(body).toMatchObject(place);
  });

  it('gives each phone of a user its own name and a new ID', async () => {
    // Prepare
    const removed = await bobsPhone();
    await lab.ask('DELETE', removed.path);
    const { phoneId } = await bobsPhone();

    // Act
    const { body } = await lab.ask('POST', '/lab/phones', { userId: 'bob' });

    // Assess
    expect(body.name).toBe('Bob’s iPhone 2');
    expect(new Set([removed.phoneId, phoneId, body.phoneId]).size).toBe(3);
  });
});

describe('a phone of the lab', () => {
  it('shows what it received', async () => {
    // Prepare
    const { phoneId, path } = await bobsPhone();
    lab.apple.deliver(phoneId, { kind: 'alert', payload: { aps: { alert: { body: 'Alice:hi' }, badge: 1 } } });

    // Act
    const { status, body } = await lab.ask('GET', path);

    // Assess
    expect(status).toBe(200);
    expect(body).toMatchObject({ notifications: [{ body: 'Alice:hi' }], badge: 1, voip: { blocked: false } });
  });

  it('answers a change after the app has reported it to the server', async () => {
    // Prepare
    const { path } = await bobsPhone();

    // Act
    const { status, body } = await lab.ask('PATCH', path, { state: 'foreground', permission: 'denied' });

    // Assess
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'foreground', permission: 'denied' });
    expect(lab.apiRequests.at(-1)).toMatch(/presence$/);
  });

  it('carries out taps', async () => {
    // Prepare
    const { path } = await bobsPhone();

    // Act
    const { status, body } = await lab.ask('POST', `${path}/actions`, { action: 'home' });

    // Assess
    expect(status).toBe(200);
    expect(body).toMatchObject({ locked: false });
  });

  it('can be removed, and the fake Apple drops it', async () => {
    // Prepare
    const { path } = await bobsPhone();

    // Act
    const { status } = await lab.ask('DELETE', path);

    // Assess
    expect(status).toBe(204);
    expect((await lab.ask('GET', path)).status).toBe(404);
    expect(lab.apple.installations.at(-1)?.uninstalled).toBe(true);
  });
});

describe('the rest of the lab', () => {
  it('issues a token for any user', async () => {
    // Prepare
    const request = { userId: 'alice' };

    // Act
    const { status, body } = await lab.ask('POST', '/lab/tokens', request);

    // Assess
    expect(status).toBe(200);
    expect(body).toEqual({ token: 'token-of-alice' });
  });

  it('lists the pushes since a number', async () => {
    // Prepare
    const { phoneId } = await bobsPhone();
    const { body: before } = await lab.ask('GET', '/lab/pushes');
    const push = lab.apple.deliver(phoneId, { kind: 'alert', payload: { aps: { alert: 'hi' } } });

    // Act
    const { body } = await lab.ask('GET', `/lab/pushes?since=${before.next}`);

    // Assess
    expect(body).toEqual({ pushes: [push], next: push.n });
    expect((await lab.ask('GET', `/lab/pushes?since=${body.next}`)).body).toEqual({ pushes: [], next: push.n });
  });

  it('sets and clears faults of the fake Apple', async () => {
    // Prepare
    const fault = { host: 'production', kind: 'status', status: 503, reason: 'ServiceUnavailable', count: 2 };

    // Act
    const { status } = await lab.ask('POST', '/lab/faults', fault);
    const added = [...lab.apple.faults];
    const cleared = await lab.ask('DELETE', '/lab/faults');

    // Assess
    expect(status).toBe(201);
    expect(added).toEqual([fault]);
    expect(cleared.status).toBe(204);
    expect(lab.apple.faults).toEqual([]);
  });

  it('lists faults, and refuses to break what these phones do not have', async () => {
    // Prepare
    const fault = { kind: 'status', status: 410, count: 1 };
    await lab.ask('POST', '/lab/faults', fault);

    // Act
    const listed = await lab.ask('GET', '/lab/faults');
    const refused = await lab.ask('POST', '/lab/breakages', { what: 'silentTable' });
    await lab.ask('DELETE', '/lab/faults');

    // Assess
    expect(listed.body).toEqual({ faults: [fault], broken: [], breakable: [] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_breakable' } });
  });

  it('registers the other environment while the app has it wrong', async () => {
    // Prepare
    const { path } = await bobsPhone();
    lab.apiRequests.length = 0;

    // Act
    const { body } = await lab.ask('PATCH', path, { wrongEnvironment: true });

    // Assess
    expect(body).toMatchObject({ environment: 'production', wrongEnvironment: true });
    expect(lab.apiRequests).toEqual([`PUT /v1/devices/${body.deviceId}`]);
  });
});

describe('bad input to the lab', () => {
  it.each([
    ['POST', '/lab/phones', { userId: 'bob', colour: 'red' }, '/colour'],
    ['POST', '/lab/phones', { build: 'beta' }, '/build'],
    ['POST', '/lab/phones', { appId: 'not a bundle' }, '/appId'],
    ['POST', '/lab/phones', { locale: 'Chinese, please' }, '/locale'],
    ['PATCH', '{phone}', { timeZone: 'Mars/Olympus' }, '/timeZone'],
    ['PATCH', '{phone}', { territory: 'China' }, '/territory'],
    ['POST', '/lab/tokens', {}, '/userId'],
    ['PATCH', '{phone}', { network: true }, '/network'],
    ['POST', '{phone}/actions', { action: 'shake' }, '/action'],
    ['GET', '/lab/pushes?since=soon', undefined, 'query.since'],
    ['GET', '/lab/pushes?from=1', undefined, 'query.from'],
    ['POST', '/lab/faults', { kind: 'status' }, '/status'],
    ['POST', '/lab/breakages', { what: 'everything' }, '/what'],
    ['PATCH', '{phone}', { focus: 'sleep' }, '/focus'],
    ['POST', '/lab/faults', { kind: 'delay', count: 0, delayMs: 5 }, '/count'],
  ])('%s %s with %j is 400 and names %s', async (method, path, request, wrongField) => {
    // Prepare
    const { path: phonePath } = await bobsPhone();

    // Act
    const { status, contentType, body } = await lab.ask(method, path.replace('{phone}', phonePath), request);

    // Assess
    expect({ status, contentType }).toEqual({ status: 400, contentType: 'application/problem+json' });
    expect(body).toMatchObject({ code: 'invalid_request', fix: expect.any(String) });
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([wrongField]);
  });

  it.each([
    ['POST', '/lab/phones', '{', 400, 'invalid_json'],
    ['POST', '/lab/phones', JSON.stringify({ userId: 'x'.repeat(300_000) }), 413, 'payload_too_large'],
    ['PATCH', '/lab/phones/nobody-1', '{}', 404, 'unknown_phone'],
    ['GET', '/lab/phones/%E0%A4%A', undefined, 404, 'unknown_phone'],
    ['GET', '/lab/nothing', undefined, 404, 'unknown_route'],
    ['PUT', '/lab/phones', undefined, 405, 'method_not_allowed'],
  ])('%s %s is a problem with a fix', async (method, path, request, expectedStatus, code) => {
    // Prepare: nothing

    // Act
    const { status, contentType, body } = await lab.ask(method, path, request);

    // Assess
    expect({ status, contentType, code: body.code }).toEqual({
      status: expectedStatus,
      contentType: 'application/problem+json',
      code,
    });
    expect(body.fix).not.toBe('');
  });
});
