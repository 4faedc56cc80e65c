import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeviceToken, keptRepairs } from '../../../../shared/devices/rules/device.ts';
import { type Registration, registerDevice } from '../../../../shared/devices/rules/registration.ts';
import { aDevice, appId, aRegistration, aToken, startMs, tokenHex } from '../../../support/factories.ts';

const nowMs = startMs;

describe('the first registration of a device', () => {
  it('records everything that the app sends, with unproven tokens', () => {
    // Prepare
    const facts = {
      platform: 'tablet' as const,
      quietWhenOnlineOn: ['desktop' as const],
      locale: 'zh-Hans-CN',
      timeZone: 'Asia/Shanghai',
      territory: 'CN',
      permission: 'authorized',
      appVersion: '1.2',
      osVersion: '26.1',
      kitVersion: '0.1',
    };
    const tokens = {
      alert: { token: tokenHex('a'), environment: 'auto' },
      voip: { token: tokenHex('v'), environment: 'development' },
    } as const;

    // Act
    const device = registerDevice(undefined, { userId: 'bob', deviceId: 'phone-1', appId, tokens, ...facts }, nowMs);

    // Assess
    expect(device).toEqual({
      userId: 'bob',
      deviceId: 'phone-1',
      appId,
      tokens: {
        alert: { ...tokens.alert, state: 'unproven', registeredAtMs: nowMs },
        voip: { ...tokens.voip, state: 'unproven', registeredAtMs: nowMs },
      },
      ...facts,
      permissionSinceMs: nowMs,
      registeredAtMs: nowMs,
    });
  });

  it('can have no tokens', () => {
    // Prepare
    const registration = aRegistration({ tokens: { alert: undefined } });

    // Act
    const device = registerDevice(undefined, registration, nowMs);

    // Assess
    expect(device.tokens).toStrictEqual({});
  });
});

describe('a device that registers again', () => {
  it.each([
    ['the first registration that reported it', 'denied', startMs - 5000, startMs - 5000],
    ['the one before this, of a version that stored no time', 'denied', undefined, startMs - 60_000],
    ['now, if it reported another one before', 'authorized', startMs - 5000, nowMs],
  ])('has its permission since %s', (_when, before, permissionSinceMs, expected) => {
    // Prepare
    const previous = aDevice({ permission: before, permissionSinceMs, registeredAtMs: startMs - 60_000 });

    // Act
    const device = registerDevice(previous, aRegistration({ permission: 'denied' }), nowMs);

    // Assess
    expect(device.permissionSinceMs).toBe(expected);
  });

  it('loses fields that it no longer sends, except its presence', () => {
    // Prepare
    const presence = { state: 'foreground', untilMs: startMs + 1000 } as const;
    const previous = aDevice({ presence, locale: 'en', appVersion: '1' });
    const { voip } = aRegistration().tokens;

    // Act
    const device = registerDevice(previous, aRegistration({ tokens: { voip }, appVersion: '2' }), nowMs);

    // Assess
    expect(device).toEqual({
      userId: 'bob',
      deviceId: 'phone-1',
      appId,
      tokens: { voip: { ...voip, state: 'unproven', registeredAtMs: nowMs } },
      presence,
      appVersion: '2',
      registeredAtMs: nowMs,
    });
  });

  it.each<[string, DeviceToken, Registration['tokens']['alert'], DeviceToken]>([
    [
      'keeps the environment that APNs has proven, whatever the app sends',
      aToken('t', { state: 'proven', environment: 'development' }),
      { token: tokenHex('t'), environment: 'production' },
      aToken('t', { state: 'proven', environment: 'development', registeredAtMs: nowMs }),
    ],
    [
      "takes the app's environment while APNs has proven none",
      aToken('t', { state: 'unproven', environment: 'development' }),
      { token: tokenHex('t'), environment: 'production' },
      aToken('t', { state: 'unproven', environment: 'production', registeredAtMs: nowMs }),
    ],
    [
      'restores a quarantined token',
      aToken('t', { state: 'quarantined', environment: 'production' }),
      { token: tokenHex('t'), environment: 'auto' },
      aToken('t', { state: 'unproven', environment: 'auto', registeredAtMs: nowMs }),
    ],
    [
      'starts with nothing proven about a new token',
      aToken('t', { state: 'proven', environment: 'development' }),
      { token: tokenHex('u'), environment: 'auto' },
      aToken('u', { state: 'unproven', environment: 'auto', registeredAtMs: nowMs }),
    ],
  ])('%s', (_behaviour, before, said, expected) => {
    // Prepare
    const previous = aDevice({ tokens: { alert: before } });

    // Act
    const device = registerDevice(previous, aRegistration({ tokens: { alert: said } }), nowMs);

    // Assess
    expect(device.tokens).toStrictEqual({ alert: expected });
  });

  it('lifts a quarantine, and keeps the last few repairs including this one', () => {
    // Prepare
    const repairs = Array.from({ length: keptRepairs }, (_, index) => ({
      atMs: startMs - 10 + index,
      kind: 'voip' as const,
      repair: 'environment_changed' as const,
    }));
    const quarantined = aToken('t', { state: 'quarantined' });
    const previous = aDevice({ tokens: { alert: quarantined, voip: aToken('v', { state: 'quarantined' }) }, repairs });
    const alert = { token: tokenHex('t'), environment: 'auto' } as const;
    const voip = { token: tokenHex('new'), environment: 'auto' } as const;

    // Act
    const device = registerDevice(previous, aRegistration({ tokens: { alert, voip } }), nowMs);

    // Assess
    expect(device.repairs).toEqual([...repairs.slice(1), { atMs: nowMs, kind: 'alert', repair: 'quarantine_lifted' }]);
  });

  it('is not a repair in itself', () => {
    // Prepare
    const previous = aDevice({ tokens: { alert: aToken('t', { state: 'proven' }) } });

    // Act
    const device = registerDevice(previous, aRegistration(), nowMs);

    // Assess
    expect(device.repairs).toBeUndefined();
  });

  it('does not apply the proof of one kind to the other', () => {
    // Prepare
    const previous = aDevice({ tokens: { alert: aToken('t', { state: 'proven' }) } });
    const voip = { token: tokenHex('t'), environment: 'auto' } as const;

    // Act
    const device = registerDevice(previous, aRegistration({ tokens: { voip } }), nowMs);

    // Assess
    expect(device.tokens).toStrictEqual({ voip: { ...voip, state: 'unproven', registeredAtMs: nowMs } });
  });

  it('changes nothing when it is repeated at the same moment', () => {
    const said = fc.record({
      token: fc.constantFrom(tokenHex('t'), tokenHex('u')),
      environment: fc.constantFrom('production', 'development', 'auto'),
    });
    const before = fc.record({
      token: fc.constantFrom(tokenHex('t'), tokenHex('u')),
      environment: fc.constantFrom('production', 'development'),
      state: fc.constantFrom('unproven', 'proven', 'quarantined'),
      registeredAtMs: fc.constant(startMs - 1),
    });
    fc.assert(
      fc.property(before, said, (alert, saidOfAlert) => {
        // Prepare
        const registration = aRegistration({ tokens: { alert: saidOfAlert } });
        const once = registerDevice(aDevice({ tokens: { alert } }), registration, nowMs);

        // Act
        const twice = registerDevice(once, registration, nowMs);

        // Assess
        expect(twice).toEqual(once);
      }),
    );
  });
});
