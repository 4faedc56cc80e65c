/** A body that is bytes already. */
export interface PreparedBody {
  /** Size in bytes. */
  readonly bytes: number;
  /** Copies it to where there is room for it. @returns where it ends. */
  writeTo(target: Buffer, start: number): number;
}

/** Text, or what was prepared. An empty text: no body. */
export type RequestBody = string | PreparedBody;

export function bytesOf(body: RequestBody): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  const bytes = Buffer.allocUnsafe(body.bytes);
  body.writeTo(bytes, 0);
  return bytes;
}
