import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../shared/flows/refusal.ts';
import { type RingInput, ring } from '../../../shared/flows/ring.ts';
import { aDevice } from '../../support/factories.ts';
import { memoryPorts } from '../../support/ports.ts';

/** Rings Bob, who blocks +86 138 0013 8000, and Carol, who does not. */
async function outcomes(handle: RingInput['handle']): Promise<Record<string, string>> {
  const ports = memoryPorts();
  ports.devices.add(aDevice(), aDevice({ userId: 'carol', deviceId: 'c1' }));
  ports.blockedNumbers.blocked.set('bob', ['8613800138000']);
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
