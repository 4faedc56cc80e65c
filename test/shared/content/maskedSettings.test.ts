import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedSettings } from '../../../shared/content/maskedSettings.ts';
import type { OfflinePush, PushSettings } from '../../../shared/content/offlinePush.ts';
import { mergePolicy } from '../../../shared/content/policy.ts';
import { settingConflicts } from '../../../shared/content/settingConflicts.ts';
import { showsText } from '../../../shared/content/texts.ts';

const text = fc.constantFrom('', ' ', 'Hello', '{{name}}', 'Hi {{name}}', '{{ name }} ', '{{secret}}');
const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const texts = { title: option(text), subtitle: option(text), desc: option(text) };
const settings: fc.Arbitrary<PushSettings> = fc
  .record({
    ...texts,
    disabled: option(fc.boolean()),
    pushType: option(fc.constantFrom('alert', 'voip', 'background')),
    pushWhen: option(fc.constantFrom('offline', 'always')),
    texts: option(fc.dictionary(fc.constantFrom('de', 'zh'), fc.record(texts))),
    variables: option(fc.dictionary(fc.constantFrom('name'), fc.constantFrom('', 'Bob'))),
    locKey: option(fc.constant('KEY')),
    locArgs: option(fc.constant(['Bob'])),
    sound: option(fc.constantFrom('none', 'ring.caf', { name: 'alarm.caf', critical: true })),
    badge: option(fc.record({ mode: fc.constantFrom('none', 'set'), value: fc.constant(3) })),
    priority: option(fc.constantFrom('high', 'low')),
    contentFree: option(fc.boolean()),
    voip: option(fc.constant({ callerName: 'Bob' })),
    threadId: option(fc.constant('thread')),
    ext: option(fc.constant({ any: 'thing' })),
    image: option(fc.constant('https://example.com/bob.png')),
  })
  .map((each) => each as PushSettings);

describe('masked settings', () => {
  it('decide the same under any policy, 10,000 times', () => {
    fc.assert(
      fc.property(settings, settings, (policy, own) => {
        // Prepare
        const named: OfflinePush = { ...own, policyId: 'chat' };
        const variables = mergePolicy(policy, named).variables;

        // Act
        const [real, masked] = [named, maskedSettings(named, variables)].map((each) => mergePolicy(policy, each));

        // Assess
        const judged = (push: OfflinePush | undefined) =>
          push && {
            fields: settingConflicts(push).map(({ field }) => field),
            showsText: showsText(push),
            disabled: push.disabled,
            pushType: push.pushType,
            pushWhen: push.pushWhen,
          };
        expect(judged(masked)).toEqual(judged(real));
      }),
      { numRuns: 10_000 },
    );
  });

  it('say nothing of the message', () => {
    // Prepare
    const own: OfflinePush = {
      policyId: 'chat',
      title: 'Bob',
      desc: 'Dinner at {{place}} with {{Alice}}?',
      texts: { de: { desc: 'Essen?' } },
      variables: { place: 'Joe’s' },
      threadId: 'family',
      ext: { a: 1 },
      image: 'https://example.com/bob.png',
      voip: { callerName: 'Bob' },
    };

    // Act
    const masked = maskedSettings(own, own.variables);

    // Assess
    expect(masked).toEqual({
      policyId: 'chat',
      title: '•',
      desc: '•{{place}}{{x}}',
      texts: { de: { desc: '•' } },
      variables: { place: '•' },
      threadId: '•',
      voip: {},
    });
  });
});
