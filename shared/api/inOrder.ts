import type * as z from 'zod/mini';

/** The part of a schema that defines the order of its fields. */
interface Definition {
  type: string;
  shape?: Readonly<Record<string, z.ZodMiniType>>;
  element?: z.ZodMiniType;
  valueType?: z.ZodMiniType;
  options?: readonly z.ZodMiniType[];
  innerType?: z.ZodMiniType;
  out?: z.ZodMiniType;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The same value with its fields in the order of the schema, followed by unknown ones. DynamoDB returns the fields of a
 * map in no order, and a reader of answers should find the same field in the same place.
 */
export function inOrder(schema: z.ZodMiniType | undefined, value: unknown): unknown {
  if (schema === undefined || typeof value !== 'object' || value === null) return value;
  const definition = schema.def as unknown as Definition;
  const inner = definition.innerType ?? definition.out;
  if (inner !== undefined) return inOrder(inner, value);
  if (definition.options !== undefined) return inOrder(formOf(definition.options, value), value);
  if (Array.isArray(value)) return value.map((entry: unknown) => inOrder(definition.element, entry));
  const fields = value as Fields;
  if (definition.shape !== undefined) return fieldsInOrder(definition.shape, fields);
  if (definition.valueType === undefined) return value;
  const names = Object.keys(fields).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(definition.valueType, fields[name])]));
}

function fieldsInOrder(shape: Readonly<Record<string, z.ZodMiniType>>, fields: Fields): Fields {
  const known = Object.keys(shape).filter((name) => Object.hasOwn(fields, name));
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(shape, name));
  const inTheirOrder = known.map((name) => [name, inOrder(shape[name], fields[name])] as const);
  // Not `shape[name]` for these: an object has a `constructor` that is not a schema.
  return Object.fromEntries([...inTheirOrder, ...others.map((name) => [name, fields[name]] as const)]);
}

/** Picks the form of a list for a list, and otherwise the form with the most of the object's fields. */
function formOf(forms: readonly z.ZodMiniType[], value: object): z.ZodMiniType | undefined {
  const definitionOf = (form: z.ZodMiniType) => form.def as unknown as Definition;
  if (Array.isArray(value)) return forms.find((form) => definitionOf(form).element !== undefined);
  const names = Object.keys(value);
  const known = (form: z.ZodMiniType) =>
    names.filter((name) => Object.hasOwn(definitionOf(form).shape ?? {}, name)).length;
  return forms.toSorted((one, other) => known(other) - known(one))[0];
}
