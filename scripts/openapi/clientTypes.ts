/** The types of `client/js/`, made from the OpenAPI document: `npm run openapi` writes them beside it. */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

export const clientTypesFile = fileURLToPath(new URL('../../client/js/src/openapi.ts', import.meta.url));

const heading = `/**
 * The types of Ringpost's API. Made from docs/openapi.json: change the schemas and run \`npm run openapi\` instead.
 */

`;

/** @param document the OpenAPI document. @returns the text of a TypeScript module that has no code. */
export async function clientTypes(document: object): Promise<string> {
  // openapi-typescript writes with TypeScript's compiler API, which TypeScript 7 no longer has.
  const hooks = registerHooks({
    resolve: (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context),
  });
  try {
    const { default: generate, astToString } = await import('openapi-typescript');
    return heading + astToString(await generate(structuredClone(document) as never, { defaultNonNullable: false }));
  } finally {
    hooks.deregister();
  }
}
