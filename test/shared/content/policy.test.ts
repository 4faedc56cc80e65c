import { describe, expect, it } from 'vitest';
import type { OfflinePush, PushSettings } from '../../../shared/content/offlinePush.ts';
import { mergePolicy } from '../../../shared/content/policy.ts';

describe('a policy under a message', () => {
  it.each<[string, PushSettings, OfflinePush, OfflinePush]>([
    [
      'is used unchanged',
      { sound: 'ring.caf', badge: { mode: 'none' } },
      {},
      { sound: 'ring.caf', badge: { mode: 'none' } },
    ],
    ["adds to the message's settings", { sound: 'ring.caf' }, { title: 'T' }, { sound: 'ring.caf', title: 'T' }],
    [
      'gives way setting by setting',
      { sound: 'a.caf', threadId: 't' },
      { sound: 'none' },
      { sound: 'none', threadId: 't' },
    ],
    [
      'gives way to false and 0',
      { disabled: true, ttlSeconds: 60 },
      { disabled: false, ttlSeconds: 0 },
      { disabled: false, ttlSeconds: 0 },
    ],
    ['does not give way to unset fields', { title: 'T' }, { title: undefined }, { title: 'T' }],
    [
      'gives way to a whole badge',
      { badge: { mode: 'set', value: 3 } },
      { badge: { mode: 'increment' } },
      { badge: { mode: 'increment' } },
    ],
    ['gives way to a whole ext', { ext: { a: 1 } }, { ext: { b: 2 } }, { ext: { b: 2 } }],
    ['gives way to an ext of null', { ext: { a: 1 } }, { ext: null }, { ext: null }],
    [
      'is merged with the settings of calls',
      { pushType: 'voip', voip: { hasVideo: true, callerName: 'Team' } },
      { voip: { callerName: 'Alice', handle: { type: 'generic', value: 'a' } } },
      { pushType: 'voip', voip: { hasVideo: true, callerName: 'Alice', handle: { type: 'generic', value: 'a' } } },
    ],
    [
      'is merged with its variables',
      { variables: { a: '1', b: '2' } },
      { variables: { b: '3' } },
      { variables: { a: '1', b: '3' } },
    ],
    [
      'is merged language by language',
      { texts: { en: { title: 'T', desc: 'D' }, zh: { desc: '题' } } },
      { texts: { en: { desc: 'own' }, de: { desc: 'eigen' } } },
      { texts: { en: { title: 'T', desc: 'own' }, zh: { desc: '题' }, de: { desc: 'eigen' } } },
    ],
    [
      "gives way with its own languages to the message's text",
      { title: 'T', texts: { en: { title: 'A', subtitle: 'S', desc: 'B' } } },
      { title: 'own' },
      { title: 'own', texts: { en: { subtitle: 'S', desc: 'B' } } },
    ],
    [
      'gives way with its app text to a text of the message',
      { titleLocKey: 'T', titleLocArgs: ['a'], subtitleLocKey: 'S', locKey: 'B', locArgs: ['b'] },
      { desc: 'own', title: 'own' },
      { desc: 'own', title: 'own', subtitleLocKey: 'S' },
    ],
    [
      "gives way with its texts to the app's",
      { title: 'T', subtitle: 'S', desc: 'D' },
      { titleLocKey: 'T', subtitleLocKey: 'S', locKey: 'B' },
      { titleLocKey: 'T', subtitleLocKey: 'S', locKey: 'B' },
    ],
    [
      "does not mix its arguments with another key's",
      { locKey: 'A', locArgs: ['a'] },
      { locKey: 'B' },
      { locKey: 'B' },
    ],
  ])('%s', (_what, policy, own, expected) => {
    // Prepare
    const before = structuredClone({ policy, own });

    // Act
    const merged = mergePolicy(policy, own);

    // Assess
    expect(merged).toStrictEqual(expected);
    expect({ policy, own }).toStrictEqual(before);
  });
});
