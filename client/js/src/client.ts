import { idempotencyKey } from './idempotencyKey.ts';
import { pathId } from './pathId.ts';
import { type OperationId, routes } from './routes.ts';
import { type ClientOptions, openTransport } from './transport.ts';
import type { RequestOptions, RingpostClient } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Operations without a login: two of them have a ticket instead. */
const open: readonly OperationId[] = ['getHealth', 'getRing', 'reportByTicket'];

/** A client of one stage, for one user at a time: whoever the token names. */
export function createClient(options: ClientOptions): RingpostClient {
  const send = openTransport(options);

  function call(id: OperationId, fields: Fields = {}, { signal, idempotencyKey: key }: RequestOptions = {}) {
    const [route, ...queryNames] = routes[id];
    const [method = '', template = ''] = route.split(' ');
    const { path, others } = fillIn(template, fields);
    const { query, body } = divide(others, queryNames);
    const makes = id === 'sendMessage' || id === 'startCall';
    return send({
      method,
      path: path + query,
      needsToken: !open.includes(id),
      ...(method !== 'GET' && method !== 'DELETE' && { body }),
      ...(makes && !query && { idempotencyKey: key ?? idempotencyKey() }),
      signal,
    });
  }

  const methods = Object.keys(routes).map((id) => [
    id,
    (...given: [Fields?, RequestOptions?]) => call(id as OperationId, ...given),
  ]);
  const client = {
    ...Object.fromEntries(methods),
    explainMessage: (fields: Fields, given?: RequestOptions) =>
      call('sendMessage', { ...fields, explain: true }, given),
    explainCall: (fields: Fields, given?: RequestOptions) => call('startCall', { ...fields, explain: true }, given),
  };
  // The types are worked out from the document, and the methods are made from the same.
  return client as RingpostClient;
}

function fillIn(template: string, fields: Fields): { path: string; others: Fields } {
  const others = { ...fields };
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = others[name];
    delete others[name];
    if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a text that is not empty`);
    return pathId(value);
  });
  return { path, others };
}

function divide(fields: Fields, queryNames: readonly string[]): { query: string; body: Fields } {
  const isInQuery = ([name, value]: [string, unknown]) => queryNames.includes(name) && value !== undefined;
  const pairs = Object.entries(fields).filter(isInQuery);
  const body = Object.fromEntries(Object.entries(fields).filter(([name]) => !queryNames.includes(name)));
  const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return { query: query && `?${query}`, body };
}
