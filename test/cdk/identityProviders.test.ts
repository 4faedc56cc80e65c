import { describe, expect, it } from 'vitest';
import { auth0, cognitoUserPool, firebase, identityProblems, type OidcIdentity } from '../../cdk/identityProviders.ts';

describe('an identity provider', () => {
  it.each<[string, OidcIdentity, OidcIdentity]>([
    [
      'Auth0, whose issuer ends with a slash',
      auth0({ domain: 'example.eu.auth0.com', audience: 'https://ringpost.example.com' }),
      { issuerUrl: 'https://example.eu.auth0.com/', audiences: ['https://ringpost.example.com'] },
    ],
    [
      'Auth0 under a domain of your own, several audiences and a scope',
      auth0({ domain: 'login.example.com', audience: ['ios', 'ipad'], requiredScope: 'chat' }),
      { issuerUrl: 'https://login.example.com/', audiences: ['ios', 'ipad'], requiredScope: 'chat' },
    ],
    [
      'Firebase, whose audience is the project',
      firebase({ projectId: 'example-chat' }),
      { issuerUrl: 'https://securetoken.google.com/example-chat', audiences: ['example-chat'] },
    ],
    [
      'a user pool, whose ID begins with its region',
      cognitoUserPool({ userPoolId: 'eu-central-1_AbCdEf123', clientIds: ['1example', '2example'] }),
      {
        issuerUrl: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123',
        audiences: ['1example', '2example'],
      },
    ],
    [
      'a user pool in China',
      cognitoUserPool({ userPoolId: 'cn-north-1_AbCdEf123', clientIds: ['1example'] }),
      {
        issuerUrl: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbCdEf123',
        audiences: ['1example'],
      },
    ],
  ])('is accepted: %s', (_what, identity, expected) => {
    // Act
    const problems = identityProblems(identity);

    // Assess
    expect(identity).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe('several issuers', () => {
  const first: OidcIdentity = { issuerUrl: 'https://one.example.com', audiences: ['x'] };
  const second: OidcIdentity = { issuerUrl: 'https://two.example.com', audiences: ['x'] };

  it.each<[string, OidcIdentity[]]>([
    ['with a prefix for one', [first, { ...second, userIdPrefix: 'two:' }]],
    [
      'with prefixes for both',
      [
        { ...first, userIdPrefix: 'one:' },
        { ...second, userIdPrefix: 'two:' },
      ],
    ],
    [
      'that share their users',
      [
        { ...first, sharesUserIds: true },
        { ...second, sharesUserIds: true },
      ],
    ],
  ])('are accepted %s', (_what, identity) => {
    // Act
    const problems = identityProblems(identity);

    // Assess
    expect(problems).toEqual([]);
  });

  it.each<[string, OidcIdentity[], string]>([
    ['none at all', [], 'empty list'],
    ['users that would be the same', [first, second], 'with the same `sub` would be the same user'],
    ['users that only one of them shares', [first, { ...second, sharesUserIds: true }], 'would be the same user'],
    [
      'prefixes that begin alike',
      [
        { ...first, userIdPrefix: 'staff' },
        { ...second, userIdPrefix: 'staff:uk:' },
      ],
      'begin alike',
    ],
    ['the same issuer twice', [first, { ...first, userIdPrefix: 'two:' }], 'listed twice'],
    ['a prefix with a space', [first, { ...second, userIdPrefix: 'two ' }], 'userIdPrefix `two `'],
    ['no algorithm', [{ ...first, algorithms: [] }], 'identity.algorithms'],
  ])('are refused with %s', (_what, identity, problem) => {
    // Act
    const problems = identityProblems(identity);

    // Assess
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a mistake', () => {
  const issuerUrl = 'https://issuer.example.com';

  it.each<[string, OidcIdentity, string]>([
    ['a domain with https://', auth0({ domain: 'https://example.auth0.com', audience: 'x' }), 'a host on the internet'],
    ['a host of this machine', { issuerUrl: 'https://localhost', audiences: ['x'] }, 'a host on the internet'],
    ['a query', { issuerUrl: `${issuerUrl}?tenant=1`, audiences: ['x'] }, 'at most a path'],
    [
      'Auth0 without the slash',
      { issuerUrl: 'https://example.eu.auth0.com', audiences: ['x'] },
      'write `https://example.eu.auth0.com/`, or use auth0()',
    ],
    [
      'a user pool with a slash',
      { issuerUrl: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_A/', audiences: ['x'] },
      'no slash at the end',
    ],
    [
      'Firebase with the ID of an app',
      { issuerUrl: 'https://securetoken.google.com/example-chat', audiences: ['1:23:ios:45'] },
      'the project ID `example-chat`',
    ],
    [
      'a scope for Firebase',
      { ...firebase({ projectId: 'example-chat' }), requiredScope: 'chat' },
      'do not have scopes',
    ],
    ['an audience with a space', { issuerUrl, audiences: ['x', 'y '] }, 'has spaces around it'],
    ['two scopes', { issuerUrl, audiences: ['x'], requiredScope: 'chat calls' }, 'must be one scope, without spaces'],
    ['an empty scope', { issuerUrl, audiences: ['x'], requiredScope: '' }, 'must be one scope'],
  ])('is reported with its fix: %s', (_what, identity, expected) => {
    // Act
    const problems = identityProblems(identity);

    // Assess
    expect(problems).toEqual([expect.stringContaining(expected)]);
  });
});
