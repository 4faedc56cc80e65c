import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../../../lab/aws/gateway/routeTable.ts';
import { routes } from '../../../../shared/api/routes.ts';

describe('the route table', () => {
  it.each(Object.keys(routes))('finds %s', (routeKey) => {
    // Prepare
    const [method = '', path = ''] = routeKey.split(' ');
    const rawPath = path.replaceAll(/\{(\w+)\}/g, 'the-$1');

    // Act
    const match = matchRoute(method, rawPath);

    // Assess
    expect(match).toMatchObject({ routeKey });
  });

  it.each([
    ['an encoded slash separates', '/v1/devices/a%2Fb', { methods: [] }],
    ['an encoded question mark ends the path', '/v1/devices/a%3Fb', { pathParameters: { deviceId: 'a' } }],
    ['a parameter is decoded twice', '/v1/devices/%2541', { pathParameters: { deviceId: 'A' } }],
    [
      'a value that cannot be decoded twice is decoded once',
      '/v1/devices/100%25',
      { pathParameters: { deviceId: '100%' } },
    ],
    ['other characters are decoded', '/v1/devices/%E7%94%A8', { pathParameters: { deviceId: '用' } }],
  ])('decodes paths before it matches them: %s', (_what, rawPath, expected) => {
    // Act
    const match = matchRoute('PUT', rawPath);

    // Assess
    expect(match).toMatchObject(expected);
  });

  it.each<[string, string, string[]]>([
    ['GET', '/v1/devices/a', ['PUT', 'DELETE']],
    ['PATCH', '/v1/profile', ['GET', 'PUT']],
    ['GET', '/v1/none', []],
    ['GET', '/v1/devices/', []],
    ['PUT', '/v1/devices//presence', []],
    ['GET', '/v1/devices/a/b', []],
    ['GET', '/v1/', []],
    ['GET', '/V1/devices', []],
  ])('does not have %s %s, and lists the methods of the path', (method, rawPath, methods) => {
    // Prepare
    const sort = (match: object) => ('methods' in match ? { methods: (match.methods as string[]).toSorted() } : match);

    // Act
    const match = matchRoute(method, rawPath);

    // Assess
    expect(sort(match)).toEqual({ methods: methods.toSorted() });
  });

  it.each(['/v1/devices/%', '/v1/devices/%zz', '/v1/devices/%ff', '/v1/%e0%a4', '/v1/none/%'])(
    'reports %s as malformed',
    (rawPath) => {
      // Prepare
      const method = 'PUT';

      // Act
      const match = matchRoute(method, rawPath);

      // Assess
      expect(match).toEqual({ malformed: true });
    },
  );
});
