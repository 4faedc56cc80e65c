import type { AppleTokenKind, Device, TokenKind } from './device.ts';

/** Kind of the token that a device uses for a push that Apple's phones get by this kind. */
export function tokenKindOn({ tokens }: Pick<Device, 'tokens'>, kind: AppleTokenKind): TokenKind {
  return isExternal({ tokens }) ? 'external' : kind;
}

/** The team's own function sends its pushes. */
export function isExternal({ tokens }: Pick<Device, 'tokens'>): boolean {
  return tokens.external !== undefined;
}
