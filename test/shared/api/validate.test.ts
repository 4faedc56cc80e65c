import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import type { RequestPart } from '../../../shared/api/fieldErrors.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import { messageOperations } from '../../../shared/api/schemas/messages.ts';
import { validate } from '../../../shared/api/validate.ts';

const schema = z.strictObject({
  name: z.string().check(z.minLength(2), z.maxLength(4)),
  count: z.optional(z.int().check(z.minimum(1), z.maximum(10))),
  list: z.optional(z.array(z.strictObject({ flag: z.boolean() })).check(z.minLength(1), z.maxLength(2))),
  kind: z.optional(z.enum(['alert', 'voip'])),
  'a/b~c': z.optional(z.string()),
  code: z.optional(z.string().check(z.regex(/^x/, 'must begin with x'))),
  either: z.optional(z.union([z.string(), z.number()])),
});

function problemOf(part: RequestPart, value: unknown, of: z.ZodMiniType = schema): Problem {
  try {
    validate(part, of, value);
  } catch (error) {
    if (error instanceof BadRequest) return error.problem;
    throw error;
  }
  throw new Error('the value is valid');
}

describe('a valid part of a request', () => {
  it('is passed on as the schema parses it', () => {
    // Prepare
    const withDefault = z.strictObject({ ttlSeconds: z._default(z.int(), 120) });

    // Act
    const value = validate('body', withDefault, {});

    // Assess
    expect(value).toEqual({ ttlSeconds: 120 });
  });

  it('without a schema is left out', () => {
    // Prepare
    const value = { anything: 1 };

    // Act
    const result = validate('query', undefined, value);

    // Assess
    expect(result).toBeUndefined();
  });
});

describe('a fault in a body', () => {
  it.each<[string, unknown, string, string]>([
    ['is missing', {}, '/name', 'is missing'],
    ['is missing, in a list', { name: 'ab', list: [{ flag: true }, {}] }, '/list/1/flag', 'is missing'],
    ['has the wrong type', { name: 7 }, '/name', 'must be of type string'],
    ['is null', { name: null }, '/name', 'must be of type string'],
    ['is not an integer', { name: 'ab', count: 1.5 }, '/count', 'must be of type int'],
    ['is too short', { name: 'a' }, '/name', 'must have at least 2 characters'],
    ['is too long', { name: 'abcde' }, '/name', 'must have at most 4 characters'],
    ['is too small', { name: 'ab', count: 0 }, '/count', 'must be at least 1'],
    ['is too large', { name: 'ab', count: 11 }, '/count', 'must be at most 10'],
    ['has too few entries', { name: 'ab', list: [] }, '/list', 'must have at least 1 entry'],
    [
      'has too many entries',
      { name: 'ab', list: [{ flag: true }, { flag: true }, { flag: true }] },
      '/list',
      'must have at most 2 entries',
    ],
    ['is not one of the values', { name: 'ab', kind: 'both' }, '/kind', 'must be one of alert, voip'],
    ['has the wrong form', { name: 'ab', code: 'y' }, '/code', 'must begin with x'],
    ['is neither of two', { name: 'ab', either: true }, '/either', 'must be of type string or number'],
    ['is unknown', { name: 'ab', extra: 1 }, '/extra', 'is an unknown field'],
    ['is unknown, in a list', { name: 'ab', list: [{ flag: true, x: 1 }] }, '/list/0/x', 'is an unknown field'],
    ['has a name to be escaped', { name: 'ab', 'a/b~c': 1 }, '/a~1b~0c', 'must be of type string'],
  ])('is named with the expected value: it %s', (_what, body, path, message) => {
    // Prepare: the row

    // Act
    const problem = problemOf('body', body);

    // Assess
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: `${path} ${message}.`,
      errors: [{ path, message }],
    });
    expect(problem.fix).not.toBe('');
  });

  it.each([
    ['missing', undefined, 'is missing'],
    ['a list', [], 'must be of type object'],
    ['a text', 'secret', 'must be of type object'],
    ['null', null, 'must be of type object'],
  ])('can be the body as a whole: %s', (_what, body, message) => {
    // Prepare: the row

    // Act
    const problem = problemOf('body', body);

    // Assess
    expect(problem.errors).toEqual([{ path: '', message }]);
  });

  it('is named once for each field', () => {
    // Prepare
    const body = { count: 0, one: 1, two: 2 };

    // Act
    const { errors, detail } = problemOf('body', body);

    // Assess
    expect(errors?.map(({ path }) => path).toSorted()).toEqual(['/count', '/name', '/one', '/two']);
    for (const { path } of errors ?? []) expect(detail).toContain(path);
  });

  it('is named without its value, which could be a secret', () => {
    // Prepare
    const body = { name: 'a secret', kind: 'secret', code: 'secret', count: 'secret' };

    // Act
    const problem = problemOf('body', body);

    // Assess
    expect(problem.errors).toHaveLength(4);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('is listed for 20 fields and counted beyond', () => {
    // Prepare
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 1]));

    // Act
    const [twenty, many] = [20, 25_000].map((count) => problemOf('body', { name: 'ab', ...fields(count) }));

    // Assess
    expect(twenty?.errors).toHaveLength(20);
    expect(twenty?.detail).toMatch(/; \/f19 is an unknown field\.$/);
    expect(many?.errors).toEqual(twenty?.errors);
    expect(many?.detail).toMatch(/; \/f19 is an unknown field; and 24980 more\.$/);
  });

  it('gets a short answer even if each of many entries is wrong', () => {
    // Prepare
    const body = { to: { userId: 'bob' }, elements: new Array(100_000).fill(0) };

    // Act
    const problem = problemOf('body', body, messageOperations['POST /v1/messages'].body);

    // Assess
    expect(problem.errors).not.toEqual([]);
    expect(JSON.stringify(problem).length).toBeLessThan(10_000);
  });
});

describe('a fault where several forms are allowed', () => {
  const forms = z.strictObject({
    sound: z.optional(
      z.union([z.string(), z.strictObject({ name: z.string(), volume: z.optional(z.number().check(z.maximum(1))) })]),
    ),
    quiet: z.optional(z.union([z.enum(['any', 'this']), z.array(z.enum(['ios', 'android']))])),
    receipt: z.optional(
      z.union([
        z.strictObject({ messageId: z.string(), event: z.enum(['shown', 'tapped']), at: z.string() }),
        z.strictObject({ callId: z.string(), event: z.literal('callReported'), at: z.string() }),
      ]),
    ),
    element: z.optional(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text'), text: z.string() }),
        z.strictObject({ type: z.literal('file') }),
      ]),
    ),
  });

  it.each<[string, unknown, ...(readonly [path: string, message: string])[]]>([
    ['neither of two types', { sound: 7 }, ['/sound', 'must be of type string or object']],
    ['null', { sound: null }, ['/sound', 'must be of type string or object']],
    ['an object without a field', { sound: {} }, ['/sound/name', 'is missing']],
    ['an object with an unknown field', { sound: { name: 'a', x: 1 } }, ['/sound/x', 'is an unknown field']],
    ['a field that is too large', { sound: { name: 'a', volume: 2 } }, ['/sound/volume', 'must be at most 1']],
    ['another word', { quiet: 'all' }, ['/quiet', 'must be one of any, this, or of type array']],
    ['another entry', { quiet: ['ios', 'mac'] }, ['/quiet/1', 'must be one of ios, android']],
    [
      'nothing of either form',
      { receipt: {} },
      ['/receipt/messageId', 'is missing, or callId instead'],
      ['/receipt/event', 'is missing'],
      ['/receipt/at', 'is missing'],
    ],
    [
      'neither of two IDs',
      { receipt: { event: 'shown', at: '' } },
      ['/receipt/messageId', 'is missing, or callId instead'],
    ],
    [
      'an event of the other form',
      { receipt: { messageId: '', event: 'callReported', at: '' } },
      ['/receipt/event', 'must be one of shown, tapped'],
    ],
    ['a field of one form', { receipt: { callId: '', event: 'callReported' } }, ['/receipt/at', 'is missing']],
    ['an unknown type', { element: { type: 'smell' } }, ['/element/type', 'must be one of text, file']],
    ['no type', { element: {} }, ['/element/type', 'is missing']],
    ['a field of the form that its type names', { element: { type: 'text' } }, ['/element/text', 'is missing']],
  ])('is named with its field and the allowed forms: %s', (_what, body, ...expected) => {
    // Prepare: the row

    // Act
    const { errors } = problemOf('body', body, forms);

    // Assess
    expect(errors).toEqual(expected.map(([path, message]) => ({ path, message })));
  });
});

describe('the name of a field', () => {
  it.each([
    ['at the limit', 'x'.repeat(64), `/${'x'.repeat(64)}`],
    ['over the limit', 'x'.repeat(65), `/${'x'.repeat(63)}…`],
    ['that doubles when escaped', '/'.repeat(250_000), `/${'~1'.repeat(63)}…`],
    ['that would be cut within a character', `${'x'.repeat(62)}😀y`.repeat(2), `/${'x'.repeat(62)}…`],
  ])('%s is cut in an error', (_what, name, path) => {
    // Prepare
    const body = { name: 'ab', [name]: 1 };

    // Act
    const problem = problemOf('body', body);

    // Assess
    expect(problem.errors).toEqual([{ path, message: 'is an unknown field' }]);
    expect(problem.detail.length).toBeLessThan(200);
  });

  it('of an entry is cut as well', () => {
    // Prepare
    const named = z.record(z.string().check(z.maxLength(3)), z.string());

    // Act
    const { errors } = problemOf('body', { abcd: '' }, named);

    // Assess
    expect(errors).toEqual([{ path: '/abcd', message: 'is not a valid key: it must have at most 3 characters' }]);
  });

  it('is cut in a query too', () => {
    // Prepare
    const query = { name: 'ab', ['x'.repeat(10_000)]: '1' };

    // Act
    const { errors } = problemOf('query', query);

    // Assess
    expect(errors?.[0]?.path).toBe(`query.${'x'.repeat(63)}…`);
  });
});

describe('a fault in a parameter', () => {
  it.each<[RequestPart, unknown, string]>([
    ['path', { name: 'a' }, 'path.name'],
    ['query', {}, 'query.name'],
    ['query', { name: 'ab', extra: '1' }, 'query.extra'],
  ])('is named with its place: %s %j', (part, value, path) => {
    // Prepare: the row

    // Act
    const problem = problemOf(part, value);

    // Assess
    expect(problem.errors).toMatchObject([{ path }]);
  });
});
