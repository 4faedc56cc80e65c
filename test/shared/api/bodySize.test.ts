import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import { checkBodySize } from '../../../shared/api/bodySize.ts';
import type { Problem } from '../../../shared/api/problem.ts';

const limitBytes = 256 * 1024;

function problemOf(body: string, isBase64Encoded = false): Problem | undefined {
  try {
    checkBodySize({ body, isBase64Encoded });
    return undefined;
  } catch (error) {
    if (error instanceof BadRequest) return error.problem;
    throw error;
  }
}

describe('a body', () => {
  it.each([
    ['exactly 256 KB', JSON.stringify('x'.repeat(limitBytes - 2)), undefined],
    ['one byte more', JSON.stringify('x'.repeat(limitBytes - 1)), 413],
    ['300 KB', JSON.stringify('x'.repeat(300 * 1024)), 413],
    ['fewer characters than bytes', JSON.stringify('语'.repeat(100 * 1024)), 413],
    ['larger, and not even JSON', 'x'.repeat(limitBytes + 1), 413],
  ])('can have up to 256 KB: %s', (_what, body, status) => {
    // Prepare
    const inBase64 = Buffer.from(body).toString('base64');

    // Act
    const statuses = [problemOf(body)?.status, problemOf(inBase64, true)?.status];

    // Assess
    expect(statuses).toEqual([status, status]);
  });

  it('that is too large is refused with its size and the limit', () => {
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
});
