import { describe, expect, it } from 'vitest';
import { examineUser } from '../../../cli/doctor/examineUser.ts';
import type { Device } from '../../../shared/devices/rules/device.ts';
import { aDevice, aToken, isoTime, missedTwice, startMs } from '../../support/factories.ts';
import { manualClock } from '../../support/memory/manualClock.ts';
import { MemoryApps } from '../../support/memory/people.ts';

const examine = (devices: readonly Device[]) =>
  examineUser(
    {
      clock: manualClock(),
      recipients: { find: async (userId) => ({ userId, devices }) },
      apps: new MemoryApps(),
    },
    'bob',
  );

const phone = 'phone-1';
const alert = aToken('alert');
const voip = aToken('voip');
const quarantined = (name: string) => aToken(name, { state: 'quarantined' });
const online = { state: 'foreground', untilMs: startMs + 60_000 } as const;

describe('a device', () => {
  it.each<[string, Partial<Device>, object, object]>([
    ['that is reached', {}, { decision: 'push', rule: 'offline' }, { way: 'voip' }],
    ['that is online', { presence: online }, { decision: 'skip', rule: 'online' }, { way: 'none', rule: 'online' }],
    [
      'that did not report calls',
      missedTwice,
      { decision: 'push', rule: 'offline' },
      { way: 'alert', rule: 'report_guard' },
    ],
  ])('%s gets the same decision as for a message and a call', async (_what, changes, message, call) => {
    // Prepare
    const device = aDevice({ deviceId: phone, ...changes });

    // Act
    const { devices } = await examine([device]);

    // Assess
    expect(devices).toMatchObject([{ deviceId: phone, message, call }]);
  });

  it('shows the beginning of each token and its repairs', async () => {
    // Prepare
    const repairs: Device['repairs'] = [
      { atMs: startMs, kind: 'alert', repair: 'environment_changed', environment: 'development' },
    ];
    const device = aDevice({ tokens: { alert }, repairs });

    // Act
    const [examined] = (await examine([device])).devices;

    // Assess
    const { environment, state } = alert;
    const registeredAt = isoTime(alert.registeredAtMs);
    const tokenStart = alert.token.slice(0, 8);
    expect(examined?.tokens).toEqual([{ kind: 'alert', tokenStart, environment, state, registeredAt }]);
    expect(examined?.repairs).toEqual([
      { at: isoTime(startMs), kind: 'alert', repair: 'environment_changed', environment: 'development' },
    ]);
  });
});

describe('what is wrong with a user', () => {
  it.each<[string, Partial<Device>, [string, string, string | undefined][]]>([
    ['nothing', {}, []],
    [
      'a token that both hosts refuse',
      { tokens: { alert, voip: quarantined('v') } },
      [['token_quarantined', 'error', 'voip']],
    ],
    ['no alert token', { tokens: { voip } }, [['no_token', 'error', 'alert']]],
    ['no VoIP token', { tokens: { alert } }, [['no_token', 'note', 'voip']]],
    ['notifications not allowed', { permission: 'denied' }, [['permission_denied', 'warning', undefined]]],
    ['calls not reported', missedTwice, [['report_guard', 'warning', undefined]]],
  ])('is named: %s', async (_what, changes, expected) => {
    // Prepare
    const device = aDevice({ deviceId: phone, ...changes });

    // Act
    const { findings } = await examine([device]);

    // Assess
    expect(findings.map(({ code, severity, kind }) => [code, severity, kind])).toEqual(expected);
    expect(findings.filter(({ userId, deviceId }) => userId !== 'bob' || deviceId !== phone)).toEqual([]);
  });

  it('is named: no device', async () => {
    // Prepare
    const devices: Device[] = [];

    // Act
    const { findings } = await examine(devices);

    // Assess
    expect(findings).toMatchObject([{ code: 'no_device', severity: 'error', userId: 'bob' }]);
    expect(findings[0]?.fix).toContain('`bob`');
  });
});
