import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import { parseBody } from '../../../shared/api/parseBody.ts';
import type { Problem } from '../../../shared/api/problem.ts';

const limitBytes = 256 * 1024;
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

function problemOf(body: string, isBase64Encoded = false): Problem | undefined {
  try {
    parseBody(body, isBase64Encoded);
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
  ])('that is %s is none', (_what, body) => {
    // Prepare: the row

    // Act
    const value = parseBody(body, false);

    // Assess
    expect(value).toBeUndefined();
  });

  it('is any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // Prepare
        const body = JSON.stringify(value);

        // Act
        const parsed = [parseBody(body, false), parseBody(Buffer.from(body).toString('base64'), true)];

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

  it('of bytes that are no UTF-8 is not JSON, if they are not within a text', () => {
    // Prepare
    const body = Buffer.from([0x7b, 0xff, 0x7d]).toString('base64');

    // Act
    const problem = problemOf(body, true);

    // Assess
    expect(problem).toMatchObject({ status: 400, code: 'invalid_json' });
  });

  it.each([
    ['exactly 256 KB', JSON.stringify('x'.repeat(limitBytes - 2)), undefined],
    ['one byte more', JSON.stringify('x'.repeat(limitBytes - 1)), 413],
    ['300 KB', JSON.stringify('x'.repeat(300 * 1024)), 413],
    ['fewer characters than bytes', JSON.stringify('语'.repeat(100 * 1024)), 413],
    ['larger, and not even JSON', 'x'.repeat(limitBytes + 1), 413],
  ])('may have 256 KB: %s', (_what, body, status) => {
    // Prepare
    const inBase64 = Buffer.from(body).toString('base64');

    // Act
    const statuses = [problemOf(body)?.status, problemOf(inBase64, true)?.status];

    // Assess
    expect(statuses).toEqual([status, status]);
  });

  it('that is too large is told its size and the limit', () => {
    // Prepare
    const body = ' '.repeat(300 * 1024);

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      detail: 'The body has 307200 bytes.',
      fix: 'Send at most 262144 bytes.',
    });
  });

  it.each([
    ['64 levels', `${'['.repeat(64)}1${']'.repeat(64)}`, undefined],
    ['66 levels', nested(66), 400],
    ['66 levels of objects', `${'{"a":'.repeat(66)}1${'}'.repeat(66)}`, 400],
    ['as many levels as fit', nested(limitBytes / 2), 400],
  ])('must not be nested too deeply: %s', (_what, body, status) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem?.status).toBe(status);
    if (problem) expect(problem).toMatchObject({ code: 'invalid_json', fix: 'Nest at most 64 levels.' });
  });

  it.each([
    ['a lone high surrogate', '{"a":"\\ud83d"}', 400],
    ['a lone low surrogate', '{"a":["\\udc4b"]}', 400],
    ['surrogates the wrong way round', '"\\udc4b\\ud83d"', 400],
    ['a lone surrogate in a name', '{"\\ud83d":1}', 400],
    ['a pair', '{"a":"\\ud83d\\udc4b"}', undefined],
    ['an emoji', '{"👋":"👋"}', undefined],
  ])('must be valid Unicode: %s', (_what, body, status) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem?.status).toBe(status);
    if (problem) expect(problem.fix).toBe('Send texts without lone surrogates.');
  });

  it.each(['1e999', '{"a":[-1e999]}'])('must not have numbers that are out of range: %s', (body) => {
    // Prepare: the row

    // Act
    const problem = problemOf(body);

    // Assess
    expect(problem).toMatchObject({ status: 400, code: 'invalid_json', fix: 'Send it as a string.' });
  });
});
