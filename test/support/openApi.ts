import type { JsonSchema } from './fromSchema.ts';

/** As much of an OpenAPI document as tests look at. */
export interface Described {
  operationId: string;
  tags: string[];
  security: object[];
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema }[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: JsonSchema; example: unknown } } };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

/** The same document, with each reference replaced by what it refers to. */
export function resolved<T>(document: T): T {
  const resolve = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(resolve);
    if ('$ref' in node) return resolve(target(document, String(node.$ref)));
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolve(value)]));
  };
  return resolve(document) as T;
}

/** @returns undefined for a reference to nothing. */
export function target(document: unknown, reference: string): unknown {
  const names = reference.replace('#/', '').split('/');
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
}
