import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areAlike,
  conversationLevels,
  levelOf,
  settingsInForce,
  settingsOfLevel,
} from '../../../../shared/people/rules/conversationLevel.ts';
import {
  readSettings,
  type SaidSettings,
  spellingConflict,
  spellSettings,
} from '../../../../shared/people/rules/conversationSpelling.ts';
import type { ConversationSettings } from '../../../../shared/people/rules/recipient.ts';
import { isoTime } from '../../../../shared/platform/isoTime.ts';
import { startMs } from '../../../support/factories.ts';

const anyLevel = fc.constantFrom(...conversationLevels);
const anyReceive = fc.constantFrom('push' as const, 'silent' as const, 'none' as const);
const mayBe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const anySaid: fc.Arbitrary<SaidSettings> = fc
  .record({ level: mayBe(anyLevel), receive: mayBe(anyReceive), mentionsStillPush: mayBe(fc.boolean()) })
  .filter(({ level, receive }) => level !== undefined || receive !== undefined);

describe('a level', () => {
  it.each([
    ['all', { receive: 'push' }],
    ['mentions', { receive: 'none', mentionsStillPush: true }],
    ['silent', { receive: 'silent' }],
    ['none', { receive: 'none' }],
  ] as const)('%s is stored in the older spelling, and read back', (level, stored) => {
    // Act
    const settings = settingsOfLevel(level);

    // Assess
    expect(settings).toEqual(stored);
    expect(levelOf(settings)).toBe(level);
  });

  it('may be sent with the older spelling if both agree, and then says the same', () => {
    fc.assert(
      fc.property(anySaid, (said) => {
        // Act
        const conflict = spellingConflict(said);
        const spelled = spellSettings(readSettings(said));

        // Assess: an answer can be sent back unchanged, and nothing that was said is changed.
        expect(spellingConflict(spelled)).toBeUndefined();
        expect(readSettings(spelled)).toEqual(readSettings(readSettings(spelled)));
        if (conflict === undefined && said.level !== undefined) expect(spelled.level).toBe(said.level);
        if (conflict === undefined && said.receive !== undefined) expect(spelled.receive).toBe(said.receive);
      }),
    );
  });

  it.each<[SaidSettings, string | undefined]>([
    [{ level: 'none', receive: 'push' }, 'receive'],
    [{ level: 'all', receive: 'silent' }, 'receive'],
    [{ level: 'mentions', receive: 'none' }, undefined],
    [{ level: 'mentions', mentionsStillPush: false }, 'mentionsStillPush'],
    [{ level: 'none', mentionsStillPush: true }, 'mentionsStillPush'],
    [{ level: 'silent', mentionsStillPush: true }, undefined],
    [{ level: 'all', mentionsStillPush: false }, undefined],
    [{ receive: 'none', mentionsStillPush: false }, undefined],
  ])('%j: the conflict is at %s', (said, field) => {
    // Act
    const conflict = spellingConflict(said);

    // Assess
    expect(conflict?.field).toBe(field);
  });
});

describe('settings of a conversation', () => {
  const ending = (inMs: number): ConversationSettings => ({ receive: 'none', until: isoTime(startMs + inMs) });

  it.each<[string, ConversationSettings | undefined, Parameters<typeof settingsInForce>[1], unknown]>([
    ['without any', undefined, undefined, undefined],
    ["the user's own", { receive: 'silent' }, undefined, { receive: 'silent' }],
    ["the group's", undefined, 'mentions', { receive: 'none', mentionsStillPush: true }],
    ["the user's own before the group's", { receive: 'push' }, 'none', { receive: 'push' }],
    ["the user's own until they end", ending(1), 'silent', ending(1)],
    ["the group's from then on", ending(0), 'silent', { receive: 'silent' }],
    ['none after they have ended', ending(-1), undefined, undefined],
  ])('apply: %s', (_what, own, groupLevel, applied) => {
    // Act
    const settings = settingsInForce(own, groupLevel, startMs);

    // Assess
    expect(settings).toEqual(applied);
  });

  it('are alike if they let the same messages through', () => {
    // Assess
    expect(areAlike({ receive: 'push' }, { receive: 'push', mentionsStillPush: true })).toBe(true);
    expect(areAlike({ receive: 'none' }, { receive: 'none', mentionsStillPush: false })).toBe(true);
    expect(areAlike({ receive: 'none' }, { receive: 'none', mentionsStillPush: true })).toBe(false);
    expect(areAlike({ receive: 'none' }, { receive: 'silent' })).toBe(false);
  });
});
