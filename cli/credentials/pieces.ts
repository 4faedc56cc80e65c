/** What a file of credentials can contain, and how Node is asked to read it. */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Fault } from '../frame/failure.ts';

export interface Pieces {
  certificates: X509Certificate[];
  /** Private keys. */
  keys: KeyObject[];
}

export type ReadPieces = Pieces | { fault: Fault };

export function certificateIn(content: string | Buffer): Pieces | undefined {
  try {
    return { certificates: [new X509Certificate(content)], keys: [] };
  } catch {
    return undefined;
  }
}

export function keyIn(input: Parameters<typeof createPrivateKey>[0]): Pieces | undefined {
  try {
    return { certificates: [], keys: [createPrivateKey(input)] };
  } catch {
    return undefined;
  }
}

/** A private key without its label: PKCS #8, or the older forms of RSA (PKCS #1) and EC (SEC 1). */
export function keyInDer(key: Buffer): Pieces | undefined {
  const types = ['pkcs8', 'pkcs1', 'sec1'] as const;
  return types.map((type) => keyIn({ key, format: 'der', type })).find((pieces) => pieces !== undefined);
}

export function isPublicKey(key: Buffer): boolean {
  return (['spki', 'pkcs1'] as const).some((type) => {
    try {
      return createPublicKey({ key, format: 'der', type }).type === 'public';
    } catch {
      return false;
    }
  });
}
