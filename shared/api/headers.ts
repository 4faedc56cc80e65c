/** Headers of every answer. An answer is only for its caller, and only true at that time: no cache may keep it. */
export function headersOf(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-store' };
}
