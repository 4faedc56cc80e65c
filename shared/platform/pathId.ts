/**
 * IDs in a path. API Gateway decodes a path before it finds the route, so a `/` in an ID would lead to another route, a
 * `?` would end it, and a `%` would be decoded twice. An ID may instead be written as `~` and the base64url (RFC 4648,
 * section 5) of its UTF-8, and an ID that itself begins with `~` must be.
 */

/** Characters that nothing on the way misinterprets. `.` and `..` alone are excluded: URLs resolve them. */
const plainId = /^(?!\.{1,2}$)[A-Za-z0-9._:@-]+$/;

/** The ID as a path segment, which needs no further encoding. */
export function writePathId(id: string): string {
  return plainId.test(id) ? id : `~${Buffer.from(id, 'utf8').toString('base64url')}`;
}

/** @returns undefined for text that begins with `~` and is not the base64url of UTF-8. */
export function readPathId(segment: string): string | undefined {
  if (!segment.startsWith('~')) return segment;
  const encoded = segment.slice(1);
  const id = Buffer.from(encoded, 'base64url').toString('utf8');
  return Buffer.from(id, 'utf8').toString('base64url') === encoded ? id : undefined;
}
