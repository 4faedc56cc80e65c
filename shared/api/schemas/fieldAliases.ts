/** Second names of fields, under which other providers have them. docs/names.md. */
import * as z from 'zod/mini';

export const fieldAliases = {
  body: 'desc',
  contentAvailable: 'wakeInBackground',
  nameCard: 'card',
} as const;

type Alias = keyof typeof fieldAliases;

/** The schema of a field under its second name: the document says which one it is. */
export function aliasOf<S extends z.ZodMiniType>(alias: Alias, schema: S) {
  const name = fieldAliases[alias];
  return z.optional(schema.check(z.meta({ description: `Another name for \`${name}\`.`, 'x-alias-of': name })));
}

/** A check that moves values to the first names of their fields. Both names with different values are an issue. */
export function withoutAliases<T extends object>(context: z.core.ParsePayload<T>): void {
  const fields = new Map<string, unknown>(Object.entries(context.value));
  for (const [alias, name] of Object.entries(fieldAliases)) {
    const given = fields.get(alias);
    if (given === undefined) continue;
    const named = fields.get(name) ?? given;
    if (named !== given) {
      const message = `is another name for ${name}, which has another value: send one of them`;
      context.issues.push({ code: 'custom', path: [alias], message, input: given });
    }
    fields.delete(alias);
    fields.set(name, named);
  }
  context.value = Object.fromEntries(fields) as T;
}
