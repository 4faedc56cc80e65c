/**
 * Keeps foreign web pages away from servers on this machine. A page can make the browser send requests here: under its
 * own name, resolved to 127.0.0.1 (DNS rebinding), which shows in `Host`, or as a form or a `fetch` of `text/plain`,
 * which shows in `Origin`. Programs that are not browsers send no `Origin`, and are let in.
 * https://fetch.spec.whatwg.org/#origin-header
 */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { type Problem, problem, problemContentType } from '../../../shared/api/problem.ts';

const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const localOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The same listener, for requests of this machine only. */
export function forLocalRequests(listener: RequestListener): RequestListener {
  return (request, response) => {
    const refusal = refuseForeign(request.headers);
    if (refusal === undefined) return listener(request, response);
    // Reads the rest of the request, so that the client gets to see its answer.
    request.resume();
    const body = JSON.stringify(refusal);
    const headers = { 'content-type': problemContentType, 'content-length': Buffer.byteLength(body) };
    response.writeHead(refusal.status, headers).end(body);
  };
}

/** @returns why a request with these headers is not answered; undefined if it comes from this machine. */
export function refuseForeign({ host = '', origin }: IncomingHttpHeaders): Problem | undefined {
  if (!localHost.test(host)) {
    const fix = 'Use http://127.0.0.1 or http://localhost with the same port.';
    return problem(
      403,
      'foreign_host',
      'Only from this machine',
      `This server answers on this machine only, not as \`${host}\`.`,
      fix,
    );
  }
  if (origin !== undefined && !localOrigin.test(origin)) {
    const detail = `A page of \`${origin}\` sent this request, and only pages of this machine may.`;
    return problem(
      403,
      'foreign_origin',
      'Only from this machine',
      detail,
      'Send it from the page of the lab, or without Origin.',
    );
  }
  return undefined;
}
