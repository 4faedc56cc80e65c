import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../../cdk/statements.ts';
import { type Authorization, isAllowed, isLike } from '../../../../lab/aws/iam/policy.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/ringpost';
const readUsers: Statement = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:Query'],
  Resource: [table],
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*', 'APPS'] } },
};
const getItem = (...leadingKeys: string[]): Authorization => ({
  action: 'dynamodb:GetItem',
  resource: table,
  leadingKeys,
});

describe('a statement', () => {
  it.each<[string, Authorization]>([
    ['its action on its resource and keys', getItem('USER#alice')],
    ['several of its keys at once', getItem('USER#alice', 'USER#bob', 'APPS')],
    ['a key of many lines', getItem('USER#a\nb')],
  ])('allows %s', (_what, authorization) => {
    // Prepare
    const statements = [readUsers];

    // Act
    const allowed = isAllowed(statements, authorization);

    // Assess
    expect(allowed).toBe(true);
  });

  it.each<[string, Authorization]>([
    ['another action', { ...getItem('USER#alice'), action: 'dynamodb:PutItem' }],
    ['another resource', { ...getItem('USER#alice'), resource: `${table}-2` }],
    ['another kind of key', getItem('TOKEN#1')],
    ['another kind of key among its own', getItem('USER#alice', 'TOKEN#1')],
    ['a key that only begins like a whole one', getItem('APPS#1')],
    ['a key in lower case', getItem('user#alice')],
  ])('does not allow %s', (_what, authorization) => {
    // Prepare
    const statements = [readUsers];

    // Act
    const allowed = isAllowed(statements, authorization);

    // Assess
    expect(allowed).toBe(false);
  });

  it('must allow the whole request by itself, without another statement', () => {
    // Prepare
    const readTokens: Statement = {
      ...readUsers,
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TOKEN#*'] } },
    };

    // Act
    const allowed = isAllowed([readUsers, readTokens], getItem('USER#alice', 'TOKEN#1'));

    // Assess
    expect(allowed).toBe(false);
  });
});

describe('a pattern', () => {
  it('without wildcards matches only itself, whatever characters it has', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[*?]/.test(text)),
        fc.string({ minLength: 1 }),
        (text, more) => {
          // Prepare
          const pattern = text;

          // Act
          const fits = [text, text + more, more + text].map((candidate) => isLike(candidate, pattern));

          // Assess
          expect(fits).toEqual([true, false, false]);
        },
      ),
    );
  });

  it.each([
    ['secret:ringpost/dev/apps/com.example.chat-a1b2c3', 'secret:ringpost/dev/apps/*', true],
    ['secret:ringpost/dev/ring-ticket-key-a1b2c3', 'secret:ringpost/dev/apps/*', false],
    ['secret:key-a1b2c3', 'secret:key-??????', true],
    ['secret:key-a1b2c', 'secret:key-??????', false],
  ])('%s matches %s: %s', (text, pattern, expected) => {
    // Act
    const fits = isLike(text, pattern);

    // Assess
    expect(fits).toBe(expected);
  });
});
