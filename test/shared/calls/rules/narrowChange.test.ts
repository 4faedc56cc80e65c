import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCallAction, type Call, type CallAction } from '../../../../shared/calls/rules/call.ts';
import { ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import { applyNarrowChange, narrowChange } from '../../../../shared/calls/rules/narrowChange.ts';
import { aCall, startMs } from '../../../support/factories.ts';

const callees = ['bob', 'carol', 'dave'];
const ringing = aCall({ participants: ringingParticipants(callees, aCall().expiresAtMs) });

type Act = [userId: string, action: CallAction];
const act: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom('alice', ...callees),
  fc.constantFrom<CallAction>('answer', 'answer', 'decline', 'busy', 'cancel', 'leave', 'end'),
);

/** What the action makes of the call; undefined when it changes nothing. */
function made(call: Call, [userId, action]: Act): Call | undefined {
  const transition = applyCallAction(call, action, { userId, deviceId: `${userId}-1` }, startMs);
  return transition.kind === 'changed' ? transition.call : undefined;
}

const callAfter = (call: Call, acts: readonly Act[]): Call => acts.reduce((now, one) => made(now, one) ?? now, call);

describe('a change compatible with concurrent ones', () => {
  it('turns the current call into what the action itself would', () => {
    const property = fc.property(
      fc.array(act, { maxLength: 4 }),
      fc.array(act, { maxLength: 4 }),
      act,
      (before, meanwhile, action) => {
        // Prepare
        const read = callAfter(ringing, before);
        const now = callAfter(read, meanwhile);
        const changed = made(read, action);
        const narrow = changed && narrowChange(read, changed);
        if (narrow === undefined) return;

        // Act
        const written = applyNarrowChange(now, narrow);

        // Assess
        if (written !== undefined) expect(written).toEqual(made(now, action));
      },
    );
    fc.assert(property, { numRuns: 5000 });
  });

  it.each<[string, Act[], Act, boolean]>([
    ['an answer', [], ['bob', 'answer'], true],
    ['an answer after others', [['carol', 'answer']], ['bob', 'answer'], true],
    ['a decline while others ring', [], ['bob', 'decline'], true],
    [
      'the last decline',
      [
        ['bob', 'decline'],
        ['carol', 'decline'],
      ],
      ['dave', 'decline'],
      false,
    ],
    [
      'hanging up while others talk',
      [
        ['bob', 'answer'],
        ['carol', 'answer'],
      ],
      ['bob', 'end'],
      true,
    ],
    [
      'hanging up as the last one',
      [
        ['bob', 'answer'],
        ['carol', 'decline'],
        ['dave', 'decline'],
      ],
      ['bob', 'end'],
      false,
    ],
    ['giving up', [], ['alice', 'cancel'], false],
    [
      'an answer after the caller has left',
      [
        ['bob', 'answer'],
        ['alice', 'leave'],
      ],
      ['carol', 'answer'],
      false,
    ],
  ])('is applied or not: %s', (_what, before, action, expected) => {
    // Prepare
    const read = callAfter(ringing, before);
    const changed = made(read, action);

    // Act
    const narrow = changed && narrowChange(read, changed);

    // Assess
    expect(changed).toBeDefined();
    expect(narrow !== undefined).toBe(expected);
  });
});
