import { describe, expect, it } from 'vitest';
import { ringPlan } from '../../../../shared/calls/rules/ringPlan.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { decide, type Occasion } from '../../../../shared/push/rules/decide.ts';
import { defaultTerritoryRule } from '../../../../shared/team/rules/territory.ts';
import { aDevice, aToken, missedTwice, startMs } from '../../../support/factories.ts';

const occasion: Occasion = {
  from: 'alice',
  pushType: 'voip',
  onlineUserOnly: false,
  pushDisabled: false,
  territoryRuleOf: () => defaultTerritoryRule,
};

function planFor(changes: Partial<Device>) {
  const device = aDevice(changes);
  const [decision] = decide(occasion, { userId: 'bob', devices: [device] }, startMs);
  if (decision === undefined) throw new Error('a device has a decision');
  return { device, plan: ringPlan(decision, [device]) };
}

const alert = aToken('A');
const voip = aToken('V');
const quarantined = { state: 'quarantined' } as const;
const guarded = missedTwice;
const target = (kind: 'alert' | 'voip') => ({ userId: 'bob', deviceId: 'phone-1', kind });

describe('how a phone is rung', () => {
  it.each<[string, Partial<Device>, Device['tokens']['alert']]>([
    ['with an alert token as its fallback', { tokens: { alert, voip } }, alert],
    ['without one', { tokens: { voip } }, undefined],
    ['without one that is quarantined', { tokens: { alert: aToken('A', quarantined), voip } }, undefined],
    ['where calls may ring', { tokens: { voip }, territory: 'DE' }, undefined],
    ['after one missed report', { tokens: { voip }, reports: { missedReports: ['c1'] } }, undefined],
  ])('by a VoIP push, %s', (_what, changes, alertToken) => {
    // Act
    const { device, plan } = planFor(changes);

    // Assess
    expect(plan).toEqual({ way: 'voip', target: target('voip'), device, token: voip, alertToken });
  });

  it.each<[string, Partial<Device>]>([
    ['no_token', { tokens: { alert } }],
    ['quarantined', { tokens: { alert, voip: aToken('V', quarantined) } }],
    ['territory', { tokens: { alert, voip }, territory: 'CN' }],
    ['report_guard', { tokens: { alert, voip }, ...guarded }],
  ])('by an alert instead: %s', (instead, changes) => {
    // Act
    const { device, plan } = planFor(changes);

    // Assess
    expect(plan).toEqual({ way: 'alert', target: target('alert'), device, token: alert, instead });
  });

  it('by a VoIP push although it is guarded, where the team switched the guard off', () => {
    // Prepare
    const device = aDevice({ tokens: { alert, voip }, ...guarded });
    const occasion = { from: 'alice', pushType: 'voip', onlineUserOnly: false, pushDisabled: false } as const;
    const [decision] = decide(occasion, { userId: 'bob', devices: [device] }, startMs);
    if (decision === undefined) throw new Error('there is a decision about each device');

    // Act
    const plan = ringPlan(decision, [device], () => false);

    // Assess
    expect(plan).toMatchObject({ way: 'voip' });
  });

  it.each<[string, Partial<Device>, 'alert' | 'voip']>([
    ['no_token', { tokens: {} }, 'voip'],
    ['no_token', { tokens: { alert: aToken('A', quarantined) } }, 'voip'],
    ['quarantined', { tokens: { voip: aToken('V', quarantined) } }, 'voip'],
    ['no_token', { tokens: { voip }, territory: 'CN' }, 'alert'],
    ['report_guard', { tokens: { voip }, ...guarded }, 'voip'],
    ['online', { presence: { state: 'foreground', untilMs: startMs + 1 } }, 'voip'],
  ])('not at all: %s %j', (rule, changes, kind) => {
    // Act
    const { plan } = planFor(changes);

    // Assess
    expect(plan).toEqual({ way: 'none', target: target(kind), rule });
  });

  it('not at all when the user as a whole is not to be reached', () => {
    // Prepare
    const [decision] = decide(occasion, { userId: 'bob', devices: [] }, startMs);

    // Act
    const plan = decision && ringPlan(decision, []);

    // Assess
    expect(plan).toEqual({ way: 'none', target: { userId: 'bob' }, rule: 'no_device' });
  });
});
