import { connectionFields } from './fieldRules.ts';
import type { FieldReader } from './headerDecoder.ts';

/** The fields of answers that Ringpost reads. `content-length` is only checked. */
const readFields: ReadonlySet<string> = new Set([
  'apns-id',
  'apns-unique-id',
  'apns-request-id',
  'apns-channel-id',
  'content-length',
  'content-type',
  'retry-after',
]);

/**
 * Size of the largest list of fields that a server may send, as RFC 9113, 6.5.2 counts it: APNs sends less than 200
 * bytes.
 */
export const maxHeaderListBytes = 16_384;
const fieldOverheadBytes = 32;
const statusForm = /^[1-9][0-9][0-9]$/;
const lengthForm = /^[0-9]{1,9}$/;

/**
 * Reads one header block of a response, and checks that it is well formed (RFC 9113, 8.1 to 8.3). Reused for every
 * block.
 */
export class ResponseHead implements FieldReader {
  /** 0 if there was none: trailers have none. */
  status = 0;
  /** Lower-case names; only fields that are read. */
  headers: Record<string, string> = {};
  /** In bytes; -1 if absent. */
  contentLength = -1;
  isMalformed = false;
  #hasFields = false;
  #listBytes = 0;

  begin(): void {
    this.status = 0;
    this.headers = {};
    this.contentLength = -1;
    this.isMalformed = false;
    this.#hasFields = false;
    this.#listBytes = 0;
  }

  wants(name: string): boolean {
    return readFields.has(name) || name === ':status';
  }

  field(name: string, value: string | undefined, valueBytes: number, isValid: boolean): void {
    this.#listBytes += name.length + valueBytes + fieldOverheadBytes;
    if (!isValid || this.#listBytes > maxHeaderListBytes) this.isMalformed = true;
    else if (name.charCodeAt(0) === colon) this.#pseudoField(name, value ?? '');
    else this.#ordinaryField(name, value);
  }

  #pseudoField(name: string, value: string): void {
    const isGood = name === ':status' && !this.#hasFields && this.status === 0 && statusForm.test(value);
    if (isGood) this.status = Number(value);
    else this.isMalformed = true;
  }

  #ordinaryField(name: string, value: string | undefined): void {
    this.#hasFields = true;
    if (connectionFields.has(name)) this.isMalformed = true;
    else if (name === 'content-length') this.#length(value ?? '');
    else if (value !== undefined && readFields.has(name)) this.headers[name] = value;
  }

  #length(value: string): void {
    const isGood = lengthForm.test(value) && (this.contentLength < 0 || this.contentLength === Number(value));
    if (isGood) this.contentLength = Number(value);
    else this.isMalformed = true;
  }
}

const colon = ':'.charCodeAt(0);
