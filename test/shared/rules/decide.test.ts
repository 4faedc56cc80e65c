import { describe, expect, it } from 'vitest';
import { decide, type Occasion, type SkipReason } from '../../../shared/rules/decide.ts';
import type { Device } from '../../../shared/rules/device.ts';
import { aDevice, aToken, isoTime, startMs } from '../../support/factories.ts';

const message: Occasion = { from: 'alice', kind: 'alert', onlineUserOnly: false, pushDisabled: false };
const call: Occasion = { ...message, kind: 'voip' };

const inForeground = { state: 'foreground', until: isoTime(startMs + 1) } as const;
const noLongerInForeground = { state: 'foreground', until: isoTime(startMs) } as const;
const inBackground = { state: 'background', until: isoTime(startMs + 60_000) } as const;

const push = (device: Device, kind: 'alert' | 'voip') => ({
  decision: 'push',
  target: { userId: 'bob', deviceId: device.deviceId, kind },
  device,
  token: device.tokens[kind],
});
const skip = (rule: SkipReason, deviceId?: string, kind?: 'alert' | 'voip') => ({
  decision: 'skip',
  target: { userId: 'bob', ...(deviceId !== undefined && { deviceId, kind }) },
  rule,
});

describe('a user is skipped as a whole', () => {
  const everythingAgainst: Occasion = { from: 'bob', kind: 'alert', onlineUserOnly: true, pushDisabled: true };

  it.each<[SkipReason, Occasion, Device[]]>([
    ['sender', everythingAgainst, []],
    ['sender', { ...message, from: 'bob' }, [aDevice()]],
    ['online_only', { ...everythingAgainst, from: 'alice' }, []],
    ['online_only', { ...message, onlineUserOnly: true }, [aDevice({ presence: inForeground })]],
    ['push_disabled', { ...message, pushDisabled: true }, []],
    ['push_disabled', { ...message, pushDisabled: true }, [aDevice()]],
    ['no_device', message, []],
    ['no_device', call, []],
  ])('%s', (rule, occasion, devices) => {
    // Prepare: the row

    // Act
    const decisions = decide(occasion, 'bob', devices, startMs);

    // Assess
    expect(decisions).toStrictEqual([skip(rule)]);
  });
});

describe('a device', () => {
  const quarantined = aToken('dead', { state: 'quarantined' });

  it.each([
    ['that never said where it is', undefined],
    ['in the background', inBackground],
    ['whose time in the foreground is over', noLongerInForeground],
  ])('%s is pushed to', (_what, presence) => {
    // Prepare
    const device = aDevice({ presence });

    // Act
    const decisions = decide(message, 'bob', [device], startMs);

    // Assess
    expect(decisions).toStrictEqual([push(device, 'alert')]);
  });

  it.each(['unproven', 'proven'] as const)('with a token that is %s is pushed to', (state) => {
    // Prepare
    const device = aDevice({ tokens: { alert: aToken('good', { state }) } });

    // Act
    const decisions = decide(message, 'bob', [device], startMs);

    // Assess
    expect(decisions).toStrictEqual([push(device, 'alert')]);
  });

  it.each<[SkipReason, string, Occasion, Partial<Device>]>([
    ['online', 'in the foreground', message, { presence: inForeground }],
    ['online', 'in the foreground, for calls too', call, { presence: inForeground }],
    ['online', 'in the foreground, before its token is looked at', message, { presence: inForeground, tokens: {} }],
    ['no_token', 'without any token', message, { tokens: {} }],
    ['no_token', 'with a VoIP token only, for messages', message, { tokens: { voip: aToken('voip') } }],
    ['no_token', 'with an alert token only, for calls', call, { tokens: { alert: aToken('alert') } }],
    ['quarantined', 'whose token both hosts have refused', message, { tokens: { alert: quarantined } }],
    ['quarantined', 'whose VoIP token both hosts have refused', call, { tokens: { voip: quarantined } }],
  ])('is skipped as %s: %s', (rule, _what, occasion, changes) => {
    // Prepare
    const device = aDevice(changes);

    // Act
    const decisions = decide(occasion, 'bob', [device], startMs);

    // Assess
    expect(decisions).toStrictEqual([skip(rule, 'phone-1', occasion.kind)]);
  });
});

describe('several devices', () => {
  it('are decided one by one, in their order, each by its own token of the kind', () => {
    // Prepare
    const both = aDevice({ deviceId: 'both' });
    const voipOnly = aDevice({ deviceId: 'voip-only', tokens: { voip: aToken('v') } });
    const refused = aDevice({ deviceId: 'refused', tokens: { voip: aToken('q', { state: 'quarantined' }) } });
    const alertOnly = aDevice({ deviceId: 'alert-only', tokens: { alert: aToken('a') } });

    // Act
    const decisions = decide(call, 'bob', [both, voipOnly, refused, alertOnly], startMs);

    // Assess
    expect(decisions).toStrictEqual([
      push(both, 'voip'),
      push(voipOnly, 'voip'),
      skip('quarantined', 'refused', 'voip'),
      skip('no_token', 'alert-only', 'voip'),
    ]);
  });

  it('all stay quiet while one of them is in the foreground', () => {
    // Prepare
    const devices = [
      aDevice({ deviceId: 'pocket' }),
      aDevice({ deviceId: 'hand', presence: inForeground }),
      aDevice({ deviceId: 'drawer', tokens: {}, presence: inBackground }),
    ];

    // Act
    const decisions = decide(message, 'bob', devices, startMs);

    // Assess
    expect(decisions).toStrictEqual([
      skip('online', 'pocket', 'alert'),
      skip('online', 'hand', 'alert'),
      skip('online', 'drawer', 'alert'),
    ]);
  });
});
