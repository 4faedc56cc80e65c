/** Headers of every answer. An answer is for its caller, and true at that moment only: no cache may keep it. */
export function headersOf(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-store' };
}
