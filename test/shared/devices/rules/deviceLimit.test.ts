import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devicesInUse, givingWay, lastSeenMs, maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { aDevice, startMs } from '../../../support/factories.ts';

const seenAt = fc.record({ registeredMs: fc.nat(50), presentMs: fc.option(fc.nat(50), { nil: undefined }) });
const devices = fc.array(seenAt, { maxLength: 60 }).map((list) =>
  list.map(({ registeredMs, presentMs }, index) =>
    aDevice({
      deviceId: `phone-${index}`,
      registeredAtMs: startMs + registeredMs,
      ...(presentMs !== undefined && {
        presence: { state: 'background', untilMs: startMs, atMs: startMs + presentMs },
      }),
    }),
  ),
);

describe('a device', () => {
  it.each([
    ['when it was registered', {}, 0],
    ['when its app said where it is', { presence: { state: 'background', untilMs: startMs, atMs: startMs + 5 } }, 5],
    [
      'when it was registered, after a presence of before that',
      { presence: { state: 'background', untilMs: startMs } },
      0,
    ],
  ] as const)('was last seen %s', (_when, changes, afterMs) => {
    // Prepare
    const device = aDevice({ registeredAtMs: startMs, ...changes });

    // Act
    const seenMs = lastSeenMs(device);

    // Assess
    expect(seenMs).toBe(startMs + afterMs);
  });
});

describe('too many devices', () => {
  it('leave the most recently seen ones in use, up to the limit, in their order', () => {
    fc.assert(
      fc.property(devices, (all) => {
        // Act
        const inUse = devicesInUse(all);

        // Assess
        const others = all.filter((device) => !inUse.includes(device));
        expect(inUse).toHaveLength(Math.min(all.length, maxDevices));
        expect(inUse).toEqual(all.filter((device) => inUse.includes(device)));
        const [oldestInUse, newestOther] = [Math.min(...inUse.map(lastSeenMs)), Math.max(...others.map(lastSeenMs))];
        if (others.length > 0) expect(oldestInUse).toBeGreaterThanOrEqual(newestOther);
      }),
    );
  });

  it('give way down to any number: exactly the unused ones, least recently seen first', () => {
    fc.assert(
      fc.property(devices, (all) => {
        // Act
        const gone = givingWay(all, maxDevices);

        // Assess
        expect(new Set(gone)).toEqual(new Set(all.filter((device) => !devicesInUse(all).includes(device))));
        const seen = gone.map(lastSeenMs);
        expect(seen).toEqual(seen.toSorted((one, other) => one - other));
      }),
    );
  });
});
