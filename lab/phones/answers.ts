import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';
import { BadRequest } from '../../shared/api/badRequest.ts';
import type { RequestPart } from '../../shared/api/fieldErrors.ts';
import { parseBody } from '../../shared/api/parseBody.ts';
import { type Problem, problem, problemContentType } from '../../shared/api/problem.ts';
import { validate } from '../../shared/api/validate.ts';
import { readBody } from '../aws/protocol/readBody.ts';

/** The same limit as the API's. */
const bodyLimitBytes = 256 * 1024;

/** Answer of a route of the lab; `body` is JSON. */
export interface LabAnswer {
  status: number;
  body?: unknown;
}

export function sendAnswer(response: ServerResponse, { status, body }: LabAnswer): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': status >= 400 ? problemContentType : 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

export function refuse(details: Problem): LabAnswer {
  return { status: details.status, body: details };
}

/** JSON of a request, parsed by the schema. @throws BadRequest */
export async function readJson<S extends z.ZodMiniType>(request: IncomingMessage, schema: S): Promise<z.output<S>> {
  const body = await readBody(request, bodyLimitBytes);
  if (body === undefined) {
    throw new BadRequest(
      problem(
        413,
        'payload_too_large',
        'Body too large',
        `The body has more than ${bodyLimitBytes} bytes.`,
        `Send at most ${bodyLimitBytes} bytes.`,
      ),
    );
  }
  return check('body', schema, parseBody({ body: body.toString('base64'), isBase64Encoded: true }));
}

/** @throws BadRequest that names every wrong field. */
export function check<S extends z.ZodMiniType>(part: RequestPart, schema: S, value: unknown): z.output<S> {
  return validate(part, schema, value) as z.output<S>;
}
