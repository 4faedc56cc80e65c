import type { MetricsToken } from '../credentials/rules/metricsToken.ts';
import type { FileAnswer, RequestAnswer, StatusAnswer } from './rules/exportAnswer.ts';
import type { AppleDay } from './rules/exportFile.ts';
import type { ExportRange } from './rules/exportRange.ts';

/** Apple's exports of delivery metrics. Never rejects. */
export interface MetricsExports {
  request(appId: string, token: MetricsToken, range: ExportRange): Promise<RequestAnswer>;
  statusOf(statusUrl: string, token: MetricsToken): Promise<StatusAnswer>;
  download(dataUrl: string): Promise<FileAnswer>;
}

/** An export that Apple was asked for and has not delivered yet. */
export interface OpenExport extends ExportRange {
  statusUrl: string;
  /** Epoch milliseconds. */
  requestedAtMs: number;
}

/** What Apple has counted for an app on a day. */
export interface LedgerDay extends AppleDay {
  appId: string;
  /** Epoch milliseconds: when the export was requested that says so. */
  requestedAtMs: number;
}

export interface LedgerStore {
  findExport(appId: string): Promise<OpenExport | undefined>;
  /** @param open undefined: none is open any longer. */
  putExport(appId: string, open: OpenExport | undefined, nowMs: number): Promise<void>;
  /** Replaces what earlier exports said of these days. */
  putDays(days: readonly LedgerDay[]): Promise<void>;
  /** Days of all apps, oldest first. @param fromDay @param toDay `YYYY-MM-DD`, both included. */
  read(fromDay: string, toDay: string): Promise<LedgerDay[]>;
}
