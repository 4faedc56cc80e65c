/**
 * Header blocks by encoders that are not ours say what was encoded: of two libraries, recorded in `hpackVectors.json`, and
 * of nghttp2, which is in Node. `npm run test:hpack` reads the published vectors of a dozen encoders.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameFlags, frameTypes } from '../../../../shared/apns/wire/protocol.ts';
import { capture } from '../../../support/apns/captures.ts';
import { decodingHeaders, type Field } from '../../../support/apns/decodingHeaders.ts';
import { framesIn } from '../../../support/apns/wirePeer.ts';
import vectors from './hpackVectors.json' with { type: 'json' };

// Node's types lack the second option.
const options = { endStream: true, ...{ sendDate: false } };

describe('answers of many kinds', () => {
  test.each(vectors.encodings)('are read as they were encoded by $encoder', ({ blocks }) => {
    // Prepare
    const decode = decodingHeaders();

    // Act
    const lists = blocks.map((block) => decode(Buffer.from(block, 'hex')));

    // Assess
    expect(lists).toEqual(vectors.lists);
  });

  test('are read as nghttp2 has encoded them', async () => {
    const name = fc.constantFrom('apns-id', 'apns-unique-id', 'retry-after', 'server', 'x-one', 'x-two', 'x-three');
    // Of the characters that a field may have. Some are as long as the table.
    const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const value = fc
      .tuple(fc.string({ unit: visible, minLength: 1, maxLength: 40 }), fc.constantFrom(1, 1, 1, 30, 120))
      .map(([text, times]) => text.repeat(times));
    const answer = fc.record({
      status: fc.constantFrom(200, 400, 403, 410, 418, 429, 500, 503),
      fields: fc.uniqueArray(fc.tuple(name, value), { selector: ([own]) => own, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 20 }), async (answers) => {
        // Act
        const { bytes } = await capture((stream, number) => {
          const { status = 200, fields = [] } = answers[number] ?? {};
          stream.respond({ ':status': status, ...Object.fromEntries(fields) }, options);
        }, answers.length);

        // Assess
        const expected = answers.map(({ status, fields }): Field[] => [[':status', String(status)], ...fields]);
        expect(blocksIn(bytes).map(decodingHeaders())).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

/** The header blocks that a server has sent, without padding. */
function blocksIn(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const { type, flags, payload } of framesIn(bytes)) {
    if (type !== frameTypes.headers && type !== frameTypes.continuation) continue;
    const isPadded = type === frameTypes.headers && (flags & frameFlags.padded) !== 0;
    parts.push(isPadded ? payload.subarray(1, payload.length - (payload[0] ?? 0)) : payload);
    if ((flags & frameFlags.endHeaders) === 0) continue;
    blocks.push(Buffer.concat(parts));
    parts = [];
  }
  return blocks;
}
