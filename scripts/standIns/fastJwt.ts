/**
 * Stands in for `fast-jwt` in bundles. Ringpost signs provider tokens itself (shared/apns/connection/providerToken.ts), because
 * all functions of a team must agree on one; apns2's own signer is never called.
 */
export function createSigner(): never {
  throw new Error(
    'apns2 signed a provider token itself: shared/apns/client/apns2Client.ts must have replaced its signer',
  );
}
