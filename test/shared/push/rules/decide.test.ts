import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import type { Recipient } from '../../../../shared/people/rules/recipient.ts';
import { type Decision, decide, type Occasion, type SkipReason } from '../../../../shared/push/rules/decide.ts';
import type { TerritoryRule } from '../../../../shared/team/rules/territory.ts';
import { aDevice, aToken, startMs } from '../../../support/factories.ts';

const message: Occasion = { from: 'alice', pushType: 'alert', onlineUserOnly: false, pushDisabled: false };
const call: Occasion = { ...message, pushType: 'voip' };
const background: Occasion = { ...message, pushType: 'background' };
const mention: Occasion = { ...message, mentions: ['carol', 'bob'] };

const inForeground = { state: 'foreground', untilMs: startMs + 1 } as const;
const noLongerInForeground = { state: 'foreground', untilMs: startMs } as const;
const inBackground = { state: 'background', untilMs: startMs + 60_000 } as const;

const bobWith = (devices: readonly Device[], more: Partial<Recipient> = {}): Recipient => ({
  userId: 'bob',
  devices,
  ...more,
});
const bob = (more: Partial<Recipient> = {}) => bobWith([aDevice()], more);

const push = (device: Device, kind: 'alert' | 'voip', more: object = {}) => ({
  decision: 'push',
  target: { userId: 'bob', deviceId: device.deviceId, kind },
  device,
  token: device.tokens[kind],
  rule: 'offline',
  pushType: kind,
  isSilent: false,
  ...more,
});
const skip = (rule: SkipReason, deviceId?: string, kind?: 'alert' | 'voip') => ({
  decision: 'skip',
  target: { userId: 'bob', ...(deviceId !== undefined && { deviceId, kind }) },
  rule,
});
/** What was decided, in short. */
const rules = (decisions: readonly Decision[]) =>
  decisions.map((decision) => [
    decision.target.deviceId,
    decision.decision,
    decision.rule,
    decision.decision === 'push' && decision.isSilent,
  ]);

describe('a user is skipped as a whole', () => {
  const everythingAgainst: Occasion = {
    from: 'bob',
    pushType: 'alert',
    onlineUserOnly: true,
    pushDisabled: true,
    isDisabledByPolicy: true,
    isShowable: false,
  };
  const fromAlice = { ...everythingAgainst, from: 'alice' };
  const blocked: Partial<Recipient> = { hasBlockedSender: true };

  it.each<[SkipReason, string, Occasion, Recipient]>([
    ['sender', 'before all other rules', everythingAgainst, bobWith([], blocked)],
    ['sender', 'with all of their own phones', { ...message, from: 'bob' }, bob()],
    ['online_only', 'before what the policy says', fromAlice, bobWith([], blocked)],
    [
      'online_only',
      'also while online',
      { ...message, onlineUserOnly: true },
      bobWith([aDevice({ presence: inForeground })]),
    ],
    ['policy', 'before what the message says', { ...fromAlice, onlineUserOnly: false }, bobWith([])],
    [
      'push_disabled',
      'before what there is to show',
      { ...message, pushDisabled: true, isShowable: false },
      bob(blocked),
    ],
    ['no_desc', 'before the block list', { ...message, isShowable: false }, bob(blocked)],
    ['blocked', 'by a message', message, bobWith([], blocked)],
    ['blocked', 'by a call', call, bob(blocked)],
    ['blocked', 'also if the message mentions', mention, bob(blocked)],
    ['no_device', 'by a message', message, bobWith([])],
    ['no_device', 'by a call', call, bobWith([])],
  ])('%s, %s', (rule, _when, occasion, recipient) => {
    // Prepare: the row

    // Act
    const decisions = decide(occasion, recipient, startMs);

    // Assess
    expect(decisions).toStrictEqual([skip(rule)]);
  });
});

describe('a device', () => {
  const quarantined = aToken('dead', { state: 'quarantined' });

  it.each([
    ['that never said where it is', undefined],
    ['in the background', inBackground],
    ['whose foreground presence has expired', noLongerInForeground],
  ])('%s is pushed to', (_what, presence) => {
    // Prepare
    const device = aDevice({ presence });

    // Act
    const decisions = decide(message, bobWith([device]), startMs);

    // Assess
    expect(decisions).toStrictEqual([push(device, 'alert')]);
  });

  it.each(['unproven', 'proven'] as const)('with a token that is %s is pushed to', (state) => {
    // Prepare
    const device = aDevice({ tokens: { alert: aToken('good', { state }) } });

    // Act
    const decisions = decide(message, bobWith([device]), startMs);

    // Assess
    expect(decisions).toStrictEqual([push(device, 'alert')]);
  });

  it.each<[SkipReason, string, Occasion, Partial<Device>]>([
    ['online', 'in the foreground', message, { presence: inForeground }],
    ['online', 'in the foreground, for calls too', call, { presence: inForeground }],
    ['online', 'in the foreground, for what only wakes the app', background, { presence: inForeground }],
    ['online', 'in the foreground, before its token is looked at', message, { presence: inForeground, tokens: {} }],
    ['no_token', 'without any token', message, { tokens: {} }],
    ['no_token', 'with a VoIP token only, for messages', message, { tokens: { voip: aToken('voip') } }],
    ['no_token', 'with an alert token only, for calls', call, { tokens: { alert: aToken('alert') } }],
    ['quarantined', 'whose token both hosts have refused', message, { tokens: { alert: quarantined } }],
    ['quarantined', 'whose VoIP token both hosts have refused', call, { tokens: { voip: quarantined } }],
  ])('is skipped as %s: %s', (rule, _what, occasion, changes) => {
    // Prepare
    const device = aDevice(changes);
    const kind = occasion.pushType === 'voip' ? 'voip' : 'alert';

    // Act
    const decisions = decide(occasion, bobWith([device]), startMs);

    // Assess
    expect(decisions).toStrictEqual([skip(rule, 'phone-1', kind)]);
  });

  it('is woken in the background by its alert token', () => {
    // Prepare
    const device = aDevice();

    // Act
    const decisions = decide(background, bobWith([device]), startMs);

    // Assess
    expect(decisions).toStrictEqual([push(device, 'alert', { pushType: 'background' })]);
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
    const decisions = decide(call, bobWith([both, voipOnly, refused, alertOnly]), startMs);

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
    const decisions = decide(message, bobWith(devices), startMs);

    // Assess
    expect(decisions).toStrictEqual([
      skip('online', 'pocket', 'alert'),
      skip('online', 'hand', 'alert'),
      skip('online', 'drawer', 'alert'),
    ]);
  });

  it('each decide where the user must be online for them to stay quiet', () => {
    // Prepare
    const devices = [
      aDevice({ deviceId: 'computer', platform: 'desktop', presence: inForeground, quietWhenOnlineOn: 'this' }),
      aDevice({ deviceId: 'usual' }),
      aDevice({ deviceId: 'any', quietWhenOnlineOn: 'any' }),
      aDevice({ deviceId: 'alone', quietWhenOnlineOn: 'this' }),
      aDevice({ deviceId: 'minds computers', quietWhenOnlineOn: ['tablet', 'desktop'] }),
      aDevice({ deviceId: 'minds tablets', quietWhenOnlineOn: ['tablet'] }),
      aDevice({ deviceId: 'minds nothing', quietWhenOnlineOn: [] }),
    ];

    // Act
    const decisions = decide(message, bobWith(devices), startMs);

    // Assess
    expect(rules(decisions)).toEqual([
      ['computer', 'skip', 'online', false],
      ['usual', 'skip', 'online', false],
      ['any', 'skip', 'online', false],
      ['alone', 'push', 'online_elsewhere', false],
      ['minds computers', 'skip', 'online', false],
      ['minds tablets', 'push', 'online_elsewhere', false],
      ['minds nothing', 'push', 'online_elsewhere', false],
    ]);
  });

  it('without that setting keep only those quiet that watch every device', () => {
    // Prepare
    const devices = [
      aDevice({ deviceId: 'unnamed', presence: inForeground }),
      aDevice({ deviceId: 'minds tablets', quietWhenOnlineOn: ['tablet'] }),
    ];

    // Act
    const decisions = decide(message, bobWith(devices), startMs);

    // Assess
    expect(rules(decisions)).toEqual([
      ['unnamed', 'skip', 'online', false],
      ['minds tablets', 'push', 'online_elsewhere', false],
    ]);
  });

  it('are all pushed to, even in the foreground, when the sender wants that', () => {
    // Prepare
    const devices = [aDevice({ deviceId: 'hand', presence: inForeground }), aDevice({ deviceId: 'pocket' })];

    // Act
    const decisions = decide({ ...message, alsoOnline: true }, bobWith(devices), startMs);

    // Assess
    expect(rules(decisions)).toEqual([
      ['hand', 'push', 'always', false],
      ['pocket', 'push', 'always', false],
    ]);
  });
});

describe('where calls must not ring', () => {
  const inChina = aDevice({ territory: 'CN' });
  const ruled = (rule: TerritoryRule | undefined): Occasion => ({ ...call, territoryRuleOf: () => rule });
  const alertInChina = ruled({ territories: ['CN'], instead: 'alert' });
  const nothingInChina = ruled({ territories: ['TW', 'CN'], instead: 'skip' });

  it('an alert takes the place of the ring', () => {
    // Prepare: above

    // Act
    const decisions = decide(alertInChina, bobWith([inChina]), startMs);

    // Assess
    expect(decisions).toStrictEqual([push(inChina, 'alert', { rule: 'territory' })]);
  });

  it.each<[string, Occasion, Device, Decision['decision'], string, string]>([
    ['nothing takes its place if the team wants that', nothingInChina, inChina, 'skip', 'territory', 'voip'],
    [
      'needs an alert token for it',
      alertInChina,
      { ...inChina, tokens: { voip: aToken('v') } },
      'skip',
      'no_token',
      'alert',
    ],
    ['elsewhere the call rings', alertInChina, aDevice({ territory: 'SG' }), 'push', 'offline', 'voip'],
    ['the call rings in an unknown territory', alertInChina, aDevice(), 'push', 'offline', 'voip'],
    ['the call rings when the app has no such rule', ruled(undefined), inChina, 'push', 'offline', 'voip'],
    ['the call rings when the rule is not applied', call, inChina, 'push', 'offline', 'voip'],
    ['messages are shown as always', { ...nothingInChina, pushType: 'alert' }, inChina, 'push', 'offline', 'alert'],
  ])('%s', (_what, occasion, device, decision, rule, kind) => {
    // Prepare: the row

    // Act
    const decisions = decide(occasion, bobWith([device]), startMs);

    // Assess
    expect(decisions).toMatchObject([{ decision, rule, target: { kind } }]);
  });

  it("depends on each device's own app", () => {
    // Prepare
    const devices = [aDevice({ territory: 'CN', appId: 'com.example.one' }), { ...inChina, deviceId: 'phone-2' }];
    const occasion: Occasion = {
      ...call,
      territoryRuleOf: (id) => (id === 'com.example.one' ? { territories: ['CN'], instead: 'skip' } : undefined),
    };

    // Act
    const decisions = decide(occasion, bobWith(devices), startMs);

    // Assess
    expect(decisions).toMatchObject([{ rule: 'territory' }, { rule: 'offline' }]);
  });
});
