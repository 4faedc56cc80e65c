/**
 * Writes `docs/openapi.json` from the routes and their schemas: `npm run openapi`. `npm run openapi:check` only
 * compares the two, and exits with 1 when they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Operation } from '../shared/api/operation.ts';
import type { KnownRouteKey } from '../shared/api/routes.ts';
import { openApiDocument } from './openapi/document.ts';
import { typedOperations } from './openapi/operations.ts';

export { openApiDocument };
export const operations: Readonly<Record<KnownRouteKey, Operation>> = typedOperations;

export const openApiFile = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeFileSync(openApiFile, openApiText());
  else if (readFileSync(openApiFile, 'utf8') !== openApiText()) {
    process.stderr.write('docs/openapi.json is out of date. Write it with `npm run openapi`, and commit it.\n');
    process.exitCode = 1;
  }
}
