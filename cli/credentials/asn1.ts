/** Reads the ASN.1 of .p12 files with node-forge's parser, which also accepts BER, as older programs write it. */
import forge from './nodeForge.ts';

const { asn1 } = forge;

export type Der = forge.asn1.Asn1;

/** @throws Error if it is not ASN.1, or cut off. */
export function parseDer(bytes: Uint8Array): Der {
  return asn1.fromDer(Buffer.from(bytes).toString('binary'), false);
}

/** Contents of a SEQUENCE, a SET or an explicit tag; empty for other values. */
export function partsOf(value: Der | undefined): Der[] {
  return Array.isArray(value?.value) ? value.value : [];
}

/** Content of a string; in BER, an OCTET STRING may come in pieces. */
export function bytesOf(value: Der | undefined): Buffer {
  if (typeof value?.value === 'string') return Buffer.from(value.value, 'binary');
  return Buffer.concat(partsOf(value).map(bytesOf));
}

/** Value of a positive INTEGER, or 0 for anything else. A value beyond JavaScript's safe integers is only approximate. */
export function numberOf(value: Der | undefined): number {
  return Number(`0x${bytesOf(value).toString('hex') || '0'}`);
}

/** Dotted, such as `1.2.840.113549.1.7.1`; empty if it is not an object identifier. */
export function oidOf(value: Der | undefined): string {
  const isOid = value !== undefined && value.tagClass === asn1.Class.UNIVERSAL && Number(value.type) === asn1.Type.OID;
  return isOid && typeof value.value === 'string' ? asn1.derToOid(value.value) : '';
}

/** The part with that context-specific tag, `[tag]`. */
export function taggedPart(parent: Der | undefined, tag: number): Der | undefined {
  return partsOf(parent).find(({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && Number(type) === tag);
}

/** Its encoding. */
export function encodeDer(value: Der): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'binary');
}

/**
 * Size of the value that begins here according to its head, in bytes, head included; undefined if it leaves that open
 * (BER) or is not ASN.1.
 */
export function statedLength(bytes: Uint8Array): number | undefined {
  const first = bytes[1];
  if (first === undefined || first === 0x80) return undefined;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits > 4 || bytes.length < 2 + digits) return undefined;
  return 2 + digits + Buffer.from(bytes).readUIntBE(2, digits);
}
