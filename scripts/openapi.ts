/**
 * Writes what is generated from the routes and their schemas: `docs/openapi.json`, and the types and routes of
 * `client/js/`. `npm run openapi` writes them; `npm run openapi:check` only compares, and exits with 1 if one differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Operation } from '../shared/api/operation.ts';
import type { KnownRouteKey } from '../shared/api/routes.ts';
import { clientRoutes, clientRoutesFile } from './openapi/clientRoutes.ts';
import { clientTypes, clientTypesFile } from './openapi/clientTypes.ts';
import { openApiDocument } from './openapi/document.ts';
import { typedOperations } from './openapi/operations.ts';

export { openApiDocument };
export const operations: Readonly<Record<KnownRouteKey, Operation>> = typedOperations;

export const openApiFile = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

/** Each file with the text that it should have. */
export async function madeFiles(): Promise<[path: string, text: string][]> {
  return [
    [openApiFile, openApiText()],
    [clientRoutesFile, clientRoutes()],
    [clientTypesFile, await clientTypes(openApiDocument())],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes('--check');
  for (const [path, text] of await madeFiles()) {
    if (!isCheck) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) {
      const name = relative(process.cwd(), path);
      process.stderr.write(`${name} is out of date. Write it with \`npm run openapi\`, and commit it.\n`);
      process.exitCode = 1;
    }
  }
}
