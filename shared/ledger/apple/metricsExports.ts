/** Apple's exports of delivery metrics, over HTTPS. Apple: "Exporting delivery metrics logs". */
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { MetricsExports } from '../ports.ts';
import type { ExportFailure } from '../rules/exportAnswer.ts';
import { maxExportBytes } from '../rules/exportFile.ts';

export const appleMetricsOrigin = 'https://api.icloud.apple.com';

export interface MetricsExportsOptions {
  /** Origin of Apple's host, or of one in its place. */
  origin: string;
  /** PEM; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** How long each request may take, its body included. */
  timeLimitMs: number;
}

const tokenHeader = 'X-Apple-CloudKit-Management-Token';
/** Size limit of an answer in JSON, in bytes. */
const maxJsonBytes = 64 * 1024;
/** How long the URL of the file stays valid; Apple allows 20 to 60. It is used at once. */
const dataDownloadUrlExpiresInMinutes = 20;

const requested = z.object({ statusUrl: z.url() });
/** Apple's table calls it `dataURL`, its example `dataUrl`. */
const downloadDetails = z.object({ dataUrl: z.optional(z.url()), dataURL: z.optional(z.url()) });
const exportStatus = z.object({
  status: z.enum(['PROCESSING', 'FAILED', 'EXPIRED', 'SUCCESS']),
  downloadDetails: z.nullish(downloadDetails),
});

export function metricsExports(options: MetricsExportsOptions): MetricsExports {
  return {
    async request(appId, { teamId, token }, { startDay, endDay }) {
      const path = `/v1/dataExports/apns/teams/${teamId}/appId/${appId}/datasetName/deliverymetrics/request`;
      const body = JSON.stringify({ startDate: startDay, endDate: endDay, dataDownloadUrlExpiresInMinutes });
      const answer = await send(options, options.origin + path, { token, body, maxBytes: maxJsonBytes });
      if (answer.kind !== 'answered') return answer;
      const read = requested.safeParse(jsonIn(answer.body));
      if (!read.success) return unreadable('the request was answered without a status URL');
      const { statusUrl } = read.data;
      return mayKnowToken(statusUrl, options)
        ? { kind: 'requested', statusUrl }
        : unreadable('the status URL is not of Apple');
    },

    async statusOf(statusUrl, { token }) {
      // It comes from the table: the token goes to Apple alone.
      if (!mayKnowToken(statusUrl, options)) return unreadable('the status URL is not of Apple');
      const answer = await send(options, statusUrl, { token, maxBytes: maxJsonBytes });
      if (answer.kind !== 'answered') return answer;
      const read = exportStatus.safeParse(jsonIn(answer.body));
      if (!read.success) return unreadable('the status is not one that Apple documents');
      const { status, downloadDetails: details } = read.data;
      if (status === 'PROCESSING') return { kind: 'processing' };
      if (status !== 'SUCCESS') return { kind: 'ended', status };
      const dataUrl = details?.dataUrl ?? details?.dataURL;
      return dataUrl?.startsWith('https:') ? { kind: 'ready', dataUrl } : unreadable('the export has no URL');
    },

    async download(dataUrl) {
      const answer = await send(options, dataUrl, { maxBytes: maxExportBytes });
      if (answer.kind !== 'answered') return answer;
      try {
        return { kind: 'file', text: unpack(answer.body).toString('utf8') };
      } catch {
        return unreadable('the file cannot be unpacked, or is too large');
      }
    },
  };
}

/** Apple's own hosts, or the one in their place. */
function mayKnowToken(url: string, { origin }: MetricsExportsOptions): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin: ofUrl, hostname } = new URL(url);
  return protocol === 'https:' && (ofUrl === origin || /\.(apple|icloud)\.com$/.test(hostname));
}

const unreadable = (cause: string): ExportFailure => ({ kind: 'unreadable', cause });

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** By its first bytes: the file may be packed, the answer, or neither. */
function unpack(body: Buffer): Buffer {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  return isPacked ? unpack(gunzipSync(body, { maxOutputLength: maxExportBytes })) : body;
}

interface Sent {
  token?: string;
  /** JSON: the request is a POST then. */
  body?: string;
  maxBytes: number;
}

function send(
  { ca, timeLimitMs }: MetricsExportsOptions,
  url: string,
  { token, body, maxBytes }: Sent,
): Promise<{ kind: 'answered'; body: Buffer } | ExportFailure> {
  return new Promise((settle) => {
    const request = httpsRequest(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': 'ringpost',
        'accept-encoding': 'gzip',
        ...(token !== undefined && { [tokenHeader]: token }),
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      // A connection that froze with the function would fail the next request.
      agent: false,
      ...(ca !== undefined && { ca }),
    });
    const end = (outcome: { kind: 'answered'; body: Buffer } | ExportFailure) => {
      clearTimeout(timer);
      settle(outcome);
      request.destroy();
    };
    const timer = setTimeout(() => end({ kind: 'unanswered', cause: 'timeout' }), timeLimitMs);
    request.on('response', (response: IncomingMessage) => {
      const { statusCode: status = 0 } = response;
      if (status < 200 || status > 299) return end({ kind: 'refused', status });
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > maxBytes) end(unreadable(`the answer has more than ${maxBytes} bytes`));
      });
      response.on('end', () => end({ kind: 'answered', body: Buffer.concat(chunks) }));
      response.on('error', () => end({ kind: 'unanswered', cause: 'not_reached' }));
    });
    request.on('error', () => end({ kind: 'unanswered', cause: 'not_reached' }));
    request.end(body);
  });
}
