import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyUse } from '../../../../../shared/content/message.ts';
import { occasionFor } from '../../../../../shared/messages/rules/moment.ts';
import { encodeDecided } from '../../../../../shared/messages/table/facts/encodeDecided.ts';
import { decodeMoment } from '../../../../../shared/messages/table/facts/momentCode.ts';
import type { Recipient } from '../../../../../shared/people/rules/recipient.ts';
import { decide, decideFrom, type Occasion } from '../../../../../shared/push/rules/decide.ts';
import { aDevice, startMs } from '../../../../support/factories.ts';
import { occasions, recipients } from '../../../../support/moments.ts';

const message: Occasion = { from: 'alice', pushType: 'alert', onlineUserOnly: false, pushDisabled: false };
const text = { hasContent: true };

const replayed = (from: string, bytes: Uint8Array, known: readonly string[]) => {
  const moment = decodeMoment(bytes, known);
  return moment?.recipients.flatMap((each) => decideFrom(occasionFor(from, moment.occasion, each), each));
};

/** What was decided, without the device and its token, which are not kept. */
const decided = (occasion: Occasion, all: readonly Recipient[]) =>
  all.flatMap((recipient) =>
    decide(occasion, recipient, startMs).map((decision) => {
      if (decision.decision === 'skip') return decision;
      const { device: _device, token: _token, ...ruling } = decision;
      return ruling;
    }),
  );

describe('a moment as bytes', () => {
  it('decides the same again, 10,000 times', () => {
    fc.assert(
      fc.property(occasions, recipients, fc.boolean(), (occasion, all, isKnown) => {
        // Prepare
        const known = isKnown ? all.map(({ userId }) => userId) : [];

        // Act
        const bytes = encodeDecided({ occasion, recipients: all, nowMs: startMs, ...text }, known);

        // Assess
        expect(replayed(occasion.from, bytes, known)).toEqual(decided(occasion, all));
      }),
      { numRuns: 10_000 },
    );
  });

  it('takes 45 bytes for a usual message to a user with two phones', () => {
    // Prepare
    const devices = ['0d5c1f0e-93d1-4c7e-8e53-2f3f0f6c6b01', '0d5c1f0e-93d1-4c7e-8e53-2f3f0f6c6b02'].map((deviceId) =>
      aDevice({ deviceId }),
    );

    // Act
    const bytes = encodeDecided(
      { occasion: message, recipients: [{ userId: 'bob', devices }], nowMs: startMs, ...text },
      ['bob'],
    );

    // Assess
    expect(bytes.length).toBe(45);
  });

  it('keeps how a policy was used', () => {
    // Prepare
    const policyUse: PolicyUse = { own: { policyId: 'chat', desc: '•' }, isFromServer: true };

    // Act
    const bytes = encodeDecided(
      { occasion: message, recipients: [], nowMs: startMs, ...{ hasContent: false, policyUse } },
      [],
    );

    // Assess
    expect(decodeMoment(bytes, [])?.occasion).toMatchObject({ hasContent: false, policyUse });
  });

  it('is unknown for bytes of another version, cut bytes, and bytes that end late', () => {
    fc.assert(
      fc.property(occasions, recipients, fc.nat(), (occasion, all, cut) => {
        // Prepare
        const bytes = encodeDecided({ occasion, recipients: all, nowMs: startMs, ...text }, []);

        // Act
        const read = [
          decodeMoment(Uint8Array.from([9, ...bytes.subarray(1)]), []),
          decodeMoment(bytes.subarray(0, cut % bytes.length), []),
          decodeMoment(Uint8Array.from([...bytes, 0]), []),
        ];

        // Assess
        expect(read).toEqual([undefined, undefined, undefined]);
      }),
    );
  });
});
