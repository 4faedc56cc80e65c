import { describe, expect, it } from 'vitest';
import { homeTerritory } from '../../../../shared/devices/rules/homeTerritory.ts';

const march = '2026-03-01T00:00:00.000Z';
const may = '2026-05-01T00:00:00.000Z';

describe("the home of a user's phones", () => {
  it.each([
    [
      'that of the newest registration',
      'CN',
      [
        { territory: 'US', registeredAt: march },
        { territory: 'CN', registeredAt: may },
      ],
    ],
    ['that of the newest one that names any', 'US', [{ territory: 'US', registeredAt: march }, { registeredAt: may }]],
    [
      'the first of two that came at once',
      'US',
      [
        { territory: 'US', registeredAt: may },
        { territory: 'CN', registeredAt: may },
      ],
    ],
    ['unknown while none names any', undefined, [{ registeredAt: may }]],
    ['unknown without phones', undefined, []],
  ])('is %s', (_what, expected, devices) => {
    // Act
    const territory = homeTerritory(devices);

    // Assess
    expect(territory).toBe(expected);
  });
});
