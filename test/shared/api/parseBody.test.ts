import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import { parseBody } from '../../../shared/api/parseBody.ts';
import type { Problem } from '../../../shared/api/problem.ts';

const limitBytes = 256 * 1024;
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

function problemOf(body: string, isBase64Encoded = false, contentLength?: string): Problem | undefined {
  try {
    parseBody({ body, isBase64Encoded, contentLength });
    return undefined;
  } catch (error) {
    if (error instanceof BadRequest) return error.problem;
    throw error;
  }
}

describe('a body', () => {
  it.each([
    ['undefined', undefined],
    ['empty', ''],
  ])('counts as absent when %s', (_what, body) => {
    // Prepare: the row

    // Act
    const value = parseBody({ body, isBase64Encoded: false });

    // Assess
    expect(value).toBeUndefined();
  });

  it('is any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // Prepare
        const body = JSON.stringify(value);

        // Act
        const parsed = [
          parseBody({ body, isBase64Encoded: false }),
          parseBody({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
        ];

        // Assess
        expect(parsed).toEqual([JSON.parse(body), JSON.parse(body)]);
      }),
    );
  });

  it.each([
    ['unfinished', '{"text":"a secret'],
    ['a word', 'secret'],
    ['two values', '{} {}'],
    ['a single quote', "{'secret': 1}"],
    ['white space', ' \n'],
    ['a byte order mark', '\ufeff{}'],
    ['base64 that was not announced', Buffer.from('{}').toString('base64')],
  ])('that is not JSON is refused without being quoted: %s', (_what, body) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem).toMatchObject({ status: 400, code: 'invalid_json', detail: 'The body is not JSON.' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it.each([
    ['outside of a text', [0x7b, 0xff, 0x7d]],
    ['in a text: GBK', [0x22, 0xc4, 0xe3, 0xba, 0xc3, 0x22]],
    ['in a text: half a character', [0x22, 0xf0, 0x9f, 0x98, 0x22]],
    ['in a text: a surrogate as CESU-8 writes it', [0x22, 0xed, 0xa0, 0xbd, 0x22]],
    ['in a text: more bytes than the character needs', [0x22, 0xc0, 0xaf, 0x22]],
  ])('with invalid UTF-8 is refused: %s', (_what, bytes) => {
    // Prepare
    const sent = Buffer.from(bytes);

    // Act
    const problem = problemOf(sent.toString('base64'), true);

    // Assess
    expect(problem).toMatchObject({ status: 400, code: 'invalid_json', detail: 'The body is not UTF-8.' });
  });

  it('with invalid UTF-8 is refused after it was decoded on its way', () => {
    // Prepare
    const sent = Buffer.from([0x22, 0xc4, 0xe3, 0xba, 0xc3, 0x22]);
    const body = sent.toString('utf8');

    // Act
    const problem = problemOf(body, false, String(sent.length));

    // Assess
    expect(problem).toMatchObject({ status: 400, code: 'invalid_json', detail: 'The body is not UTF-8.' });
  });

  it('can contain a U+FFFD of its sender', () => {
    // Prepare
    const body = '"what \uFFFD is"';
    const contentLength = String(Buffer.byteLength(body));

    // Act
    const values = [
      parseBody({ body, isBase64Encoded: false, contentLength }),
      parseBody({ body, isBase64Encoded: false }),
      parseBody({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true, contentLength }),
    ];

    // Assess
    expect(new Set(values)).toEqual(new Set(['what \uFFFD is']));
  });

  it.each([
    ['64 levels', `${'['.repeat(64)}1${']'.repeat(64)}`, undefined],
    ['65 levels', nested(65), '/0'.repeat(64)],
    ['66 levels of objects', `${'{"a":'.repeat(66)}1${'}'.repeat(66)}`, '/a'.repeat(64)],
    ['as many levels as fit', nested(limitBytes / 2), '/0'.repeat(64)],
    ['65 levels beside something else', `{"a":1,"b":[2,${nested(63)}]}`, `/b/1${'/0'.repeat(62)}`],
  ])('must not be nested too deeply: %s', (_what, body, path) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem?.errors).toEqual(path && [{ path, message: 'is nested too deeply' }]);
    if (problem) expect(problem).toMatchObject({ status: 400, code: 'invalid_json', fix: 'Nest at most 64 levels.' });
  });

  it.each([
    ['a lone high surrogate', '{"a":"\\ud83d"}', '/a'],
    ['a lone low surrogate', '{"a":["\\udc4b"]}', '/a/0'],
    ['surrogates the wrong way round', '"\\udc4b\\ud83d"', ''],
    ['a lone surrogate in a name', '{"a":{"\\ud83d":1}}', '/a'],
    ['a pair', '{"a":"\\ud83d\\udc4b"}', undefined],
    ['an emoji', '{"👋":"👋"}', undefined],
  ])('must be valid Unicode: %s', (_what, body, path) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem?.errors?.map((error) => error.path)).toEqual(path === undefined ? undefined : [path]);
    if (problem) expect(problem).toMatchObject({ status: 400, fix: 'Send texts without lone surrogates.' });
  });

  it.each([
    ['out of range', '1e999', ''],
    ['out of range, with many digits', `{"a":[0,-${'9'.repeat(400)}]}`, '/a/1'],
    ['indistinguishable from 0', '{"a":{"b":1e-400}}', '/a/b'],
    ['beyond 2^53', '{"offlinePush":{"ext":{"id":9007199254740993}}}', '/offlinePush/ext/id'],
    ['of too many digits', '[3.14159265358979323846]', '/0'],
    ['beyond 2^53, under __proto__', '{"__proto__":{"a":9007199254740993}}', '/__proto__/a'],
    ['beyond 2^53, in a name with a slash', '{"a/b~c":9007199254740993}', '/a~1b~0c'],
  ])('must not have a number that loses its value: %s', (_what, body, path) => {
    // Prepare: the row

    // Act
    const problems = [problemOf(body), problemOf(body.replaceAll(/([[{:,])/g, '$1 \n\t'))];

    // Assess
    for (const problem of problems) {
      expect(problem).toMatchObject({ status: 400, code: 'invalid_json', fix: 'Send it as a string.' });
      expect(problem?.errors?.map((error) => error.path)).toEqual([path]);
    }
  });

  it('with long numbers in a string is accepted', () => {
    // Prepare
    const body = JSON.stringify({ a: 'id: 9007199254740993, 1e999', token: '1e999'.repeat(12) });

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem).toBeUndefined();
  });
});
