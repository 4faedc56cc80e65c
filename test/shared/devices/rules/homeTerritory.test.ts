import { describe, expect, it } from 'vitest';
import { homeTerritory } from '../../../../shared/devices/rules/homeTerritory.ts';

const march = Date.UTC(2026, 2, 1);
const may = Date.UTC(2026, 4, 1);

describe("the home of a user's phones", () => {
  it.each([
    [
      'that of the newest registration',
      'CN',
      [
        { territory: 'US', registeredAtMs: march },
        { territory: 'CN', registeredAtMs: may },
      ],
    ],
    [
      'that of the newest one that names one',
      'US',
      [{ territory: 'US', registeredAtMs: march }, { registeredAtMs: may }],
    ],
    [
      'the first of two simultaneous ones',
      'US',
      [
        { territory: 'US', registeredAtMs: may },
        { territory: 'CN', registeredAtMs: may },
      ],
    ],
    ['unknown while none names one', undefined, [{ registeredAtMs: may }]],
    ['unknown without phones', undefined, []],
  ])('is %s', (_what, expected, devices) => {
    // Act
    const territory = homeTerritory(devices);

    // Assess
    expect(territory).toBe(expected);
  });
});
