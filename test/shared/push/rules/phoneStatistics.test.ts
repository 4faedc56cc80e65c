import { describe, expect, it } from 'vitest';
import {
  countPhones,
  countRing,
  differenceOf,
  groupName,
  groupNamed,
  groupOf,
} from '../../../../shared/push/rules/phoneStatistics.ts';

const appId = 'com.example.app';
const group = { appId, appVersion: '4.2.0', osVersion: '26.4', environment: 'production' };

describe('phones are counted together', () => {
  it.each([
    ['of the same versions', { appVersion: '4.2.0', osVersion: '26.4.1' }, { appVersion: '4.2.0', osVersion: '26.4' }],
    ['without versions', {}, { appVersion: 'unknown', osVersion: 'unknown' }],
    [
      'with a text that no version looks like',
      { appVersion: 'com.example#4.2\u0000', osVersion: 'iOS' },
      { appVersion: 'unknown', osVersion: 'unknown' },
    ],
  ])('%s', (_which, facts, versions) => {
    // Act
    const found = groupOf({ appId, ...facts }, 'production');

    // Assess
    expect(found).toEqual({ appId, ...versions, environment: 'production' });
    expect(groupNamed(groupName(found))).toEqual(found);
  });

  it('by the final outcomes of their message pushes, with the reasons of those that were refused', () => {
    // Prepare
    const target = { userId: 'bob', deviceId: 'phone-1', kind: 'alert' } as const;
    const pushed = [
      { phone: group, outcome: { ...target, outcome: 'accepted' } },
      { phone: group, outcome: { ...target, outcome: 'rejected', reason: 'BadDeviceToken' } },
      { phone: group, outcome: { ...target, outcome: 'retrying', reason: 'ServiceUnavailable' } },
      { outcome: { ...target, outcome: 'skipped', reason: 'muted' } },
    ] as const;

    // Act
    const counted = countPhones(pushed);

    // Assess
    expect(counted).toEqual([{ ...group, counters: { accepted: 1, 'refused.BadDeviceToken': 1 } }]);
  });
});

describe('a late report', () => {
  it('changes what was counted without it into what it should be', () => {
    // Prepare
    const before = [{ ...group, counters: { rung: 1, rings: 1, ringsUnreported: 1 } }];
    const counts = [countRing(group, true, { name: 'callKitIn', ms: 700 }), { ...group, counters: { rings: 1 } }];

    // Act
    const difference = differenceOf(counts, before);

    // Assess
    expect(difference).toEqual([{ ...group, counters: { reported: 1, 'callKitIn.14': 1, ringsUnreported: -1 } }]);
    expect(differenceOf(before, before)).toEqual([]);
  });
});
