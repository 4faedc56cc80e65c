import type * as z from 'zod/mini';
import type { ProblemError } from './problem.ts';

/** Parts of a request that a schema can judge, with their names in errors. */
export type RequestPart = 'path' | 'query' | 'headers' | 'body';

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;
type Path = readonly PropertyKey[];

interface Request {
  part: RequestPart;
  /** As received. */
  value: unknown;
}

/** Length of the longest name of a field that errors repeat. Callers may send one of 200 KB. */
const longestName = 64;

/** One error for each wrong field: the first that was found. Issues never hold the value itself, so neither do the errors. */
export function fieldErrors(part: RequestPart, issues: readonly Issue[], value: unknown): ProblemError[] {
  const byPath = new Map<string, ProblemError>();
  for (const error of issues.flatMap((issue) => errorsOf({ part, value }, issue, []))) {
    if (!byPath.has(error.path)) byPath.set(error.path, error);
  }
  return [...byPath.values()];
}

/** @param above where the issue's own path begins. */
function errorsOf(request: Request, issue: Issue, above: Path): ProblemError[] {
  const path = [...above, ...issue.path];
  const error = (message: string) => [{ path: pointer(request.part, path), message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pointer(request.part, [...path, key]),
        message: 'is an unknown field',
      }));
    case 'invalid_type':
      return error(isMissing(request, path) ? 'is missing' : `must be of type ${issue.expected}`);
    case 'too_small':
      return error(`must ${bound('at least', issue.minimum, issue.origin)}`);
    case 'too_big':
      return error(`must ${bound('at most', issue.maximum, issue.origin)}`);
    case 'invalid_value':
      return error(isMissing(request, path) ? 'is missing' : `must be one of ${issue.values.map(String).join(', ')}`);
    case 'invalid_key':
      return error(`is not a valid key: it ${keyMessage(request, issue.issues)}`);
    case 'invalid_union':
      return unionErrors(request, issue, path);
    default:
      return error(issue.message === 'Invalid input' ? 'is not valid' : issue.message);
  }
}

function keyMessage(request: Request, issues: readonly Issue[]): string {
  const [error] = issues.flatMap((issue) => errorsOf(request, issue, []));
  return error?.message ?? 'is not valid';
}

/** For several forms: what distinguishes the value from the closest form, or a list of the forms. */
function unionErrors(request: Request, issue: UnionIssue, path: Path): ProblemError[] {
  const error = (message: string) => [{ path: pointer(request.part, path), message }];
  if (isMissing(request, path)) return error('is missing');
  if ('options' in issue && Array.isArray(issue.options)) return error(`must be one of ${issue.options.join(', ')}`);
  const ofItsType = issue.errors.filter((form) => !form.some(isOfAnotherType));
  const closest = ofItsType.toSorted((one, other) => one.length - other.length)[0];
  if (closest === undefined) return error(`must be ${formsOf(issue)}`);
  const elsewhere = ofItsType.filter((form) => form !== closest).flatMap((form) => missingNames(request, form, path));
  const here = new Set(missingNames(request, closest, path));
  const instead = elsewhere.filter((name) => !here.has(name));
  return closest.flatMap((inner) => {
    const errors = errorsOf(request, inner, path);
    const isInstead = instead.length > 0 && inner.path.length === 1 && !elsewhere.includes(String(inner.path[0]));
    return isInstead && isMissing(request, [...path, ...inner.path])
      ? errors.map((one) => ({ ...one, message: `${one.message}, or ${instead.join(' or ')} instead` }))
      : errors;
  });
}

/** Required fields of a form that the object does not have. */
function missingNames(request: Request, form: readonly Issue[], path: Path): string[] {
  return form
    .filter((issue) => issue.path.length === 1 && isMissing(request, [...path, ...issue.path]))
    .map((issue) => String(issue.path[0]));
}

function isOfAnotherType({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** `one of any, this, or of type array` */
function formsOf({ errors }: UnionIssue): string {
  const roots = errors.flatMap((form) => form.filter(isOfAnotherType));
  const values = roots.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values.map(String) : []));
  const types = roots.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  return [
    ...(values.length > 0 ? [`one of ${values.join(', ')}`] : []),
    ...(types.length > 0 ? [`of type ${[...new Set(types)].join(' or ')}`] : []),
  ].join(', or ');
}

function isMissing({ value }: Request, path: Path): boolean {
  let at: unknown = value;
  for (const name of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[name];
  return at === undefined;
}

function bound(relation: string, limit: number | bigint, origin: string): string {
  const isOne = Number(limit) === 1;
  if (origin === 'string') return `have ${relation} ${limit} ${isOne ? 'character' : 'characters'}`;
  return origin === 'array' ? `have ${relation} ${limit} ${isOne ? 'entry' : 'entries'}` : `be ${relation} ${limit}`;
}

/** RFC 6901 for the body; `path.deviceId` or `query.since` for parameters. Long names are truncated. */
export function pointer(part: RequestPart, path: Path): string {
  const names = path.map((name) => shortName(String(name)));
  if (part !== 'body') return [part, ...names].join('.');
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function shortName(name: string): string {
  if (name.length <= longestName) return name;
  // Without the first half of a split character.
  return `${name.slice(0, longestName - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
