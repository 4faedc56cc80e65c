import { base64url } from './base64url.ts';

/** What nothing between the app and the API takes for anything else. */
const plainId = /^(?!\.{1,2}$)[A-Za-z0-9._:@-]+$/;

/** An ID as a segment of a path: plain, or `~` and the base64url of its UTF-8. */
export function pathId(id: string): string {
  return plainId.test(id) ? id : `~${base64url(id)}`;
}
