import type { TransportRequest } from './transport.ts';

/** How many characters path, names and values may have together: APNs announces a limit of 8,000 bytes. */
const maxHeaderCharacters = 2600;
const unsafeInPath = /[^\x21-\x7e]/;
/** Control characters, which end or split a field elsewhere, and white space at an end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafeInValue = /[\0-\x1f\x7f]|^ | $/;
const validName = /^[a-zA-Z0-9-]+$/;
/**
 * The last value of each header that was found safe: topic, push type and priority are the same in push after push. Names
 * come from Ringpost's own code, so there are few.
 */
const lastSafe = new Map<string, string>();
const maxNames = 100;

/**
 * Why no HTTP/2 connection can carry a request unchanged. It contains none of the values, which may be secret.
 * @returns undefined if it can be sent.
 */
export function requestFault({
  path,
  pathEnd = '',
  headers,
}: Pick<TransportRequest<never>, 'path' | 'pathEnd' | 'headers'>): string | undefined {
  if (unsafeInPath.test(path) || unsafeInPath.test(pathEnd)) return 'the path has characters that a path cannot have';
  let characters = path.length + pathEnd.length;
  for (const name in headers) {
    const value: unknown = headers[name as keyof typeof headers];
    if (value === undefined) continue;
    if (typeof value !== 'string') return `the header ${name} is not text`;
    const fault = value === lastSafe.get(name) ? undefined : fieldFault(name, value);
    if (fault !== undefined) return fault;
    characters += name.length + value.length;
  }
  return characters > maxHeaderCharacters ? 'its headers are longer than APNs takes' : undefined;
}

function fieldFault(name: string, value: string): string | undefined {
  if (unsafeInValue.test(value)) return `the header ${name} has control characters or white space at an end`;
  const isKnown = lastSafe.has(name);
  if (!isKnown && !validName.test(name)) return 'a header has a name that no header can have';
  if (isKnown || lastSafe.size < maxNames) lastSafe.set(name, value);
  return undefined;
}
