import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../../shared/content/languages/languages.ts';
import { notesOf, ringAlertPayload } from '../../../../shared/content/payloads/ringAlert.ts';
import type { VoipPayload } from '../../../../shared/content/payloads/voipPayload.ts';
import { payloadBytes } from '../../../../shared/content/sizeGuard.ts';

/** As large as the API takes it. */
const rings: fc.Arbitrary<VoipPayload> = fc
  .record({
    name: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    handle: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), fc.constant('\u0001'.repeat(255))),
    hasVideo: fc.boolean(),
    ext: fc.option(
      fc.oneof(
        fc.jsonValue(),
        fc.nat({ max: 5000 }).map((length) => 'x'.repeat(length)),
      ),
      { nil: undefined },
    ),
  })
  .map(
    ({ name, handle, hasVideo, ext }): VoipPayload => ({
      ringpost: 1,
      callId: 'c0ffee00-0000-4000-8000-000000000001',
      handle: { type: 'generic', value: handle },
      callerName: name.slice(0, 200),
      hasVideo,
      supportsHolding: true,
      supportsGrouping: false,
      supportsUngrouping: false,
      supportsDTMF: true,
      sentAt: 1_800_000_000,
      expiresAt: 1_800_000_600,
      ticket: 'x'.repeat(63),
      ...(ext !== undefined && { ext }),
    }),
  )
  .filter((ring) => payloadBytes(ring) <= 5120);

describe('an alert in place of a ring', () => {
  it('fits everything that fits a VoIP push, in every language, except ext', () => {
    fc.assert(
      fc.property(rings, fc.constantFrom(...languages), (ring, locale) => {
        // Act
        const result = ringAlertPayload(ring, locale);

        // Assess
        expect(result?.bytes).toBeLessThanOrEqual(4096);
        const { ringpost, ext } = result?.payload ?? {};
        expect(ringpost).toMatchObject({ callId: ring.callId, handle: ring.handle, ticket: ring.ticket });
        const isOmitted = ring.ext !== undefined && ext === undefined;
        expect(ringpost?.extOmitted ?? false).toBe(isOmitted);
        expect(notesOf(result?.payload ?? {})).toEqual(isOmitted ? ['ext_omitted'] : []);
        if (isOmitted) expect(result?.truncated).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
