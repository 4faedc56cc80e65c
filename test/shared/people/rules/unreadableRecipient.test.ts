import { describe, expect, it } from 'vitest';
import { unlessAllFail, unreadable } from '../../../../shared/people/rules/unreadableRecipient.ts';
import { UnreadableItem } from '../../../../shared/platform/unreadableItem.ts';

const readable = { userId: 'alice', devices: [] };
const throttled = unreadable('bob', new Error('throttled'));
const broken = unreadable('carol', new UnreadableItem('device', 'tokens'));

describe('partly unreadable recipients', () => {
  it.each([
    ['one is read', [readable, throttled, broken]],
    ['the only one has an unreadable item, which a retry cannot change', [broken]],
    ['there is none', []],
  ])('are returned with their faults if %s', (_when, recipients) => {
    // Act
    const returned = unlessAllFail(recipients);

    // Assess
    expect(returned).toEqual(recipients);
  });

  it.each([
    ['all of them', [throttled]],
    ['one of them, and the others have unreadable items', [broken, throttled]],
  ])('are an error if nobody is read, and a second try may help %s', (_whom, recipients) => {
    // Act
    const act = () => unlessAllFail(recipients);

    // Assess
    expect(act).toThrow('throttled');
  });
});
