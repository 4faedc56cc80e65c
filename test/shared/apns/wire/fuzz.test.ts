/** Real answers of nghttp2 with some bytes changed, and bytes that nobody has ever sent: `npm run fuzz:wire` plays more. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../../shared/apns/wire/protocol.ts';
import { type Capture, captureAnswers } from '../../../support/apns/captures.ts';
import { mutatedCaptureProperty, play } from '../../../support/apns/mutatedCaptures.ts';
import { frame, settingsFrame, startOpenPeer } from '../../../support/apns/wirePeer.ts';

let captures: Capture[];
beforeAll(async () => {
  captures = await captureAnswers();
});

describe('a capture', () => {
  test('unchanged has an answer for each push', () => {
    // Act
    const statuses = captures.map(({ bytes, pushes }) =>
      play(bytes, pushes, [(9 + bytes.readUIntBE(0, 3) + 0.5) / bytes.length]).results.map((result) =>
        result?.kind === 'answer' ? result.answer.status : result?.kind,
      ),
    );
    // Assess
    expect(statuses).toEqual([
      [200, 200, 200, 200, 200, 200],
      [410, 410, 410, 410, 410, 410],
      [410, 200, 200, 410, 200, 200],
      [200, 200, 200, 200, 200, 200],
      [503, 503, 'unprocessed', 503, 503, 503],
      // Longer than the list of fields that we take.
      ['lost', 'lost', 'lost', 'lost', 'lost', 'lost'],
    ]);
  });

  test('with changed bytes leaves each push with one result and earlier answers unchanged', () => {
    fc.assert(mutatedCaptureProperty(captures), { numRuns: 1000 });
  });
});

describe('frames of any kind', () => {
  test('in any order end with one result for each push', () => {
    const anyFrame = fc
      .record({
        type: fc.nat(11),
        flags: fc.nat(255),
        streamId: fc.oneof(fc.constantFrom(0, 1, 3, 5, 7, 2), fc.nat(2 ** 31 - 1)),
        payload: fc.uint8Array({ maxLength: 60 }),
      })
      .map(({ type, flags, streamId, payload }) => frame(type, flags, streamId, payload));
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 30 }), (frames) => {
        const peer = startOpenPeer(4);
        peer.send(...frames);
        peer.session.lose();
        expect(peer.results).not.toContain(undefined);
        expect(peer.repeatedResults()).toBe(0);
        expect(peer.failure()?.code).not.toBe(errorCodes.internalError);
      }),
      { numRuns: 1000 },
    );
  });

  test('that are invalid end the connection or wait for more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const peer = startOpenPeer(2);
        peer.send(settingsFrame(), bytes);
        peer.session.lose();
        expect(peer.results).not.toContain(undefined);
        expect(peer.failure()?.code).not.toBe(errorCodes.internalError);
      }),
      { numRuns: 1000 },
    );
  });
});
