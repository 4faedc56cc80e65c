import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../shared/content/message.ts';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import { alertPayload } from '../../../../shared/content/payloads/alertPayload.ts';
import { payloadBytes } from '../../../../shared/content/sizeGuard.ts';
import { aMessage } from '../../../support/factories.ts';

const ringpost = { messageId: aMessage().messageId, conversationId: 'user:alice' };
const usualAps = { alert: { body: 'Alice:hi' }, badge: 1, sound: 'default' };
const fromAlice = (offlinePush: OfflinePush = {}, changes: Partial<Message> = {}) =>
  aMessage({ sender: { nickname: 'Alice' }, offlinePush, ...changes });
const inEnglish = { locale: 'en', badge: 1 };

describe("an alert's payload", () => {
  it("holds the text, the badge, the default sound and the app's data about the conversation", () => {
    // Prepare
    const message = fromAlice();

    // Act
    const result = alertPayload(message, { ...inEnglish, badge: 3 });

    // Assess
    const payload = { aps: { ...usualAps, badge: 3 }, ringpost };
    expect(result).toEqual({ payload, truncated: false, bytes: payloadBytes(payload) });
  });

  it('names the group as the conversation of a group message', () => {
    // Prepare
    const message = fromAlice({}, { group: { groupId: 'g1', name: 'Family' } });

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result?.payload).toEqual({
      aps: { ...usualAps, alert: { body: 'Alice(Family):hi' } },
      ringpost: { ...ringpost, conversationId: 'group:g1' },
    });
  });

  it.each<[string, OfflinePush, object]>([
    ['a title in addition to the text', { title: 'News' }, { alert: { title: 'News', body: 'Alice:hi' } }],
    ['an invisible title', { title: ' \u200B' }, { alert: { body: 'Alice:hi' } }],
    ['a subtitle', { title: 'T', subtitle: 'S' }, { alert: { title: 'T', subtitle: 'S', body: 'Alice:hi' } }],
    ['desc in place of nickname and content', { desc: 'You have mail' }, { alert: { body: 'You have mail' } }],
    ['an invisible desc', { desc: '\u2060' }, { alert: { body: 'Alice:hi' } }],
    ['a sound of the app', { sound: 'ring.caf' }, { sound: 'ring.caf' }],
    ['no sound', { sound: 'none' }, { sound: undefined }],
    [
      'a critical sound',
      { sound: { name: 'alarm.caf', critical: true, volume: 0.5 } },
      { sound: { critical: 1, name: 'alarm.caf', volume: 0.5 } },
    ],
    [
      'a sound that is not critical',
      { sound: { name: 'default', critical: false } },
      { sound: { critical: 0, name: 'default' } },
    ],
    ['a thread', { threadId: 'room 7' }, { 'thread-id': 'room 7' }],
    ['a category', { category: 'REPLY' }, { category: 'REPLY' }],
    ['an interruption level', { interruptionLevel: 'time-sensitive' }, { 'interruption-level': 'time-sensitive' }],
    ['a relevance of 0', { relevanceScore: 0 }, { 'relevance-score': 0 }],
    ['a request to run the extension', { mutableContent: true }, { 'mutable-content': 1 }],
    ['no request to run the extension', { mutableContent: false }, {}],
    [
      'a request to run the extension when content is withheld',
      { contentFree: true },
      { alert: { body: 'New message' }, 'mutable-content': 1 },
    ],
    ['a request to wake the app', { wakeInBackground: true }, { 'content-available': 1 }],
    [
      'texts of the app',
      {
        titleLocKey: 'T',
        titleLocArgs: ['a'],
        subtitleLocKey: 'S',
        subtitleLocArgs: [],
        locKey: 'B',
        locArgs: ['b', 'c'],
      },
      {
        alert: {
          'title-loc-key': 'T',
          'title-loc-args': ['a'],
          'subtitle-loc-key': 'S',
          'subtitle-loc-args': [],
          'loc-key': 'B',
          'loc-args': ['b', 'c'],
        },
      },
    ],
    ['a title of the app above our text', { titleLocKey: 'T' }, { alert: { 'title-loc-key': 'T', body: 'Alice:hi' } }],
  ])('has %s', (_what, offlinePush, aps) => {
    // Prepare
    const message = fromAlice(offlinePush);

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result?.payload).toEqual({ aps: { ...usualAps, ...aps }, ringpost });
  });

  it.each([[{ entity: { action: 1 }, list: [null, 'é'] }], ['{"a":1}'], [null], [0], [false], ['']])(
    'passes ext on unchanged: %j',
    (ext) => {
      // Prepare
      const message = fromAlice({ ext });

      // Act
      const result = alertPayload(message, inEnglish);

      // Assess
      expect(result?.payload).toStrictEqual({ aps: usualAps, ringpost, ext });
    },
  );

  it('asks the extension for a picture', () => {
    // Prepare
    const image = 'https://example.com/cat.jpg';

    // Act
    const result = alertPayload(fromAlice({ image }), inEnglish);

    // Assess
    expect(result?.payload).toEqual({ aps: { ...usualAps, 'mutable-content': 1 }, ringpost: { ...ringpost, image } });
  });

  it('asks the extension to count', () => {
    // Prepare
    const message = fromAlice({ badge: { mode: 'app' } });

    // Act
    const result = alertPayload(message, { locale: 'en' });

    // Assess
    const { badge: _counted, ...aps } = usualAps;
    expect(result?.payload).toEqual({ aps: { ...aps, 'mutable-content': 1 }, ringpost: { ...ringpost, badge: 'app' } });
  });

  it('says whether the app shows it in the foreground', () => {
    // Prepare
    const message = fromAlice({ foreground: 'hide' });

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result?.payload.ringpost).toEqual({ ...ringpost, foreground: 'hide' });
  });

  it.each<[string, Partial<Message>, object]>([
    [
      'by nickname and avatar',
      { sender: { nickname: 'Alice', avatarUrl: 'https://example.com/a.png' } },
      { sender: { userId: 'alice', name: 'Alice', avatarUrl: 'https://example.com/a.png' } },
    ],
    [
      'by the card in a group',
      { sender: { nickname: 'Alice', card: 'Mum' }, group: { groupId: 'g1', name: 'Family' } },
      {
        conversationId: 'group:g1',
        sender: { userId: 'alice', name: 'Mum' },
        group: { groupId: 'g1', name: 'Family' },
      },
    ],
    ['without a name', { sender: {} }, { sender: { userId: 'alice' } }],
  ])('names the sender for a communication notification: %s', (_what, changes, expected) => {
    // Prepare
    const message = fromAlice({ communication: true }, changes);

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result?.payload.aps['mutable-content']).toBe(1);
    expect(result?.payload.ringpost).toEqual({ ...ringpost, ...expected });
  });

  it('hides all content from Apple when it is content-free, and lets the extension fetch it', () => {
    // Prepare
    const message = fromAlice(
      {
        contentFree: true,
        title: 'secret',
        subtitle: 'secret',
        desc: 'secret',
        texts: { en: { desc: 'secret' } },
        titleLocKey: 'secret',
        locArgs: ['secret'],
        image: 'https://secret.example',
        communication: true,
        ext: 7,
      },
      {
        sender: { nickname: 'secret', avatarUrl: 'https://secret.example' },
        elements: [{ type: 'text', text: 'secret' }],
      },
    );

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    const aps = { alert: { body: 'New message' }, badge: 1, sound: 'default', 'mutable-content': 1 };
    expect(result?.payload).toEqual({ aps, ringpost, ext: 7 });
  });

  const silent = { sound: undefined, 'interruption-level': 'passive' };

  it.each<[string, object, object]>([
    ['no sound and no banner for a reader who wants none', { isSilent: true }, silent],
    ['no badge when there is none', { badge: undefined }, { badge: undefined }],
    ['a badge of 0, which clears', { badge: 0 }, { badge: 0 }],
  ])('has %s', (_what, view, aps) => {
    // Prepare
    const message = fromAlice();

    // Act
    const result = alertPayload(message, { ...inEnglish, ...view });

    // Assess
    expect(result?.payload.aps).toEqual({ ...usualAps, ...aps });
  });

  it('plays no critical sound to a reader who wants none', () => {
    // Prepare
    const message = fromAlice({ sound: { name: 'alarm.caf', critical: true }, interruptionLevel: 'critical' });

    // Act
    const result = alertPayload(message, { ...inEnglish, isSilent: true });

    // Assess
    expect(result?.payload.aps).not.toHaveProperty('sound');
    expect(result?.payload.aps).toHaveProperty('interruption-level', 'passive');
  });

  it('for a reader who wants no sound fits whenever it fits with one', () => {
    // Prepare: around the size from which on it does not fit
    const sizes = Array.from({ length: 120 }, (_, more) => 3880 + more);
    const fits = (length: number, isSilent: boolean) =>
      alertPayload(fromAlice({ ext: 'x'.repeat(length) }), { ...inEnglish, isSilent });

    // Act
    const loud = sizes.filter((length) => fits(length, false) !== undefined);
    const silentToo = loud.filter((length) => fits(length, true) !== undefined);

    // Assess
    expect(loud.length).toBeGreaterThan(0);
    expect(loud.length).toBeLessThan(sizes.length);
    expect(silentToo).toEqual(loud);
    expect(fits(Math.max(...loud), true)?.payload.aps).not.toHaveProperty('sound');
  });
});

describe("an alert's size", () => {
  it('is at most 4,096 bytes, with only the body shortened if that suffices', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3700, max: 4200 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }).map((more) => `T${more}`),
        (length, ext, title) => {
          // Prepare
          const text = 'x'.repeat(length);
          const message = fromAlice({ ext, title }, { elements: [{ type: 'text', text }] });

          // Act
          const result = alertPayload(message, { ...inEnglish, badge: 7 });

          // Assess
          const whole = {
            aps: { alert: { title, body: `Alice:${text}` }, badge: 7, sound: 'default' },
            ringpost,
            ext,
          };
          const body = result?.payload.aps.alert.body ?? '';
          expect(result?.truncated).toBe(payloadBytes(whole) > 4096);
          expect(result?.payload).toEqual({ ...whole, aps: { ...whole.aps, alert: { title, body } } });
          expect(result?.bytes).toBe(Math.min(4096, payloadBytes(whole)));
        },
      ),
    );
  });

  it('is kept by shortening first the text, then the subtitle, then the title', () => {
    // Prepare
    const long = '长'.repeat(1000);
    const shownWith = (extLength: number) => {
      const offlinePush = { title: long, subtitle: long, desc: long, ext: 'x'.repeat(extLength) };
      const {
        title = '',
        subtitle = '',
        body = '',
      } = alertPayload(fromAlice(offlinePush), inEnglish)?.payload.aps.alert ?? {};
      return [title, subtitle, body].map((text) => (text === long ? 'whole' : text === '…' ? 'gone' : 'shortened'));
    };

    // Act
    const shown = [0, 1000].map(shownWith);

    // Assess
    expect(shown).toEqual([
      ['whole', 'shortened', 'gone'],
      ['shortened', 'gone', 'gone'],
    ]);
  });

  it("drops the sender's avatar before the message", () => {
    // Prepare
    const sender = { nickname: 'Alice', avatarUrl: `https://example.com/${'x'.repeat(2000)}` };
    const message = fromAlice({ communication: true, ext: 'x'.repeat(2500) }, { sender });

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result).toMatchObject({
      truncated: true,
      payload: { aps: { alert: { body: 'Alice:hi' } }, ringpost: { sender: { userId: 'alice', name: 'Alice' } } },
    });
    expect(result?.payload.ringpost.sender).not.toHaveProperty('avatarUrl');
  });

  it.each<[string, OfflinePush]>([
    ['ext', { ext: 'x'.repeat(4096) }],
    ["the app's own text", { locKey: 'B', locArgs: ['x'.repeat(4096)] }],
    ['the picture', { image: `https://example.com/${'x'.repeat(4096)}` }],
  ])('is too large when %s alone is', (_what, offlinePush) => {
    // Prepare
    const message = fromAlice(offlinePush);

    // Act
    const result = alertPayload(message, inEnglish);

    // Assess
    expect(result).toBeUndefined();
  });
});

describe('the receipt ticket in an alert', () => {
  const receipt = 't'.repeat(98);

  it('is found by the extension and takes its space from the text', () => {
    // Prepare
    const message = fromAlice({}, { elements: [{ type: 'text', text: 'é'.repeat(4000) }] });

    // Act
    const [plain, ticketed] = [alertPayload(message, inEnglish), alertPayload(message, { ...inEnglish, receipt })];

    // Assess
    expect(ticketed?.payload.ringpost).toEqual({ ...ringpost, receipt });
    for (const fitted of [plain, ticketed]) expect(fitted?.bytes).toBeGreaterThan(4090);
    for (const fitted of [plain, ticketed]) expect(fitted?.bytes).toBeLessThanOrEqual(4096);
    expect(ticketed?.truncated).toBe(true);
  });

  it('never keeps a message from being sent, and never makes a push too large', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3700, max: 4100 }), fc.boolean(), (extCharacters, hasAvatar) => {
        // Prepare
        const sender = { nickname: 'Alice', ...(hasAvatar && { avatarUrl: `https://example.com/${'a'.repeat(60)}` }) };
        const message = fromAlice({ ext: 'x'.repeat(extCharacters), communication: true }, { sender });

        // Act
        const [plain, ticketed] = [alertPayload(message, inEnglish), alertPayload(message, { ...inEnglish, receipt })];

        // Assess
        expect(ticketed === undefined).toBe(plain === undefined);
        if (ticketed) expect(payloadBytes(ticketed.payload)).toBeLessThanOrEqual(4096);
        if (ticketed && ticketed.payload.ringpost.receipt === undefined) expect(ticketed).toEqual(plain);
      }),
    );
  });
});
