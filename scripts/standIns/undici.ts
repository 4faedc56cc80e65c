/**
 * Stands in for `undici` in bundles. apns2 makes an undici pool in its constructor; Ringpost replaces that pool by its
 * own dispatcher (shared/apns/client/apns2Client.ts), so undici would be loaded, half a megabyte, and never used.
 */
export class Pool {
  request(): never {
    throw new Error('apns2 used its own pool: shared/apns/client/apns2Client.ts must have replaced it');
  }
}
