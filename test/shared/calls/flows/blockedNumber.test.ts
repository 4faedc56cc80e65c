import { describe, expect, it } from 'vitest';
import { type RingInput, ring } from '../../../../shared/calls/flows/ring.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

function portsOf(territory: string, territoryOfCaller = territory): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(
    aDevice({ territory }),
    aDevice({ userId: 'carol', deviceId: 'c1', territory }),
    aDevice({ userId: 'alice', deviceId: 'a1', territory: territoryOfCaller }),
  );
  ports.blockedNumbers.blocked.set('bob', ['8613800138000']);
  return ports;
}

async function callAs(ports: MemoryPorts, value: string): Promise<Record<string, string>> {
  return outcomes({ type: 'phoneNumber', value }, ports);
}

/** Rings Bob, who blocks +86 138 0013 8000, and Carol, who does not. */
async function outcomes(handle: RingInput['handle'], ports = portsOf('CN')): Promise<Record<string, string>> {
  const to = { userIds: ['bob', 'carol'] };
  const result = await ring(ports, {
    from: 'alice',
    to,
    callerName: 'Alice',
    hasVideo: false,
    timeoutSeconds: 60,
    handle,
  });
  if (isRefusal(result)) throw new Error(result.detail);
  return Object.fromEntries(result.targets.map(({ userId, outcome, reason }) => [userId, reason ?? outcome]));
}

describe('a call from a number that a callee blocks', () => {
  it.each(['8613800138000', '+86 138 0013 8000'])(
    'does not ring there, written as %s, and rings the others',
    async (value) => {
      // Prepare
      const handle = { type: 'phoneNumber', value } as const;

      // Act
      const became = await outcomes(handle);

      // Assess
      expect(became).toEqual({ bob: 'blocked', carol: 'accepted' });
    },
  );

  it('makes one request for all callees where dialling rules do not matter', async () => {
    // Prepare
    const ports = portsOf('CN');

    // Act
    await callAs(ports, '8613800138000');

    // Assess
    expect(ports.blockedNumbers.requests).toBe(1);
  });

  it.each([
    ["as the callee's phone dials it", 'HK', 'US', '001 86 138 0013 8000'],
    ["as the caller's phone dials it", 'CN', 'AU', '0011 86 138 0013 8000'],
    ["as the caller's phone dials it at home", 'US', 'CN', '138 0013 8000'],
    [
      'in other digits',
      'US',
      'US',
      '\u202a+\u0668\u0666 \u0661\u0663\u0668 \u0660\u0660\u0661\u0663 \u0668\u0660\u0660\u0660\u202c',
    ],
    ['as a URI', 'US', 'US', 'tel:+86-138-0013-8000'],
  ])('does not ring, written %s', async (_how, territory, territoryOfCaller, value) => {
    // Prepare
    const ports = portsOf(territory, territoryOfCaller);

    // Act
    const became = await callAs(ports, value);

    // Assess
    expect(became).toEqual({ bob: 'blocked', carol: 'accepted' });
  });

  it.each([
    ['another number', { type: 'phoneNumber', value: '8613800138001' }],
    ['a name that looks like it', { type: 'generic', value: '8613800138000' }],
    ['no handle', undefined],
  ] as const)('rings with %s', async (_title, handle) => {
    // Prepare
    const shown = handle;

    // Act
    const became = await outcomes(shown);

    // Assess
    expect(became).toEqual({ bob: 'accepted', carol: 'accepted' });
  });
});
