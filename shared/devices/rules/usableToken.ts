import type { Device, DeviceToken, TokenKind } from './device.ts';

/** The device's token of this kind, if it has one that may get pushes. */
export function usableToken({ tokens }: Pick<Device, 'tokens'>, kind: TokenKind): DeviceToken | undefined {
  const token = tokens[kind];
  return token?.state === 'quarantined' ? undefined : token;
}
