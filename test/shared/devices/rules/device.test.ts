import { describe, expect, it } from 'vitest';
import { isOnline, type Presence } from '../../../../shared/devices/rules/device.ts';
import { aDevice, startMs } from '../../../support/factories.ts';

describe('a device', () => {
  it.each<[string, Presence | undefined, boolean]>([
    ['is offline before its first report', undefined, false],
    ['is online in the foreground', { state: 'foreground', untilMs: startMs + 1 }, true],
    ['is offline from the end of its time-to-live', { state: 'foreground', untilMs: startMs }, false],
    ['is offline after its time-to-live', { state: 'foreground', untilMs: startMs - 1 }, false],
    ['is offline in the background', { state: 'background', untilMs: startMs + 60_000 }, false],
  ])('%s', (_behaviour, presence, expected) => {
    // Prepare
    const device = aDevice({ presence });

    // Act
    const online = isOnline(device, startMs);

    // Assess
    expect(online).toBe(expected);
  });
});
