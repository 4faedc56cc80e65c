/** HPACK both ways: any decoder reads what the encoder writes, and invalid header blocks are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeaderDecoder } from '../../../../shared/apns/wire/headerDecoder.ts';
import { HeaderEncoder } from '../../../../shared/apns/wire/headerEncoder.ts';
import { decodeHuffman, encodeHuffman } from '../../../../shared/apns/wire/huffman.ts';
import { ConnectionError, errorCodes } from '../../../../shared/apns/wire/protocol.ts';
import { decodingHeaders, type Field } from '../../../support/apns/decodingHeaders.ts';

function codeOf(work: () => unknown): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ConnectionError) return error.code;
    throw error;
  }
}

const text = fc.string({
  maxLength: 60,
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const request = fc.record({
  method: fc.constantFrom('POST' as const, 'GET' as const, 'DELETE' as const),
  path: text.map((rest) => `/3/device/${rest}`),
  authorization: fc.option(fc.constantFrom('bearer one', `bearer ${'x'.repeat(300)}`, `bearer ${'y'.repeat(3000)}`), {
    nil: undefined,
  }),
  headers: fc.record(
    {
      'apns-topic': fc.oneof(fc.constantFrom('com.example.a', 'com.example.b'), text),
      'apns-push-type': fc.constantFrom('alert', 'voip', 'background'),
      'apns-priority': fc.constantFrom('10', '5'),
      'apns-expiration': fc.nat().map(String),
      'apns-id': fc.uuid(),
      'apns-collapse-id': fc.string({ unit: 'grapheme', maxLength: 20 }).map((id) => `c${id}c`),
      'apns-request-id': text,
    },
    { requiredKeys: [] },
  ),
});
const step = fc.oneof(
  { weight: 9, arbitrary: request },
  { weight: 1, arbitrary: fc.constantFrom(0, 60, 100, 300, 1000, 4096, 65_536) },
);

describe('a header block', () => {
  test('means the same to any decoder, across any changes of the table size', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const encoder = new HeaderEncoder();
        const decode = decodingHeaders();
        const bytes = Buffer.alloc(16_384);
        for (const each of steps) {
          if (typeof each === 'number') {
            encoder.limitTable(each);
            continue;
          }
          const { method, path, headers, authorization } = each;
          const end = encoder.encode(bytes, 0, { method, path, headers }, 'api.example.com:443', authorization);
          const expected: Field[] = [
            [':method', method],
            [':scheme', 'https'],
            [':authority', 'api.example.com:443'],
            [':path', path],
            ...(authorization === undefined ? [] : [['authorization', authorization] as Field]),
            ...Object.entries(headers),
          ];
          expect(decode(bytes.subarray(0, end))).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('of the second push holds only the differences and is about a third as long', () => {
    // Prepare
    const encoder = new HeaderEncoder();
    const bytes = Buffer.alloc(16_384);
    const push = (id: string) => ({
      method: 'POST' as const,
      path: `/3/device/${'ab'.repeat(32)}`,
      headers: {
        'apns-topic': 'com.example.ringpost',
        'apns-push-type': 'alert',
        'apns-priority': '10',
        'apns-expiration': '1764500000',
        'apns-id': id,
      },
    });
    const authorization = `bearer ${'x'.repeat(200)}`;
    // Act
    const lengths = ['a5d1f0c2-0000-4000-8000-000000000000', 'a5d1f0c2-0000-4000-8000-000000000001'].map((id) =>
      encoder.encode(bytes, 0, push(id), 'api.push.apple.com', authorization),
    );
    // Assess
    expect(lengths).toEqual([385, 135]);
  });
});

describe('the Huffman code', () => {
  test('of any bytes decodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const coded = encodeHuffman(bytes);
        const out = Buffer.alloc(400);
        const length = decodeHuffman(coded, 0, coded.length, out);
        expect([...out.subarray(0, length)]).toEqual([...bytes]);
      }),
    );
  });

  test.each([
    ['an end of string', 'ffffffff'],
    ['padding of eight bits', '6402ff'],
    ['padding that is not all ones', '18'],
    ['a code that is cut short', 'ffff'],
  ])('with %s is refused', (_what, hex) => {
    // Prepare
    const coded = Buffer.from(hex, 'hex');
    // Act
    const code = codeOf(() => decodeHuffman(coded, 0, coded.length, Buffer.alloc(16)));
    // Assess
    expect(code).toBe(errorCodes.compressionError);
  });
});

describe('an invalid header block', () => {
  test.each([
    ['index 0', '80'],
    ['an index beyond the table', 'be'],
    ['a name with an index beyond the table', '7f0000'],
    ['an integer without end', 'ffffffffffff7f'],
    ['an integer that is cut short', 'ff'],
    ['a string longer than the block', '400561'],
    ['a field without a value', '4001'],
    ['a table larger than allowed', '3fe21f'],
    ['a table size after a field', '8820'],
  ])('is refused: %s', (_what, hex) => {
    // Prepare
    const bytes = Buffer.from(hex, 'hex');
    // Act
    const code = codeOf(() => decodingHeaders()(bytes));
    // Assess
    expect(code).toBe(errorCodes.compressionError);
  });

  test('of any bytes is refused or read, and never read beyond its end', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }), (blocks) => {
        const decoder = new HeaderDecoder();
        for (const each of blocks) {
          // What is behind the block must not matter.
          const bytes = Buffer.concat([each, Buffer.alloc(40, 0x41)]);
          const code = codeOf(() => decoder.decode(bytes, 0, each.length, { wants: () => true, field() {} }));
          if (code === undefined) continue;
          expect(code).toBe(errorCodes.compressionError);
          return;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
