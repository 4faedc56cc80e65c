import { describe, expect, it } from 'vitest';
import { authorizeRing, type RingChannelRequest } from '../../../../shared/calls/flows/authorizeRing.ts';
import { signTicket, ticketFor } from '../../../../shared/calls/rules/ringTicket.ts';
import { ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import { aCall, aParticipant, startMs } from '../../../support/factories.ts';

const key = ticketKey('a secret');
const bob = aParticipant();
const call = aCall({ participants: [bob, aParticipant({ userId: 'carol' })] });
const ticket = signTicket(key, ticketFor(call, bob, 'b1'));
const channel = `/rings/${call.callId}/0`;

function portsAt(nowMs: number) {
  const keys = async () => [key];
  return {
    clock: { nowMs: () => nowMs, waitMs: async () => {} },
    ticketKeys: { signing: async () => key, verifying: keys, refresh: keys },
  };
}

describe('a ring ticket', () => {
  it.each<[string, RingChannelRequest]>([
    ['connects', { operation: 'connect', ticket }],
    ['opens its own channel', { operation: 'subscribe', ticket, channel }],
  ])('%s', async (_what, request) => {
    // Act
    const seconds = await authorizeRing(portsAt(startMs), request);

    // Assess
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(300);
  });

  it.each<[string, RingChannelRequest]>([
    ['the channel of another callee', { operation: 'subscribe', ticket, channel: `/rings/${call.callId}/1` }],
    ['all channels', { operation: 'subscribe', ticket, channel: '/rings/*' }],
    ['no channel', { operation: 'subscribe', ticket }],
    ['publishing', { operation: 'publish', ticket, channel }],
    ['anything, if it is forged', { operation: 'connect', ticket: `${ticket.slice(0, -1)}A` }],
    ['anything, if it is made up', { operation: 'connect', ticket: 'x' }],
  ])('does not open %s', async (_what, request) => {
    // Act
    const seconds = await authorizeRing(portsAt(startMs), request);

    // Assess
    expect(seconds).toBeUndefined();
  });

  it('opens nothing once it has expired, and no answer outlives it', async () => {
    // Prepare
    const endsAtMs = bob.expiresAtMs + 60_000;

    // Act
    const [last, late] = await Promise.all([
      authorizeRing(portsAt(endsAtMs - 2000), { operation: 'connect', ticket }),
      authorizeRing(portsAt(endsAtMs), { operation: 'connect', ticket }),
    ]);

    // Assess
    expect(last).toBe(2);
    expect(late).toBeUndefined();
  });
});
