import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { matchRoute } from '../../lab/aws/gateway/routeTable.ts';
import { type Described, resolved } from './openApi.ts';

interface SeenAnswer {
  status: number;
  body: { code?: string } | undefined;
}

const { paths } = resolved(
  JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, Described>>;
  },
);
/** Formats are for readers: the patterns beside them say what is allowed. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

/**
 * Holds the API to its document: an answer that no client could expect fails the test that got it.
 *
 * @throws Error when a route of the API answers a status, a problem code, or a field that docs/openapi.json does not list
 *   for it.
 */
export function expectDocumented(method: string, path: string, { status, body }: SeenAnswer): void {
  const match = matchRoute(method, path.split('?')[0] ?? path);
  // What is not a request of the API has no operation. A fault of ours is possible everywhere.
  if (!('routeKey' in match) || status >= 500) return;
  const { routeKey } = match;
  const [routeMethod = '', routePath = ''] = routeKey.split(' ');
  const answer = paths[routePath]?.[routeMethod.toLowerCase()]?.responses[status];
  const what = `${routeKey} answered ${status} ${body?.code ?? ''}`;
  if (answer === undefined) throw new Error(`${what}, which docs/openapi.json does not list`);
  const [content] = Object.values(answer.content ?? {});
  if (content === undefined) return;
  const name = `${routeKey} ${status}`;
  const validate = validators.get(name) ?? ajv.compile(content.schema);
  validators.set(name, validate);
  if (!validate(body))
    throw new Error(`${what}, which does not fit docs/openapi.json: ${ajv.errorsText(validate.errors)}`);
}
