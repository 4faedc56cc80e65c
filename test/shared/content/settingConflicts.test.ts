import { describe, expect, it } from 'vitest';
import type { PushSettings } from '../../../shared/content/offlinePush.ts';
import { settingConflicts } from '../../../shared/content/settingConflicts.ts';

describe('push settings', () => {
  it.each<[string, PushSettings, string[]]>([
    ['voip without ringing', { voip: {} }, ['voip']],
    ['a priority of a ring', { pushType: 'voip', priority: 'high' }, ['priority']],
    ['a priority of a wake-up', { pushType: 'background', priority: 'normal' }, ['priority']],
    ['a ring without content', { pushType: 'voip', contentFree: true }, ['contentFree']],
    [
      'noticeable settings in the background',
      {
        pushType: 'background',
        title: 'T',
        texts: {},
        locKey: 'K',
        sound: { name: 'ring.caf', critical: true },
        badge: { mode: 'set', value: 0 },
        threadId: 't',
        mutableContent: true,
      },
      ['title', 'texts', 'locKey', 'sound', 'badge', 'threadId', 'mutableContent'],
    ],
    ['a badge that nobody counts', { pushType: 'background', badge: { mode: 'app' } }, ['badge']],
    ['voip in the background', { pushType: 'background', voip: {} }, ['voip']],
    [
      'arguments without their keys',
      { titleLocArgs: [], subtitleLocArgs: [], locArgs: [] },
      ['titleLocArgs', 'subtitleLocArgs', 'locArgs'],
    ],
    [
      'each text twice',
      { title: 'T', titleLocKey: 'T', subtitle: 'S', subtitleLocKey: 'S', desc: 'D', locKey: 'D' },
      ['titleLocKey', 'subtitleLocKey', 'locKey'],
    ],
    ['a variable that is missing', { desc: '{{a}} {{b}}', variables: { b: '' } }, ['variables']],
    ['a variable that is missing in one language', { texts: { zh: { title: '{{a}}' } }, variables: {} }, ['variables']],
  ])('that conflict are found: %s', (_what, settings, fields) => {
    // Prepare: the row

    // Act
    const conflicts = settingConflicts(settings);

    // Assess
    expect(conflicts.map(({ field }) => field)).toEqual(fields);
  });

  it.each<[string, PushSettings]>([
    ['none', {}],
    ['a priority of an alert', { priority: 'low' }],
    ['voip with ringing', { pushType: 'voip', voip: { hasVideo: true } }],
    [
      'no sound and no badge in the background',
      {
        pushType: 'background',
        sound: 'none',
        badge: { mode: 'none' },
        mutableContent: false,
        ext: 1,
        collapseId: 'c',
      },
    ],
    ['keys with their arguments', { titleLocKey: 'T', titleLocArgs: ['a'], locKey: 'B', locArgs: [] }],
    ['a key beside another text', { titleLocKey: 'T', subtitle: 'S', desc: 'D' }],
    ['braces without variables', { desc: '{{a}}' }],
    ['more variables than are used', { desc: '{{a}}', variables: { a: '1', b: '2' } }],
  ])('that agree are accepted: %s', (_what, settings) => {
    // Prepare: the row

    // Act
    const conflicts = settingConflicts(settings);

    // Assess
    expect(conflicts).toEqual([]);
  });

  it('lists each missing variable once', () => {
    // Prepare
    const settings = { title: '{{a}}', desc: '{{a}} {{b}} {{c}}', variables: { c: '' } };

    // Act
    const [conflict] = settingConflicts(settings);

    // Assess
    expect(conflict?.message).toBe('must also have a, b, which the texts use');
  });
});
