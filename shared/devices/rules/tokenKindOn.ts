import type { AppleTokenKind, TokenKind } from './device.ts';

interface WithTokens {
  tokens: Partial<Record<TokenKind, unknown>>;
}

/** Kind of the token that a device uses for a push that Apple's phones get by this kind. */
export function tokenKindOn({ tokens }: WithTokens, kind: AppleTokenKind): TokenKind {
  return isExternal({ tokens }) ? 'external' : kind;
}

/** The team's own function sends its pushes. */
export function isExternal({ tokens }: WithTokens): boolean {
  return tokens.external !== undefined;
}
