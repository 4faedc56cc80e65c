import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushTypeRules } from '../../../../shared/apns/rules/pushTypes.ts';
import type { Message } from '../../../../shared/content/message.ts';
import { type OfflinePush, pushTypeOf } from '../../../../shared/content/offlinePush.ts';
import { fitsEverywhere, isTooLateToRing, messagePayload } from '../../../../shared/content/payloads/messagePayload.ts';
import { payloadBytes } from '../../../../shared/content/sizeGuard.ts';
import { aMessage, startMs } from '../../../support/factories.ts';

const message = (offlinePush: OfflinePush, changes: Partial<Message> = {}) =>
  aMessage({ sender: { nickname: 'Alice' }, offlinePush, ...changes });
const ringpost = { messageId: aMessage().messageId, conversationId: 'user:alice' };
const view = { locale: 'en', badge: 1 };

describe('a message that only wakes the app', () => {
  it('carries ext, and shows, plays and counts nothing', () => {
    // Prepare
    const background = message({ pushType: 'background', ext: { sync: 1 }, title: 'T', desc: 'D', sound: 'ring.caf' });

    // Act
    const result = messagePayload(background, 'background', view);

    // Assess
    const payload = { aps: { 'content-available': 1 }, ringpost, ext: { sync: 1 } };
    expect(result).toEqual({ payload, truncated: false, bytes: payloadBytes(payload) });
  });

  it('needs no ext', () => {
    // Prepare
    const background = message({ pushType: 'background' });

    // Act
    const result = messagePayload(background, 'background', view);

    // Assess
    expect(result?.payload).toEqual({ aps: { 'content-available': 1 }, ringpost });
  });
});

describe('a message that rings', () => {
  const voip = {
    handle: { type: 'phoneNumber', value: '8613800000000' },
    callerName: 'Dr Alice',
    hasVideo: true,
  } as const;
  const ring = {
    callId: aMessage().messageId,
    ...voip,
    sentAt: startMs / 1000,
    expiresAt: startMs / 1000 + 60,
  };

  it('has the payload of a call', () => {
    // Prepare
    const ringing = message({ pushType: 'voip', voip, ext: [1] });

    // Act
    const result = messagePayload(ringing, 'voip', view);

    // Assess
    expect(result?.payload).toEqual({ ringpost: 1, ...ring, ext: [1] });
  });

  it('names its sender and defaults to a voice call', () => {
    // Prepare
    const ringing = message({ pushType: 'voip' });

    // Act
    const result = messagePayload(ringing, 'voip', view);

    // Assess
    expect(result?.payload).toMatchObject({
      handle: { type: 'generic', value: 'alice' },
      callerName: 'Alice',
      hasVideo: false,
    });
  });

  it.each<[string, OfflinePush, unknown]>([
    ['the title', { title: 'Support' }, 'Support'],
    ["the title in the reader's language", { title: 'Support', texts: { en: { title: 'Help' } } }, 'Help'],
    [
      'the name of the caller rather than the title',
      { title: 'Support', voip: { callerName: 'Dr Alice' } },
      'Dr Alice',
    ],
    ['the nickname rather than an empty title', { title: '' }, 'Alice'],
    [
      'a title that is shortened where ext leaves no room',
      { title: 'x'.repeat(1000), ext: 'x'.repeat(4800) },
      expect.stringMatching(/^x+…$/),
    ],
  ])('shows %s on the call screen', (_what, offlinePush, callerName) => {
    // Prepare
    const ringing = message({ pushType: 'voip', ...offlinePush });

    // Act
    const result = messagePayload(ringing, 'voip', view);

    // Assess
    expect(result?.payload).toMatchObject({ callerName });
    expect(result?.bytes).toBeLessThanOrEqual(5120);
  });

  it.each([
    ['en', true, 'Incoming video call'],
    ['en', false, 'Incoming call'],
    ['zh-Hans', true, '视频来电'],
    ['zh-TW', false, '語音來電'],
  ])('is a time-sensitive alert where it may not ring: %s, video %s', (locale, hasVideo, body) => {
    // Prepare
    const ringing = message({ pushType: 'voip', voip: { ...voip, hasVideo }, ext: [1] });

    // Act
    const result = messagePayload(ringing, 'alert', { locale });

    // Assess
    expect(result?.payload).toEqual({
      aps: { alert: { title: 'Dr Alice', body }, sound: 'default', 'interruption-level': 'time-sensitive' },
      ringpost: { ...ring, hasVideo },
      ext: [1],
    });
  });

  it('can have an ext that only a ring has room for', () => {
    // Prepare
    const ringing = message({ pushType: 'voip', voip, ext: 'x'.repeat(4500) });

    // Act
    const [rung, alerted] = [messagePayload(ringing, 'voip', view), messagePayload(ringing, 'alert', view)];

    // Assess
    expect(rung?.truncated).toBe(false);
    expect(alerted).toMatchObject({ truncated: true, payload: { ringpost: { extOmitted: true } } });
  });
});

describe('a late worker', () => {
  it.each<[string, OfflinePush, number, boolean]>([
    ['rings within the minute', { pushType: 'voip' }, 59_999, false],
    ['does not ring after it', { pushType: 'voip' }, 60_000, true],
    ['shows an alert at any time', {}, 3_600_000, false],
    ['wakes the app at any time', { pushType: 'background' }, 3_600_000, false],
  ])('%s', (_behaviour, offlinePush, lateMs, expected) => {
    // Prepare
    const sent = message(offlinePush);

    // Act
    const isTooLate = isTooLateToRing(sent, startMs + lateMs);

    // Assess
    expect(isTooLate).toBe(expected);
  });
});

describe('a payload', () => {
  const character = fc.constantFrom('a', '"', '\\', '\n', '\u0007', 'é', '语', '👋', '🇨🇳', '👨‍👩‍👧‍👦');
  const text = (maxLength: number) => fc.array(character, { maxLength }).map((all) => all.join(''));
  const texts = fc.record({ title: text(500), subtitle: text(500), desc: text(3000) }, { requiredKeys: [] });
  const anyMessage = fc
    .record({
      offlinePush: fc.record(
        {
          pushType: fc.constantFrom('alert', 'voip', 'background'),
          title: text(1000),
          subtitle: text(1000),
          desc: text(5000),
          texts: fc.dictionary(fc.constantFrom('en', 'zh', 'zh-TW', 'de'), texts),
          variables: fc.constant({ a: 'b' }),
          ext: fc.oneof(fc.jsonValue(), text(1500)),
          sound: fc.constantFrom('none', 'default', 'ring.caf'),
          interruptionLevel: fc.constantFrom('passive', 'active', 'time-sensitive', 'critical'),
          relevanceScore: fc.double({ min: 0, max: 1, noNaN: true }),
          threadId: text(60),
          image: fc.webUrl({ validSchemes: ['https'] }),
          communication: fc.boolean(),
          contentFree: fc.boolean(),
          locKey: text(20),
          locArgs: fc.array(text(50), { maxLength: 5 }),
          voip: fc.record({ callerName: text(100), hasVideo: fc.boolean() }, { requiredKeys: [] }),
        },
        { requiredKeys: [] },
      ),
      sender: fc.record({ nickname: text(60), card: text(60), avatarUrl: fc.webUrl() }, { requiredKeys: [] }),
      group: fc.option(fc.record({ groupId: fc.uuid(), name: text(100) }), { nil: undefined }),
      elements: fc.array(
        fc.oneof(
          fc.record({ type: fc.constant('text' as const), text: text(3000) }),
          fc.record({ type: fc.constantFrom('voice' as const, 'file' as const, 'image' as const, 'custom' as const) }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
    })
    .map((changes) => aMessage(changes as Partial<Message>));
  const anyView = fc.record({
    locale: fc.constantFrom('en', 'zh-CN', 'zh_Hant_TW', 'de-AT', 'fr'),
    badge: fc.option(fc.maxSafeNat(), { nil: undefined }),
    isSilent: fc.boolean(),
  });

  it('is within its limit, valid JSON and UTF-8, has its size, and exists for all recipients or none', () => {
    fc.assert(
      fc.property(anyMessage, anyView, (any, anyone) => {
        // Prepare
        const pushType = pushTypeOf(any.offlinePush);

        // Act
        const result = messagePayload(any, pushType, anyone);

        // Assess
        if (fitsEverywhere(any)) expect(result).toBeDefined();
        if (result === undefined) return;
        const bytes = Buffer.from(JSON.stringify(result.payload));
        expect(bytes.length).toBe(result.bytes);
        expect(bytes.length).toBeLessThanOrEqual(pushTypeRules[pushType].maxPayloadBytes);
        const read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
        expect(read.ext).toEqual(JSON.parse(JSON.stringify({ ext: any.offlinePush.ext })).ext);
      }),
      { numRuns: 600 },
    );
  });

  it.each<[string, OfflinePush]>([
    ['ext', { ext: 'x'.repeat(4000) }],
    ['ext of a ring', { pushType: 'voip', ext: 'x'.repeat(5000) }],
    ['ext of a wake-up', { pushType: 'background', ext: 'x'.repeat(4050) }],
    ['a text of the app', { locKey: 'K', locArgs: ['x'.repeat(4000)] }],
  ])('does not fit everywhere when %s leaves no room', (_what, offlinePush) => {
    // Prepare
    const tooLarge = message(offlinePush);

    // Act
    const fits = fitsEverywhere(tooLarge);

    // Assess
    expect(fits).toBe(false);
  });

  it('does not fit everywhere when a title is too long in just one language', () => {
    // Prepare
    const room =
      4096 -
      payloadBytes(
        messagePayload(message({ ext: '' }), 'alert', { locale: 'en', badge: Number.MAX_SAFE_INTEGER })?.payload ?? {},
      );
    const withoutTitle = message({ desc: '…', ext: 'x'.repeat(room + 'Alice:hi'.length - 3) });
    const texts = { de: { title: 'Titel' } };

    // Act
    const fits = [fitsEverywhere(withoutTitle), fitsEverywhere(message({ ...withoutTitle.offlinePush, texts }))];

    // Assess
    expect(fits).toEqual([true, false]);
  });
});
