import { describe, expect, it } from 'vitest';
import { deviceId, settled, testPhone } from './testPhone.ts';

const register = `PUT /v1/devices/${deviceId}`;
const presence = `PUT /v1/devices/${deviceId}/presence`;

describe('the app on a phone', () => {
  it('registers its tokens with the environment of its build', async () => {
    // Prepare
    const { phone, api } = testPhone({ build: 'debug' });

    // Act
    await phone.launch();

    // Assess
    expect(api.lines()).toEqual([register]);
    expect(api.requests[0]?.body).toEqual({
      appId: 'com.example.ringpost',
      tokens: {
        alert: { token: phone.tokens.alert, environment: 'development' },
        voip: { token: phone.tokens.voip, environment: 'development' },
        liveActivityStart: { token: phone.record().liveActivityToken, environment: 'development' },
      },
      locale: 'en_GB',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      permission: 'authorized',
      appVersion: '1.0.0',
      osVersion: '26.1',
      kitVersion: 'lab',
    });
    expect(phone.view().registration).toEqual({ registered: true });
  });

  it('shows why it could not register', async () => {
    // Prepare
    const { phone, api } = testPhone();
    api.answer(register, { status: 401, body: { detail: 'The token is expired.', fix: 'Get a new one.' } });

    // Act
    await phone.launch();

    // Assess
    expect(phone.view().registration).toEqual({
      registered: false,
      problem: '401: The token is expired. Get a new one.',
    });
  });

  it('registers again in the foreground, reports its presence and that nothing is unread', async () => {
    // Prepare
    const { phone, api } = testPhone();

    // Act
    await phone.change({ state: 'foreground' });

    // Assess
    expect(api.lines()).toEqual([register, presence]);
    expect(api.requests[1]?.body).toEqual({ state: 'foreground', ttlSeconds: 60, unreadCount: 0 });
  });

  it('repeats every 30 s that it is in the foreground, until it leaves', async () => {
    // Prepare
    const { phone, api, pass, clock } = testPhone();
    await phone.change({ state: 'foreground' });

    // Act
    await pass(60_000);
    await phone.act('lock');
    await pass(60_000);

    // Assess
    const said = api.requests.filter(({ path }) => path.endsWith('presence')).map(({ body }) => body);
    expect(said).toEqual([
      { state: 'foreground', ttlSeconds: 60, unreadCount: 0 },
      { state: 'foreground', ttlSeconds: 60, unreadCount: 0 },
      { state: 'foreground', ttlSeconds: 60, unreadCount: 0 },
      { state: 'background' },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('reports background last when it is killed in the foreground', async () => {
    // Prepare
    const { phone, api, pass } = testPhone();
    await phone.change({ state: 'foreground' });

    // Act
    await phone.change({ state: 'killed' });
    await pass(60_000);

    // Assess
    expect(phone.view().state).toBe('killed');
    expect(api.requests.at(-1)?.body).toEqual({ state: 'background' });
    expect(api.requests).toHaveLength(3);
  });

  it('reports nothing when it is killed in the background', async () => {
    // Prepare
    const { phone, api } = testPhone();

    // Act
    await phone.change({ state: 'killed' });

    // Assess
    expect(api.requests).toEqual([]);
  });

  it('catches up on its reports when the network returns', async () => {
    // Prepare
    const { phone, api, installation } = testPhone();
    await phone.change({ network: 'off' });
    await phone.change({ state: 'foreground' });
    await phone.change({ state: 'background' });
    const offline = { requests: api.requests.length, reachable: installation.reachable };

    // Act
    await phone.change({ network: 'on' });

    // Assess
    expect(offline).toEqual({ requests: 0, reachable: false });
    expect(installation.reachable).toBe(true);
    expect(api.lines()).toEqual([register, presence]);
    expect(api.requests[1]?.body).toEqual({ state: 'background' });
  });

  it('is quiet after the phone stops', async () => {
    // Prepare
    const { phone, api, pass, clock } = testPhone();
    await phone.change({ state: 'foreground' });

    // Act
    phone.stop();
    await pass(60_000);
    await settled();

    // Assess
    expect(api.requests).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });
});

describe('a finger on the phone', () => {
  it('unlocks without opening the app, and locks again', async () => {
    // Prepare
    const { phone } = testPhone();

    // Act
    await phone.act('home');
    const unlocked = phone.view();
    await phone.act('lock');

    // Assess
    expect(unlocked).toMatchObject({ locked: false, state: 'background' });
    expect(phone.view()).toMatchObject({ locked: true, state: 'background' });
  });

  it('leaves the app for the home screen', async () => {
    // Prepare
    const { phone } = testPhone();
    await phone.act('open');

    // Act
    await phone.act('home');

    // Assess
    expect(phone.view()).toMatchObject({ locked: false, state: 'background' });
  });

  it('cannot open an app that is not installed', async () => {
    // Prepare
    const { phone, api } = testPhone();
    await phone.change({ uninstalled: true });

    // Act
    await phone.act('open');

    // Assess
    expect(phone.view()).toMatchObject({ state: 'killed', installed: false });
    expect(api.requests).toEqual([]);
  });
});
