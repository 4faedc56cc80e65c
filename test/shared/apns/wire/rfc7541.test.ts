/** The examples of RFC 7541, appendix C, as the decoder reads them. */
import { describe, expect, test } from 'vitest';
import { HeaderDecoder } from '../../../../shared/apns/wire/headerDecoder.ts';
import { encodeHuffman } from '../../../../shared/apns/wire/huffman.ts';

type Fields = [name: string, value: string][];

interface Example {
  section: string;
  /** The blocks of one connection in their order, each as hex and as what it says. */
  blocks: readonly (readonly [hex: string, fields: Fields])[];
}

/** A dynamic table of 256 bytes, as the appendix has for its responses. */
const tableOf256 = '3fe101';

const firstRequest: Fields = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'www.example.com'],
];
const secondRequest: Fields = [...firstRequest, ['cache-control', 'no-cache']];
const thirdRequest: Fields = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/index.html'],
  [':authority', 'www.example.com'],
  ['custom-key', 'custom-value'],
];
const response = (status: string, date: string): Fields => [
  [':status', status],
  ['cache-control', 'private'],
  ['date', date],
  ['location', 'https://www.example.com'],
];
const firstDate = 'Mon, 21 Oct 2013 20:13:21 GMT';
const thirdDate = 'Mon, 21 Oct 2013 20:13:22 GMT';
const thirdResponse: Fields = [
  ...response('200', thirdDate),
  ['content-encoding', 'gzip'],
  ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
];

const examples: readonly Example[] = [
  {
    section: 'C.2.1',
    blocks: [['400a637573746f6d2d6b65790d637573746f6d2d686561646572', [['custom-key', 'custom-header']]]],
  },
  { section: 'C.2.2', blocks: [['040c2f73616d706c652f70617468', [[':path', '/sample/path']]]] },
  { section: 'C.2.3', blocks: [['100870617373776f726406736563726574', [['password', 'secret']]]] },
  { section: 'C.2.4', blocks: [['82', [[':method', 'GET']]]] },
  {
    section: 'C.3, requests without Huffman code',
    blocks: [
      ['828684410f7777772e6578616d706c652e636f6d', firstRequest],
      ['828684be58086e6f2d6361636865', secondRequest],
      ['828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565', thirdRequest],
    ],
  },
  {
    section: 'C.4, requests with Huffman code',
    blocks: [
      ['828684418cf1e3c2e5f23a6ba0ab90f4ff', firstRequest],
      ['828684be5886a8eb10649cbf', secondRequest],
      ['828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf', thirdRequest],
    ],
  },
  {
    section: 'C.5, responses without Huffman code',
    blocks: [
      [
        `${tableOf256}4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d`,
        response('302', firstDate),
      ],
      ['4803333037c1c0bf', response('307', firstDate)],
      [
        '88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31',
        thirdResponse,
      ],
    ],
  },
  {
    section: 'C.6, responses with Huffman code',
    blocks: [
      [
        `${tableOf256}488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3`,
        response('302', firstDate),
      ],
      ['4883640effc1c0bf', response('307', firstDate)],
      [
        '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
        thirdResponse,
      ],
    ],
  },
];

describe('the decoder reads', () => {
  test.each(examples)('$section', ({ blocks }) => {
    // Prepare
    const decoder = new HeaderDecoder();
    // Act
    const read = blocks.map(([hex]) => {
      const bytes = Buffer.from(hex, 'hex');
      const fields: Fields = [];
      decoder.decode(bytes, 0, bytes.length, {
        wants: () => true,
        field: (name, value = '') => fields.push([name, value]),
      });
      return fields;
    });
    // Assess
    expect(read).toEqual(blocks.map(([, fields]) => fields));
  });
});

test.each([
  ['www.example.com', 'f1e3c2e5f23a6ba0ab90f4ff'],
  ['no-cache', 'a8eb10649cbf'],
  ['custom-key', '25a849e95ba97d7f'],
  ['302', '6402'],
  [firstDate, 'd07abe941054d444a8200595040b8166e082a62d1bff'],
])('the Huffman code of %s is that of the appendix', (text, hex) => {
  // Act
  const coded = encodeHuffman(Buffer.from(text));
  // Assess
  expect(coded.toString('hex')).toBe(hex);
});
