import type { TransportRequest } from './transport.ts';

/** How many characters path, names and values may have together: APNs announces a limit of 8,000 bytes. */
const maxHeaderCharacters = 2600;
const unsafeInPath = /[^\x21-\x7e]/;
/** Control characters, which end or split a field elsewhere, and white space at an end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafeInValue = /[\0-\x1f\x7f]|^ | $/;
const validName = /^[a-zA-Z0-9-]+$/;
const knownNames = new Set<string>();

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
    if (unsafeInValue.test(value)) return `the header ${name} has control characters or white space at an end`;
    if (!isValidName(name)) return 'a header has a name that no header can have';
    characters += name.length + value.length;
  }
  return characters > maxHeaderCharacters ? 'its headers are longer than APNs takes' : undefined;
}

/** Names come from Ringpost's own code: there are few, and each is checked once. */
function isValidName(name: string): boolean {
  if (knownNames.has(name)) return true;
  if (!validName.test(name)) return false;
  if (knownNames.size < 100) knownNames.add(name);
  return true;
}
