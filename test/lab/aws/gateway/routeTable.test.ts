import fc from 'fast-check';
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

  it('gives path parameters as they were before they were encoded, whatever they are', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (deviceId, kind) => {
        // Prepare
        const rawPath = `/v1/devices/${encodeURIComponent(deviceId)}/tokens/${encodeURIComponent(kind)}`;

        // Act
        const match = matchRoute('DELETE', rawPath);

        // Assess
        expect(match).toMatchObject({ pathParameters: { deviceId, kind } });
      }),
    );
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
  ])('knows no %s %s, and says what the path answers to', (method, rawPath, methods) => {
    // Prepare
    const sort = (match: object) => ('methods' in match ? { methods: (match.methods as string[]).toSorted() } : match);

    // Act
    const match = matchRoute(method, rawPath);

    // Assess
    expect(sort(match)).toEqual({ methods: methods.toSorted() });
  });

  it.each(['/v1/devices/%', '/v1/devices/%zz', '/v1/devices/%ff', '/v1/%e0%a4', '/v1/none/%'])(
    'says that %s is malformed',
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
