import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { describeStatistics } from '../../cli/commands/stats.ts';

const losses = { accepted: 0, reported: 0 };

test('a version that loses more or rings later is marked, where it does', () => {
  // Prepare
  const [timed, unreported] = [
    { timed: 9, callees: 800, unreported: 4 },
    { timed: 0, callees: 500, unreported: 25 },
  ];
  const phones = [
    {
      appId: 'com.example.chat',
      value: '4.1.0',
      messages: { accepted: 900, reported: 873, lostPercent: 3, p50Ms: 450, p99Ms: 4050, refused: [] },
      rings: {
        accepted: 1400,
        reported: 1393,
        lostPercent: 0.5,
        p50Ms: 625,
        p99Ms: 2375,
        ...timed,
        unreportedPercent: 0.5,
      },
    },
    {
      appId: 'com.example.chat',
      value: '4.2.0',
      messages: { ...losses, refused: [{ reason: 'Unregistered', count: 6 }] },
      rings: {
        accepted: 600,
        reported: 570,
        lostPercent: 5,
        p50Ms: 650,
        p99Ms: 2450,
        ...unreported,
        unreportedPercent: 5,
      },
      worseThan: { what: 'rings', version: '4.1.0', lostPercent: 0.5 } as const,
    },
    {
      appId: 'com.example.chat',
      value: '4.3.0',
      messages: { ...losses, refused: [] },
      rings: {
        accepted: 600,
        reported: 598,
        lostPercent: 0.33,
        p50Ms: 1125,
        p99Ms: 3025,
        timed: 1,
        callees: 0,
        unreported: 0,
      },
      worseThan: { what: 'ringTimes', version: '4.1.0', p50Ms: 625, p99Ms: 2375 } as const,
    },
  ];

  // Act
  const text = describeStatistics({ days: [{ rings: 1840, ringsUnreported: 27 }], phones, apple: [] }, 'version');

  // Assess
  expect(stripVTControlCharacters(text)).toBe(
    [
      'Rings, by phone: of 1840 callees whose phones Apple accepted, 27 had none that reported (1.47 %)',
      '  version  accepted  reported  lost    p50     p99     unreported',
      '  4.1.0    1400      1393      0.50 %  0.63 s  2.38 s  0.50 %',
      '  4.2.0    600       570       5.00 %  0.65 s  2.45 s  5.00 %      worse than 4.1.0: 0.5 %; times until the report arrived',
      '  4.3.0    600       598       0.33 %  1.13 s  3.02 s              later than 4.1.0: 0.63 s, 2.38 s',
      'Messages, by phone',
      '  version  accepted  reported  lost    p50     p99',
      '  4.1.0    900       873       3.00 %  0.45 s  4.05 s',
      '  4.2.0    0         0                                 refused: 6 Unregistered',
      '',
    ].join('\n'),
  );
});

test("Apple's counts stand beside ours, with the difference and the reasons of what Apple discarded", () => {
  // Prepare
  const count = (status: string, count: number, reason?: string) => ({
    pushType: 'alert',
    status,
    count,
    ...(reason !== undefined && { reason }),
  });
  const row = {
    appId: 'com.example.chat',
    accepted: 104,
    appleLeast: 100,
    appleMost: 110,
    difference: 0,
    rounding: 40,
  };
  const apple = [
    {
      ...row,
      day: '2026-11-28',
      verdict: 'agrees' as const,
      isFinal: true,
      counts: [
        count('Delivered to Device', 70),
        count('Discarded - Disabled', 30, 'notifications off'),
        count('Discarded - Full Moon', 10),
      ],
    },
    {
      ...row,
      day: '2026-11-29',
      accepted: 500,
      appleMost: 100,
      difference: 400,
      verdict: 'apple_fewer' as const,
      isFinal: true,
      counts: [],
    },
    {
      ...row,
      day: '2026-11-30',
      accepted: 0,
      difference: -100,
      verdict: 'apple_more' as const,
      isFinal: true,
      counts: [],
    },
    { ...row, day: '2026-12-01', verdict: 'apple_fewer' as const, isFinal: false, counts: [] },
  ];

  // Act
  const text = describeStatistics({ days: [], phones: [], apple }, 'version');

  // Assess
  expect(stripVTControlCharacters(text).split('\n')).toEqual([
    'nothing was counted in these days',
    "Apple's ledger, rounded by Apple: messages and rings in production",
    "  day         accepted  Apple's count  difference  rounding                                                            discarded by Apple",
    '  2026-11-28  104       100 to 110     0           ±40                                                                 30 alert Discarded - Disabled (notifications off), 10 alert Discarded - Full Moon',
    '  2026-11-29  500       100            400         ±40       Apple counts fewer',
    '  2026-11-30  0         100 to 110     -100        ±40       Apple counts more: broadcasts, raw pushes, other senders',
    '  2026-12-01  104       100 to 110     0           ±40       not final',
    '',
  ]);
});
