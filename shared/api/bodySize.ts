import { BadRequest } from './badRequest.ts';
import { problem } from './problem.ts';

/** Larger bodies get 413. */
const maxBodyBytes = 256 * 1024;

/** A body as API Gateway passes it on. */
export interface BodyText {
  body?: string | undefined;
  isBase64Encoded: boolean;
}

/** Size of a body in bytes, as the caller sent it. */
export function bodyBytes({ body = '', isBase64Encoded }: BodyText): number {
  return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** @throws BadRequest */
export function checkBodySize(body: BodyText): void {
  const bytes = bodyBytes(body);
  if (bytes <= maxBodyBytes) return;
  const fix = `Send at most ${maxBodyBytes} bytes.`;
  throw new BadRequest(problem(413, 'payload_too_large', 'Body too large', `The body has ${bytes} bytes.`, fix));
}
