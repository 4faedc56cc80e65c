import { BadRequest } from './badRequest.ts';
import { problem } from './problem.ts';

/** contract.md: larger bodies get 413. */
const maxBodyBytes = 256 * 1024;

/** Deeper than any real payload, and far from what would overflow a stack. */
const maxDepth = 64;

/** The JSON of a request's body. @returns undefined when there is none. @throws BadRequest */
export function parseBody(body: string | undefined, isBase64Encoded: boolean): unknown {
  if (body === undefined || body === '') return undefined;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBodyBytes) {
    throw new BadRequest(
      problem(
        413,
        'payload_too_large',
        'Body too large',
        `The body has ${bytes} bytes.`,
        `Send at most ${maxBodyBytes} bytes.`,
      ),
    );
  }
  const value = parseJson(text);
  checkValue(value);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may be a message's text.
    throw invalidJson('The body is not JSON.', 'Send one JSON object, in UTF-8.');
  }
}

/** Refuses what parses but cannot be handled: without recursion, because depth is what this looks for. */
function checkValue(root: unknown): void {
  let level = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw invalidJson('The body is nested too deeply.', `Nest at most ${maxDepth} levels.`);
    for (const value of level) {
      if (typeof value === 'string' && !value.isWellFormed()) {
        throw invalidJson('The body has a text that is not valid Unicode.', 'Send texts without lone surrogates.');
      }
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
        throw invalidJson('The body has a number that is out of range.', 'Send it as a string.');
      }
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? [...Object.keys(value), ...Object.values(value)] : [],
    );
  }
}

function invalidJson(detail: string, fix: string): BadRequest {
  return new BadRequest(problem(400, 'invalid_json', 'Invalid JSON', detail, fix));
}
