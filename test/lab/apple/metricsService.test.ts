import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createChannels } from '../../../lab/apple/channels.ts';
import { createDeliveryMetrics, type DeliveryMetrics, rounded } from '../../../lab/apple/deliveryMetrics.ts';
import { createInstallations } from '../../../lab/apple/installations.ts';
import { createMetricsService, type MetricsService } from '../../../lab/apple/metricsService.ts';
import { type ManualClock, manualClock } from '../../support/memory/manualClock.ts';

const appId = 'com.example.chat';
const teamId = 'DEF1234567';
const dayMs = 24 * 60 * 60 * 1000;
const range = { startDate: '2026-10-24', endDate: '2026-11-21', dataDownloadUrlExpiresInMinutes: 20 };

let clock: ManualClock;
let metrics: DeliveryMetrics;
let service: MetricsService;
let token: string;
beforeEach(() => {
  clock = manualClock();
  metrics = createDeliveryMetrics(clock.nowMs);
  service = createMetricsService({ teamId, origin: () => 'https://apple.test', clock: clock.nowMs, metrics });
  token = service.makeToken(appId);
});

const ask = (method: string, path: string, body: object = {}, withToken: string | undefined = token) =>
  service.answer({ method, path, token: withToken, body: JSON.stringify(body) });
const request = (changes: object = {}, of = { team: teamId, app: appId, token }) =>
  ask(
    'POST',
    `/v1/dataExports/apns/teams/${of.team}/appId/${of.app}/datasetName/deliverymetrics/request`,
    { ...range, ...changes },
    of.token,
  );
const pathIn = (answer: object | undefined, ...names: string[]) =>
  new URL(names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], answer) as string).pathname;

describe("the fake of Apple's exports", () => {
  it('makes the file while it says PROCESSING, and then has a URL for as long as was asked', () => {
    // Prepare
    clock.advance(-2 * dayMs);
    for (let push = 0; push < 70; push += 1) metrics.count(appId, 'alert', 'delivered');
    for (let push = 0; push < 30; push += 1) metrics.count(appId, 'alert', 'disabled');
    clock.advance(2 * dayMs);

    // Act
    const { json } = request();
    const statusPath = pathIn(json, 'statusUrl');
    const first = ask('GET', statusPath);
    const second = ask('GET', statusPath);
    const dataPath = pathIn(second.json, 'downloadDetails', 'dataUrl');
    const file = ask('GET', dataPath, {}, undefined);
    clock.advance(20 * 60_000);
    const late = ask('GET', dataPath, {}, undefined);

    // Assess
    expect(first.json).toEqual({ status: 'PROCESSING', requestedAt: '2026-11-22T12:00:00.000Z' });
    expect(second.json).toMatchObject({
      status: 'SUCCESS',
      downloadDetails: { expiresAt: '2026-11-22T12:20:00.000Z' },
    });
    expect(gunzipSync(file.file ?? '').toString()).toBe(
      'Push Type,Status,Date (UTC),Count\n' +
        'alert,Delivered to Device,2026-11-20,70\n' +
        'alert,Discarded - Disabled,2026-11-20,30\n',
    );
    expect(late).toEqual({ status: 403 });
  });

  it.each([
    ['a start 31 days back', { startDate: '2026-10-22' }],
    ['an end that is today', { endDate: '2026-11-22' }],
    ['an end at its start', { startDate: '2026-11-21' }],
    ['19 minutes', { dataDownloadUrlExpiresInMinutes: 19 }],
    ['61 minutes', { dataDownloadUrlExpiresInMinutes: 61 }],
    ['a date without dashes', { endDate: '20261121' }],
    ['no start', { startDate: undefined }],
  ])('refuses %s', (_what, changes) => {
    expect(request(changes)).toEqual({ status: 400 });
  });

  it('accepts the widest range', () => {
    expect(request({ startDate: '2026-10-23', dataDownloadUrlExpiresInMinutes: 60 }).status).toBe(200);
  });

  it('knows a token for its own app and team, until it expires or is revoked', () => {
    // Prepare
    const { json } = request();
    const statusPath = pathIn(json, 'statusUrl');
    const other = service.makeToken('com.example.other');
    const brief = service.makeToken(appId, clock.nowMs() + dayMs);

    // Act
    const refused = [
      request({}, { team: teamId, app: appId, token: 'made-up' }),
      request({}, { team: teamId, app: appId, token: other }),
      request({}, { team: 'ABC1234567', app: appId, token }),
      ask('GET', statusPath, {}, other),
    ];
    clock.advance(dayMs);
    refused.push(ask('GET', statusPath, {}, brief));
    service.revokeToken(token);
    refused.push(request(), ask('GET', statusPath));

    // Assess
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 404, 404, 401, 404]);
    expect(() => service.makeToken(appId, clock.nowMs() + 185 * dayMs)).toThrow('six months');
  });

  it('has one status URL for a range within a day, and shows what was known at the request', () => {
    // Prepare
    const urlOf = () => pathIn(request().json, 'statusUrl');
    const first = urlOf();

    // Act
    clock.advance(dayMs - 1);
    const same = urlOf();
    clock.advance(1);
    const next = urlOf();

    // Assess
    expect(same).toBe(first);
    expect(next).not.toBe(first);
  });

  it('may fail', () => {
    // Prepare
    service.setProcessing(0);
    service.endExports('FAILED');

    // Act
    const status = ask('GET', pathIn(request().json, 'statusUrl'));

    // Assess
    expect(status.json).toMatchObject({ status: 'FAILED' });
    expect(status.json).not.toHaveProperty('downloadDetails');
  });

  it('rounds to tens and to two digits, and drops what is nothing then', () => {
    expect([0, 4, 5, 14, 104, 105, 1234, 98_765].map(rounded)).toEqual([0, 0, 10, 10, 100, 110, 1200, 99_000]);
    fc.assert(
      fc.property(fc.nat(10_000_000), (count) => {
        expect(Math.abs(rounded(count) - count)).toBeLessThanOrEqual(Math.max(5, 0.05 * rounded(count)));
      }),
    );
  });
});

describe('what becomes of a push', () => {
  const statesOf = () =>
    metrics
      .csv(appId, '2026-01-01', '2026-12-31')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').slice(0, 2).join(' '));

  /** Ten of each push, so that they show. */
  function phone(environment: 'production' | 'development', isDisabled = () => false) {
    const channels = { production: createChannels(clock.nowMs), development: createChannels(clock.nowMs) };
    const installations = createInstallations(clock.nowMs, channels, metrics);
    const phones = Array.from({ length: 10 }, () =>
      installations.install({ bundleId: appId, environment, phoneId: 'phone', isDisabled, onPush: () => {} }),
    );
    return {
      push(pushType: 'alert' | 'voip', ttlSeconds = 3600) {
        const expiration = ttlSeconds === 0 ? 0 : Math.floor(clock.nowMs() / 1000) + ttlSeconds;
        const headers = { 'apns-push-type': pushType, 'apns-expiration': String(expiration) };
        for (const { tokens } of phones) {
          installations.find(tokens[pushType])?.receive({ apnsId: 'id', headers, payload: {} });
        }
      },
      reachable(isReachable: boolean) {
        for (const each of phones) each.setReachable(isReachable);
      },
      uninstall() {
        for (const each of phones) each.uninstall();
      },
    };
  }

  it('is counted where Apple counts it', () => {
    // Prepare
    let isDisabled = false;
    const bob = phone('production', () => isDisabled);

    // Act
    bob.push('alert');
    isDisabled = true;
    bob.push('alert');
    bob.push('voip');
    bob.reachable(false);
    bob.push('alert', 0);
    bob.push('alert');
    bob.reachable(true);
    bob.reachable(false);
    isDisabled = false;
    bob.push('alert');
    bob.reachable(true);
    bob.reachable(false);
    bob.push('voip', 60);
    bob.uninstall();

    // Assess
    expect(statesOf()).toEqual([
      'alert Delivered to Device',
      'alert Discarded - Disabled',
      'voip Delivered to Device',
      'alert Discarded - Expired',
      'alert Stored - Device Offline',
      'alert Discarded - Disabled (From Storage)',
      'alert Delivered to Device (From Storage)',
      'voip Stored - Device Offline',
      'voip Discarded - Token Unregistered (From Storage)',
    ]);
  });

  it('is counted once more when it expires in storage', () => {
    // Prepare
    const bob = phone('production');
    bob.reachable(false);

    // Act
    bob.push('alert', 60);
    clock.advance(61_000);
    bob.reachable(true);

    // Assess
    expect(statesOf()).toEqual(['alert Stored - Device Offline', 'alert Discarded - Expired']);
  });

  it('is not counted in development', () => {
    // Act
    phone('development').push('alert');

    // Assess
    expect(statesOf()).toEqual([]);
  });
});
