import type * as z from 'zod/mini';
import { BadRequest } from './badRequest.ts';
import { type ProblemError, problem } from './problem.ts';

/** The parts of a request that a schema can judge, and how an error names them. */
export type RequestPart = 'path' | 'query' | 'headers' | 'body';

/** More than anybody mends at once. A body of unknown fields would make an answer many times its own size. */
const maxErrors = 20;

/** The value as the schema makes it. @throws BadRequest that names the wrong fields, the first 20 of them. */
export function validate(part: RequestPart, schema: z.ZodMiniType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const all = result.error.issues.flatMap((issue) => errorsOf(part, issue, value));
  const errors = all.slice(0, maxErrors);
  const more = all.length > maxErrors ? `; and ${all.length - maxErrors} more` : '';
  const detail = errors.map(({ path, message }) => `${path || 'the body'} ${message}`).join('; ') + more;
  throw new BadRequest(
    problem(
      400,
      'invalid_request',
      'Invalid request',
      `${detail}.`,
      'Mend the fields that `errors` lists and send it again.',
      errors,
    ),
  );
}

type Issue = z.core.$ZodIssue;

/** One error for each wrong field. Issues never hold the value itself, so neither do the errors. */
function errorsOf(part: RequestPart, issue: Issue, value: unknown): ProblemError[] {
  const at = pointer(part, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pointer(part, [...issue.path, key]), message: 'is an unknown field' }));
    case 'invalid_type':
      return [{ path: at, message: isMissing(value, issue.path) ? 'is missing' : `must be of type ${issue.expected}` }];
    case 'too_small':
      return [{ path: at, message: `must ${bound('at least', issue.minimum, issue.origin)}` }];
    case 'too_big':
      return [{ path: at, message: `must ${bound('at most', issue.maximum, issue.origin)}` }];
    case 'invalid_value':
      return [{ path: at, message: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'invalid_key':
      return [{ path: at, message: `is no name for an entry: it ${issue.issues[0]?.message ?? 'is not valid'}` }];
    case 'invalid_union':
      return [{ path: at, message: isMissing(value, issue.path) ? 'is missing' : unionMessage(issue) }];
    default:
      return [{ path: at, message: issue.message === 'Invalid input' ? 'is not valid' : issue.message }];
  }
}

/** Where there are several forms: the words that tell them apart, or their types. */
function unionMessage(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return `must be one of ${issue.options.join(', ')}`;
  const types = issue.errors.flatMap((form) =>
    form.flatMap((error) => (error.code === 'invalid_type' ? [error.expected] : [])),
  );
  return types.length > 0 ? `must be of type ${types.join(' or ')}` : 'is not valid';
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = value;
  for (const name of path) at = (at as Record<PropertyKey, unknown>)[name];
  return at === undefined;
}

function bound(relation: string, limit: number | bigint, origin: string): string {
  if (origin === 'string') return `have ${relation} ${limit} characters`;
  return origin === 'array' ? `have ${relation} ${limit} entries` : `be ${relation} ${limit}`;
}

/** RFC 6901 for the body; `path.deviceId` or `query.since` for parameters. */
function pointer(part: RequestPart, path: readonly PropertyKey[]): string {
  const names = path.map(String);
  if (part !== 'body') return [part, ...names].join('.');
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
