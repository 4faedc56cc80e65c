import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signTicket, ticketFor } from '../../../../shared/calls/rules/ringTicket.ts';
import { seal, ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import { readReceiptTicket, signReceiptTicket } from '../../../../shared/messages/rules/receiptTicket.ts';
import { aCall, aParticipant, startMs } from '../../../support/factories.ts';

const key = ticketKey('the key of today');
const formerKey = ticketKey('the key of yesterday');
const message = { messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001', createdAtMs: startMs, isToMany: false };
const bob = { userId: 'bob', deviceId: 'phone-1' };
const sign = (by = key) => signReceiptTicket(by, message, bob);
const lastsMs = 30 * 86_400_000;

describe('a receipt ticket', () => {
  it('names its message, user and device, for any IDs', () => {
    const id = fc.oneof(
      fc.uuid(),
      fc.uuid().map((uuid) => uuid.toUpperCase()),
      fc.string({ minLength: 1, maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.uuid(), fc.boolean(), id, id, (messageId, isToMany, userId, deviceId) => {
        // Act
        const ticket = signReceiptTicket(key, { ...message, messageId, isToMany }, { userId, deviceId });

        // Assess
        expect(ticket).toMatch(/^[\w-]+$/);
        expect(readReceiptTicket([key], ticket, startMs)).toEqual({
          messageId,
          userId: Buffer.from(userId).toString(),
          deviceId: Buffer.from(deviceId).toString(),
          createdAtMs: startMs,
          isToMany,
        });
      }),
    );
  });

  it.each([
    ['of UUIDs has 96 characters', '0b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d0ff', '7B1E8AD0-5D52-4F0E-9C3C-4AD2F6A5D001', 96],
    ['of the longest IDs still fits a path', '界'.repeat(42), 'x'.repeat(128), 392],
  ])('%s', (_which, userId, deviceId, characters) => {
    // Act
    const ticket = signReceiptTicket(key, message, { userId, deviceId });

    // Assess
    expect(ticket).toHaveLength(characters);
  });

  it.each([
    ['is valid until its last millisecond', -1, expect.objectContaining({ messageId: message.messageId })],
    ['is invalid from then on', 0, 'expired'],
  ])('%s', (_behaviour, offsetMs, expected) => {
    // Act
    const reading = readReceiptTicket([key], sign(), startMs + lastsMs + offsetMs);

    // Assess
    expect(reading).toEqual(expected);
  });

  it('is valid under the previous key and unknown under other keys', () => {
    // Prepare
    const text = sign(formerKey);

    // Act
    const readings = [[key, formerKey], [key]].map((keys) => readReceiptTicket(keys, text, startMs));

    // Assess
    expect(readings).toEqual([{ ...message, ...bob }, 'unknown_key']);
  });

  it('with any changed character is invalid', () => {
    // Prepare
    const text = sign();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

    // Act
    const readings = [...text].map((character, index) => {
      const other = alphabet[(alphabet.indexOf(character) + 1) % alphabet.length] ?? '';
      return readReceiptTicket([key], text.slice(0, index) + other + text.slice(index + 1), startMs);
    });

    // Assess
    expect(new Set(readings)).toEqual(new Set(['invalid', 'unknown_key']));
  });

  it('is not read from anything else, nor from a ring ticket', () => {
    // Prepare
    const callee = aParticipant();
    const ring = signTicket(key, ticketFor(aCall({ participants: [callee] }), callee, 'phone-1'));
    const others = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.constant(ring),
      fc.constant(seal(key, '', Buffer.alloc(60))),
    );
    fc.assert(
      fc.property(others, (text) => {
        // Act
        const reading = readReceiptTicket([key], text, startMs);

        // Assess
        expect(['invalid', 'unknown_key']).toContain(reading);
      }),
    );
  });
});
