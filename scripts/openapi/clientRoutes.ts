/** The routes of `client/js/`: all that an app calls. Servers sign their requests, which the client does not do. */
import { fileURLToPath } from 'node:url';
import type { Operation } from '../../shared/api/operation.ts';
import { type KnownRouteKey, type Route, routes } from '../../shared/api/routes.ts';
import { operationIds } from './operationIds.ts';
import { typedOperations } from './operations.ts';

export const clientRoutesFile = fileURLToPath(new URL('../../client/js/src/routes.ts', import.meta.url));

/** @returns the text of a TypeScript module. @throws Error if a request has two fields of one name. */
export function clientRoutes(): string {
  const keys = (Object.keys(routes) as KnownRouteKey[]).filter((key) => (routes[key] as Route).caller !== 'server');
  const lines = keys.map((key) => `  ${operationIds[key]}: ${line(key)},`);
  return [
    '/** The routes of Ringpost. Made from its OpenAPI document: run `npm run openapi` instead of changing them. */',
    '',
    '/** Method and path; then the parameters of the query. */',
    'export const routes = {',
    ...lines,
    '} as const satisfies Record<string, readonly [route: string, ...query: string[]]>;',
    '',
    'export type OperationId = keyof typeof routes;',
    '',
  ].join('\n');
}

function line(key: KnownRouteKey): string {
  const { query, body, path }: Operation = typedOperations[key];
  const names = [path, query, body].flatMap(fieldNames);
  if (new Set(names).size < names.length) throw new Error(`${key} has two fields of one name: ${names.join(', ')}`);
  return `[${[key, ...fieldNames(query)].map((text) => `'${text}'`).join(', ')}]`;
}

function fieldNames(schema: unknown): string[] {
  const { def } = (schema ?? {}) as { def?: { shape?: object; innerType?: unknown } };
  if (def?.innerType !== undefined) return fieldNames(def.innerType);
  return Object.keys(def?.shape ?? {});
}
