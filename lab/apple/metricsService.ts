/**
 * The fake of `api.icloud.apple.com` for exports of delivery metrics: tokens, requests, their status and the file. Strict
 * where Apple documents limits. Apple: "Exporting delivery metrics logs".
 */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { MetricsAccount } from './apple.ts';
import type { DeliveryMetrics } from './deliveryMetrics.ts';

export interface MetricsRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** Value of `X-Apple-CloudKit-Management-Token`. */
  token: string | undefined;
  body: string;
}

/** `json` or `file`, or only a status. */
export interface MetricsAnswer {
  status: number;
  json?: object;
  /** Packed with gzip. */
  file?: Buffer;
}

export interface MetricsService extends MetricsAccount {
  answer(request: MetricsRequest): MetricsAnswer;
}

interface Token {
  bundleId: string;
  expiresAtMs: number;
}

interface Export extends ReadonlyBody {
  exportId: string;
  bundleId: string;
  requestedAtMs: number;
  /** What Apple knew when the export was requested. */
  csv: string;
  timesProcessing: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const maxTokenDays = 184;

const day = z.iso.date();
const exportRequest = z.object({
  startDate: day,
  endDate: day,
  dataDownloadUrlExpiresInMinutes: z.int().check(z.gte(20), z.lte(60)),
});
type ReadonlyBody = Readonly<z.infer<typeof exportRequest>>;

export function createMetricsService(options: {
  teamId: string;
  /** `https://127.0.0.1:<port>` of the host. */
  origin: () => string;
  clock: () => number;
  metrics: DeliveryMetrics;
}): MetricsService {
  const { teamId, origin, clock, metrics } = options;
  const tokens = new Map<string, Token>();
  const exports = new Map<string, Export>();
  /** ID of the export, and when its URL ends. */
  const downloads = new Map<string, { exportId: string; expiresAtMs: number }>();
  let timesProcessing = 1;
  let ending: 'FAILED' | 'EXPIRED' | undefined;

  const bundleOf = (token: string | undefined): string | undefined => {
    const known = tokens.get(token ?? '');
    return known !== undefined && clock() < known.expiresAtMs ? known.bundleId : undefined;
  };

  function request({ path, token, body }: MetricsRequest): MetricsAnswer {
    const [, team, bundleId = ''] =
      /^\/v1\/dataExports\/apns\/teams\/([^/]+)\/appId\/([^/]+)\/datasetName\/deliverymetrics\/request$/.exec(path) ??
      [];
    if (team !== teamId || bundleOf(token) !== bundleId) return { status: 401 };
    const wanted = exportRequest.safeParse(jsonIn(body));
    if (!wanted.success || !isAllowedRange(wanted.data, clock())) return { status: 400 };
    const { startDate, endDate } = wanted.data;
    const same = [...exports.values()].find(
      (each) =>
        each.bundleId === bundleId &&
        each.startDate === startDate &&
        each.endDate === endDate &&
        clock() < each.requestedAtMs + dayMs,
    );
    const made = same ?? {
      ...wanted.data,
      exportId: randomBytes(16).toString('hex'),
      bundleId,
      requestedAtMs: clock(),
      csv: metrics.csv(bundleId, startDate, endDate),
      timesProcessing,
    };
    exports.set(made.exportId, made);
    return { status: 200, json: { statusUrl: `${origin()}/exports/${made.exportId}/status`, requestedAt: at(made) } };
  }

  function statusOf(exportId: string, token: string | undefined): MetricsAnswer {
    const found = exports.get(exportId);
    if (found === undefined || bundleOf(token) !== found.bundleId) return { status: 404 };
    const requestedAt = at(found);
    if (found.timesProcessing > 0) {
      found.timesProcessing -= 1;
      return { status: 200, json: { status: 'PROCESSING', requestedAt } };
    }
    if (ending !== undefined) return { status: 200, json: { status: ending, requestedAt } };
    const downloadId = randomBytes(16).toString('hex');
    const expiresAtMs = clock() + found.dataDownloadUrlExpiresInMinutes * minuteMs;
    downloads.set(downloadId, { exportId, expiresAtMs });
    const downloadDetails = {
      dataUrl: `${origin()}/exports/download/${downloadId}.csv`,
      expiresAt: new Date(expiresAtMs).toISOString(),
    };
    return { status: 200, json: { status: 'SUCCESS', requestedAt, downloadDetails } };
  }

  function download(downloadId: string): MetricsAnswer {
    const found = downloads.get(downloadId);
    const exported = exports.get(found?.exportId ?? '');
    if (found === undefined || exported === undefined || clock() >= found.expiresAtMs) return { status: 403 };
    return { status: 200, file: gzipSync(exported.csv) };
  }

  return {
    makeToken(bundleId, expiresAtMs = clock() + maxTokenDays * dayMs) {
      if (expiresAtMs > clock() + maxTokenDays * dayMs)
        throw new Error('a data export token is valid for six months at most');
      const token = randomBytes(32).toString('hex');
      tokens.set(token, { bundleId, expiresAtMs });
      return token;
    },
    revokeToken: (token) => void tokens.delete(token),
    setProcessing(times) {
      timesProcessing = times;
    },
    endExports(status) {
      ending = status;
    },
    answer(asked) {
      if (asked.method === 'POST') return request(asked);
      const [, exportId] = /^\/exports\/(\w+)\/status$/.exec(asked.path) ?? [];
      if (asked.method === 'GET' && exportId !== undefined) return statusOf(exportId, asked.token);
      const [, downloadId] = /^\/exports\/download\/(\w+)\.csv$/.exec(asked.path) ?? [];
      return asked.method === 'GET' && downloadId !== undefined ? download(downloadId) : { status: 404 };
    },
  };
}

/** At most 30 days back; the end is later than the start, and yesterday at the latest. */
function isAllowedRange({ startDate, endDate }: ReadonlyBody, nowMs: number): boolean {
  const today = Date.parse(new Date(nowMs).toISOString().slice(0, 10));
  const [start, end] = [Date.parse(startDate), Date.parse(endDate)];
  return start >= today - 30 * dayMs && end > start && end <= today - dayMs;
}

const at = ({ requestedAtMs }: Export) => new Date(requestedAtMs).toISOString();

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
