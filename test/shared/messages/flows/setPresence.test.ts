import { describe, expect, it } from 'vitest';
import { type PresenceInput, setPresence } from '../../../../shared/messages/flows/setPresence.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, startMs } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const inForeground = (changes: Partial<PresenceInput> = {}): PresenceInput => ({
  userId: 'bob',
  deviceId: 'phone-1',
  state: 'foreground',
  ttlSeconds: 120,
  ...changes,
});

describe('an app that reports its presence', () => {
  it.each(['foreground', 'background'] as const)('is believed for its time-to-live: %s', async (state) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    const result = await setPresence(ports, inForeground({ state }));

    // Assess
    const presence = { state, untilMs: startMs + 120_000, atMs: startMs };
    expect(result).toEqual(presence);
    expect((await ports.devices.find('bob', 'phone-1'))?.presence).toEqual(presence);
  });

  it.each([
    ["continues from the app's own badge", 7, 8],
    ['continues from 0 when the app shows none', 0, 1],
    ['continues from the stored count when the app does not send one', undefined, 6],
  ])('has a badge that %s', async (_behaviour, unreadCount, next) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await ports.badges.set('bob', appId, 5);

    // Act
    await setPresence(ports, inForeground({ unreadCount }));

    // Assess
    expect(await ports.badges.increment('bob', appId)).toBe(next);
  });

  it('on an unregistered device is refused, without storing its count', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ userId: 'carol' }));

    // Act
    const result = await setPresence(ports, inForeground({ unreadCount: 7 }));

    // Assess
    expect(result).toEqual({ refusal: 'unknown_device', detail: 'You do not have a device phone-1.' });
    expect(await ports.badges.increment('bob', appId)).toBe(1);
    expect((await ports.devices.find('carol', 'phone-1'))?.presence).toBeUndefined();
  });
});

describe('a refusal', () => {
  it.each([
    [{ refusal: 'unknown_device', detail: '' }, true],
    [{ state: 'foreground', untilMs: startMs }, false],
    [null, false],
    [undefined, false],
    ['refusal', false],
  ])('is distinguished from a result: %j', (value, expected) => {
    // Prepare: the row

    // Act
    const refused = isRefusal(value);

    // Assess
    expect(refused).toBe(expected);
  });
});
