import type * as z from 'zod/mini';
import { BadRequest } from './badRequest.ts';
import { fieldErrors, type RequestPart } from './fieldErrors.ts';
import { type ProblemError, problem } from './problem.ts';

/** More than anyone fixes at once. A body of unknown fields would make an answer many times its own size. */
const maxErrors = 20;

/** Value parsed by the schema. @throws BadRequest that names the wrong fields, the first 20 of them. */
export function validate<S extends z.ZodMiniType>(part: RequestPart, schema: S, value: unknown): z.output<S>;
export function validate(part: RequestPart, schema: z.ZodMiniType | undefined, value: unknown): unknown;
export function validate(part: RequestPart, schema: z.ZodMiniType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(fieldErrors(part, result.error.issues, value));
}

/** A 400 that names the wrong fields, the first 20 of them. */
export function invalidRequest(all: readonly ProblemError[]): BadRequest {
  const errors = all.slice(0, maxErrors);
  const more = all.length > maxErrors ? `; and ${all.length - maxErrors} more` : '';
  const detail = errors.map(({ path, message }) => `${path || 'the body'} ${message}`).join('; ') + more;
  return new BadRequest(
    problem(
      400,
      'invalid_request',
      'Invalid request',
      `${detail}.`,
      'Fix the fields listed in `errors` and send the request again.',
      errors,
    ),
  );
}
