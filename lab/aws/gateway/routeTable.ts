/** Finds the route of a request, as API Gateway does: by method and path segments, the most specific route first. */
import { type KnownRouteKey, type Method, type Route, routes } from '../../../shared/api/routes.ts';

export interface MatchedRoute {
  routeKey: KnownRouteKey;
  route: Route;
  /** URL-decoded. */
  pathParameters: Record<string, string>;
}

/** `malformed`: a `%` that encodes no character. `methods`: the methods of the path, if it has any. */
export type RouteMatch = MatchedRoute | { malformed: true } | { methods: Method[] };

interface Pattern {
  routeKey: KnownRouteKey;
  method: Method;
  segments: string[];
}

const patterns: Pattern[] = (Object.keys(routes) as KnownRouteKey[])
  .map((routeKey) => {
    const [method = '', path = ''] = routeKey.split(' ');
    return { routeKey, method: method as Method, segments: path.split('/') };
  })
  .sort((one, other) => parameterCount(one) - parameterCount(other));

function parameterCount({ segments }: Pattern): number {
  return segments.filter(isParameter).length;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

/**
 * As API Gateway, it decodes the path first: an encoded `/` separates, an encoded `?` ends the path, and a parameter is
 * decoded once more where that is possible.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param rawPath as on the wire, without the query string.
 */
export function matchRoute(method: string, rawPath: string): RouteMatch {
  const path = decoded(rawPath);
  if (path === undefined) return { malformed: true };
  const [routed = ''] = path.split('?');
  const segments = routed.split('/');
  const fitting = patterns.filter((pattern) => fits(pattern, segments));
  const pattern = fitting.find((candidate) => candidate.method === method);
  if (!pattern) return { methods: fitting.map((candidate) => candidate.method) };
  const pathParameters = pattern.segments.flatMap((segment, index) =>
    isParameter(segment) ? [[segment.slice(1, -1), decodedAgain(segments[index] ?? '')]] : [],
  );
  return {
    routeKey: pattern.routeKey,
    route: routes[pattern.routeKey],
    pathParameters: Object.fromEntries(pathParameters),
  };
}

function fits(pattern: Pattern, segments: readonly string[]): boolean {
  if (pattern.segments.length !== segments.length) return false;
  return pattern.segments.every((segment, index) =>
    isParameter(segment) ? segments[index] !== '' : segment === segments[index],
  );
}

function decodedAgain(segment: string): string {
  return decoded(segment) ?? segment;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
