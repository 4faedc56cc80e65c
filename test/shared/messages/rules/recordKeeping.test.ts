import { describe, expect, it } from 'vitest';
import { hasProblem, recordKeepingNamed } from '../../../../shared/messages/rules/recordKeeping.ts';

describe('which messages a stage records', () => {
  it.each([
    ['all pushes accepted', ['accepted', 'accepted'], false],
    ['one skipped', ['accepted', 'skipped'], true],
    ['one failed', ['failed', 'accepted'], true],
    ['one to be retried', ['retrying'], true],
    ['no push at all', [], true],
  ] as const)('with a problem: %s', (_what, outcomes, expected) => {
    // Act
    const found = hasProblem(outcomes.map((outcome) => ({ outcome })));

    // Assess
    expect(found).toBe(expected);
  });

  it('is all, unless the stage says otherwise in a word that there is', () => {
    // Act
    const named = [recordKeepingNamed(undefined), recordKeepingNamed('all'), recordKeepingNamed('problems')];

    // Assess
    expect(named).toEqual(['all', 'all', 'problems']);
    expect(() => recordKeepingNamed('some')).toThrow('RINGPOST_MESSAGE_RECORDS to all or problems');
  });
});
