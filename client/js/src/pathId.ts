/** What nothing between the app and the API takes for anything else. */
const plainId = /^(?!\.{1,2}$)[A-Za-z0-9._:@-]+$/;

/** An ID as a segment of a path: plain, or `~` and the base64url of its UTF-8. */
export function pathId(id: string): string {
  if (plainId.test(id)) return id;
  const bytes = encodeURIComponent(id).replace(/%([0-9A-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return `~${btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}
