import { BadRequest } from './badRequest.ts';
import type { BodyText } from './bodySize.ts';
import { pointer } from './fieldErrors.ts';
import { jsonFault } from './jsonFault.ts';
import { type ProblemError, problem } from './problem.ts';

/** A body as API Gateway passes it on. */
export interface RawBody extends BodyText {
  /** Length of the body that the caller sent, from the header of that name. */
  contentLength?: string | undefined;
}

/** JSON of a request's body. @returns undefined if there is none. @throws BadRequest */
export function parseBody({ body, isBase64Encoded, contentLength }: RawBody): unknown {
  if (body === undefined || body === '') return undefined;
  const text = isBase64Encoded ? decode(Buffer.from(body, 'base64')) : body;
  if (text === undefined || (!isBase64Encoded && wasReplaced(body, contentLength))) {
    throw invalidJson('The body is not UTF-8.', 'Send one JSON object, in UTF-8.');
  }
  const value = parseJson(text);
  const fault = jsonFault(text, value);
  if (fault !== undefined) {
    const path = pointer('body', fault.path);
    throw invalidJson(`${path || 'The body'} ${fault.message}.`, fault.fix, [{ path, message: fault.message }]);
  }
  return value;
}

/** @returns undefined if it is not UTF-8. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes that were not UTF-8 became U+FFFD before the text arrived here. That has three bytes, which nearly
 * always makes the body longer than the caller sent.
 */
function wasReplaced(body: string, contentLength: string | undefined): boolean {
  return (
    body.includes('\uFFFD') && contentLength !== undefined && Number(contentLength) !== Buffer.byteLength(body, 'utf8')
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may be a message's text.
    throw invalidJson('The body is not JSON.', 'Send one JSON object, in UTF-8.');
  }
}

function invalidJson(detail: string, fix: string, errors?: ProblemError[]): BadRequest {
  return new BadRequest(problem(400, 'invalid_json', 'Invalid JSON', detail, fix, errors));
}
