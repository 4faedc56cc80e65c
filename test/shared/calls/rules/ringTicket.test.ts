import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holderOf,
  readTicket,
  signTicket,
  ticketCharacters,
  ticketFor,
} from '../../../../shared/calls/rules/ringTicket.ts';
import { ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import { aCall, aParticipant, startMs } from '../../../support/factories.ts';

const key = ticketKey('the key of today');
const formerKey = ticketKey('the key of yesterday');
const bob = aParticipant();
const carol = aParticipant({ userId: 'carol', expiresAtMs: startMs + 10_000 });
const call = aCall({ participants: [bob, carol] });
const sign = (participant = bob, deviceId = 'b1', by = key) => signTicket(by, ticketFor(call, participant, deviceId));
const holdsMs = 60_000;

describe('a ring ticket', () => {
  it('is short, of fixed length and URL-safe', () => {
    // Prepare
    const deviceIds = ['b', 'b'.repeat(128)];

    // Act
    const tickets = deviceIds.map((deviceId) => sign(bob, deviceId));

    // Assess
    for (const ticket of tickets) expect(ticket).toMatch(/^[\w-]{63}$/);
    expect(ticketCharacters).toBe(63);
  });

  it('names its call, callee, device and expiry', () => {
    // Prepare
    const text = sign(carol, 'c1');

    // Act
    const ticket = readTicket([key], text, startMs);

    // Assess
    expect(ticket).toEqual({ ...ticketFor(call, carol, 'c1'), validUntilMs: startMs + 10_000 + holdsMs });
    expect(ticket).toMatchObject({ callId: call.callId, participantIndex: 1 });
  });

  it.each([
    ['is valid until its last millisecond', -1, expect.objectContaining({ callId: call.callId })],
    ['is invalid from then on', 0, 'expired'],
  ])('%s', (_behaviour, offsetMs, expected) => {
    // Prepare
    const endMs = bob.expiresAtMs + holdsMs;

    // Act
    const reading = readTicket([key], sign(), endMs + offsetMs);

    // Assess
    expect(reading).toEqual(expected);
  });

  it('is valid under the previous key and unknown under other keys', () => {
    // Prepare
    const text = sign(bob, 'b1', formerKey);

    // Act
    const readings = [readTicket([key, formerKey], text, startMs), readTicket([key], text, startMs)];

    // Assess
    expect(readings).toEqual([ticketFor(call, bob, 'b1'), 'unknown_key']);
  });

  it('with any changed character is invalid', () => {
    // Prepare
    const text = sign();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

    // Act
    const readings = [...text].flatMap((character, index) => {
      const other = alphabet[(alphabet.indexOf(character) + 1) % alphabet.length] ?? '';
      return [readTicket([key], text.slice(0, index) + other + text.slice(index + 1), startMs)];
    });

    // Assess
    expect(new Set(readings)).toEqual(new Set(['invalid', 'unknown_key']));
  });

  it('is not read from anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ minLength: 63, maxLength: 63 })), (text) => {
        // Act
        const reading = readTicket([key], text, startMs);

        // Assess
        expect(['invalid', 'unknown_key']).toContain(reading);
      }),
    );
  });
});

describe('the signature', () => {
  it.each([
    ['a short key', 'k'],
    ['a key of one block', 'k'.repeat(64)],
    ['a key that is longer than a block', 'k'.repeat(65)],
    ['a key in any script', '钥匙'],
  ])('is an HMAC-SHA-256, cut to 16 bytes: %s', (_which, secret) => {
    // Prepare
    const bytes = Buffer.from(sign(bob, 'b1', ticketKey(secret)), 'base64url');

    // Act
    const expected = createHmac('sha256', secret).update(bytes.subarray(0, 31)).digest().subarray(0, 16);

    // Assess
    expect(bytes.subarray(31)).toEqual(expected);
  });
});

describe('the holder of a ticket', () => {
  const ticket = ticketFor(call, bob, 'b1');

  it.each([
    ['answered', aParticipant({ state: 'answered', answeredBy: { userId: 'bob', deviceId: 'b1' } })],
    ['declined', aParticipant({ state: 'declined', endedBy: { userId: 'bob', deviceId: 'b1' } })],
  ])('is known after it %s', (_what, participant) => {
    // Prepare
    const later = aCall({ participants: [participant, carol] });

    // Act
    const holder = holderOf(ticket, later);

    // Assess
    expect(holder).toEqual({ userId: 'bob', deviceId: 'b1' });
  });

  it('counts as another device of the callee otherwise', () => {
    // Prepare
    const answeredBy = { userId: 'bob', deviceId: 'b2' };
    const later = aCall({ participants: [aParticipant({ state: 'answered', answeredBy }), carol] });

    // Act
    const holder = holderOf(ticket, later);

    // Assess
    expect(holder?.userId).toBe('bob');
    expect(['b1', 'b2']).not.toContain(holder?.deviceId);
  });

  it('is unknown in a call without such a callee', () => {
    // Prepare
    const other = aCall({ participants: [bob] });

    // Act
    const holder = holderOf(ticketFor(call, carol, 'c1'), other);

    // Assess
    expect(holder).toBeUndefined();
  });
});
