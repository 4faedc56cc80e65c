import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import type { ProblemError } from '../../../shared/api/problem.ts';
import { messageOperations } from '../../../shared/api/schemas/messages.ts';
import { validate } from '../../../shared/api/validate.ts';

const hi = { to: { userId: 'bob' }, elements: [{ type: 'text', text: 'hi' }] };
const withPush = (offlinePush: object) => ({ ...hi, offlinePush });

function judge(body: unknown): ProblemError[] {
  try {
    validate('body', messageOperations['POST /v1/messages'].body, body);
    return [];
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return error.problem.errors ?? [];
  }
}
const paths = (body: unknown) => judge(body).map(({ path }) => path);

describe('a message', () => {
  it.each<[string, object]>([
    ['to a group', { ...hi, to: { groupId: 'family:1' } }],
    [
      'of every kind of element',
      {
        ...hi,
        elements: [
          { type: 'text', text: '' },
          { type: 'voice', url: 'https://example.com/a.m4a', durationSeconds: 3.5, sizeBytes: 10 },
          { type: 'file', name: 'a.pdf', sizeBytes: 0 },
          { type: 'image', url: 'https://example.com/a.jpg' },
          { type: 'custom', data: { any: ['thing'] } },
          { type: 'custom' },
        ],
      },
    ],
    ['with mentions', { ...hi, mentions: ['bob', 'carol'] }],
    ['with every setting', withPush(everySetting())],
    ["with the app's own texts", withPush({ titleLocKey: 'T', titleLocArgs: ['a'], locKey: 'B', locArgs: [] })],
    ['with settings that only its policy can complete', withPush({ policyId: 'calls', voip: {}, locArgs: ['a'] })],
    ['with a critical sound', withPush({ sound: { name: 'default', volume: 1 } })],
    ['with a sound in capitals', withPush({ sound: 'RING.CAF' })],
    ['with a badge that is cleared', withPush({ badge: { mode: 'set', value: 0 } })],
    ['with a priority', withPush({ priority: 'normal' })],
    ['with a badge that stays', withPush({ badge: { mode: 'none' } })],
    ['with a badge that the phone counts', withPush({ badge: { mode: 'app' } })],
  ])('%s is accepted', (_what, body) => {
    // Prepare: the row

    // Act
    const errors = judge(body);

    // Assess
    expect(errors).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['to nobody', { ...hi, to: {} }, ['/to']],
    ['to a user and a group', { ...hi, to: { userId: 'bob', groupId: 'g' } }, ['/to']],
    ['to a group with a strange name', { ...hi, to: { groupId: 'a#b' } }, ['/to/groupId']],
    ['without elements', { to: { userId: 'bob' } }, ['/elements']],
    ['of an element of no type', { ...hi, elements: [{ text: 'hi' }] }, ['/elements/0/type']],
    ['of an unknown element', { ...hi, elements: [{ type: 'smell' }] }, ['/elements/0/type']],
    ['of a text without text', { ...hi, elements: [{ type: 'text' }] }, ['/elements/0/text']],
    ['of a voice with text', { ...hi, elements: [{ type: 'voice', text: 'a' }] }, ['/elements/0/text']],
    ['with an empty mention', { ...hi, mentions: [''] }, ['/mentions/0']],
    ['with an unknown setting', withPush({ volume: 1 }), ['/offlinePush/volume']],
    ['with a sound without extension', withPush({ sound: 'ring' }), ['/offlinePush/sound']],
    ['with a sound that iOS cannot play', withPush({ sound: 'ring.txt' }), ['/offlinePush/sound']],
    ['with a sound in a folder', withPush({ sound: 'a/ring.caf' }), ['/offlinePush/sound']],
    ['with a sound that is a number', withPush({ sound: 7 }), ['/offlinePush/sound']],
    ['with a critical sound of none', withPush({ sound: { name: 'none' } }), ['/offlinePush/sound/name']],
    ['with a volume over 1', withPush({ sound: { name: 'a.caf', volume: 1.1 } }), ['/offlinePush/sound/volume']],
    ['with a badge to set but no value', withPush({ badge: { mode: 'set' } }), ['/offlinePush/badge/value']],
    [
      'with a badge that stays and changes',
      withPush({ badge: { mode: 'none', value: 1 } }),
      ['/offlinePush/badge/value'],
    ],
    [
      'with a badge that the phone counts, and a number for it',
      withPush({ badge: { mode: 'app', value: 1 } }),
      ['/offlinePush/badge/value'],
    ],
    ['with half a badge', withPush({ badge: { mode: 'set', value: 0.5 } }), ['/offlinePush/badge/value']],
    [
      'with a level that iOS does not know',
      withPush({ interruptionLevel: 'urgent' }),
      ['/offlinePush/interruptionLevel'],
    ],
    ['with a relevance over 1', withPush({ relevanceScore: 2 }), ['/offlinePush/relevanceScore']],
    ['with a collapse ID that no header takes', withPush({ collapseId: 'ä' }), ['/offlinePush/collapseId']],
    ['with a collapse ID of two lines', withPush({ collapseId: 'a\r\nb' }), ['/offlinePush/collapseId']],
    ['with a collapse ID of 65 bytes', withPush({ collapseId: 'x'.repeat(65) }), ['/offlinePush/collapseId']],
    ["with a priority by Apple's number", withPush({ priority: 10 }), ['/offlinePush/priority']],
    ['with 31 days to live', withPush({ ttlSeconds: 31 * 86_400 }), ['/offlinePush/ttlSeconds']],
    ['with a picture over http', withPush({ image: 'http://example.com/a.jpg' }), ['/offlinePush/image']],
    ['with a picture that is not a URL', withPush({ image: 'a.jpg' }), ['/offlinePush/image']],
    ['with texts in no language', withPush({ texts: { 'no language': {} } }), ['/offlinePush/texts/no language']],
    ['with an unknown text', withPush({ texts: { en: { text: 'B' } } }), ['/offlinePush/texts/en/text']],
    ['with a variable without a name', withPush({ variables: { 'a b': '' } }), ['/offlinePush/variables/a b']],
    ['with a variable missing', withPush({ desc: '{{a}}', variables: {} }), ['/offlinePush/variables']],
    ['with voip for an alert', withPush({ voip: {} }), ['/offlinePush/voip']],
    ['with two texts', withPush({ desc: 'D', locKey: 'K' }), ['/offlinePush/locKey']],
    ['with arguments of no key', withPush({ locArgs: ['a'] }), ['/offlinePush/locArgs']],
    ['with a policy of a strange name', withPush({ policyId: 'a/b' }), ['/offlinePush/policyId']],
  ])('%s is refused, naming the field', (_what, body, expected) => {
    // Prepare: the row

    // Act
    const named = paths(body);

    // Assess
    expect(named).toEqual(expected);
  });

  it.each<[string, object, string]>([
    [
      'the types of element',
      { ...hi, elements: [{ type: 'smell' }] },
      'must be one of text, voice, file, image, custom',
    ],
    ['that a type is missing', { ...hi, elements: [{}] }, 'is missing'],
    ['both forms of a sound', withPush({ sound: 7 }), 'must be of type string or object'],
    [
      'what a language is',
      withPush({ texts: { '?': {} } }),
      'is not a valid key: it must be a language tag such as en or zh-Hant',
    ],
  ])('gets %s', (_what, body, expected) => {
    // Prepare: the row

    // Act
    const [error] = judge(body);

    // Assess
    expect(error?.message).toBe(expected);
  });
});

describe('the query', () => {
  it.each([
    [{}, { explain: false }],
    [{ explain: 'true' }, { explain: true }],
    [{ explain: 'false' }, { explain: false }],
  ])('%j is read as %j', (query, expected) => {
    // Prepare: the row

    // Act
    const read = validate('query', messageOperations['POST /v1/messages'].query, query);

    // Assess
    expect(read).toEqual(expected);
  });

  it.each([[{ explain: '' }], [{ explain: '1' }], [{ Explain: 'true' }]])(
    '%j is refused, so that nothing is sent by mistake',
    (query) => {
      // Prepare: the row

      // Act
      const read = () => validate('query', messageOperations['POST /v1/messages'].query, query);

      // Assess
      expect(read).toThrow(BadRequest);
    },
  );
});

function everySetting() {
  return {
    disabled: false,
    pushType: 'voip',
    pushWhen: 'always',
    policyId: 'p.1_a-B',
    title: 'T',
    subtitle: 'S',
    desc: 'D {{a}}',
    texts: { en: { title: 'T', subtitle: 'S', desc: 'D' }, 'zh-Hant-TW': {} },
    variables: { a: '1' },
    contentFree: false,
    ext: null,
    sound: { name: 'ring.caf', critical: true, volume: 0 },
    badge: { mode: 'increment', value: 2 },
    interruptionLevel: 'time-sensitive',
    relevanceScore: 0.5,
    threadId: 't',
    category: 'c',
    collapseId: 'x'.repeat(64),
    ttlSeconds: 0,
    mutableContent: true,
    image: 'https://example.com/a.jpg',
    wakeInBackground: true,
    communication: true,
    foreground: 'hide',
    voip: { handle: { type: 'generic', value: 'alice' }, callerName: 'Alice', hasVideo: false },
  };
}
