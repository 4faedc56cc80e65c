/** Cost of a message or call in the team's own AWS account: the one model of what a send or a ring uses. */
import { gigabyteOfLogLines, gigabyteSecond, gigabyteSent, million } from '../../platform/prices.ts';

export interface CostUnits {
  /** Requests to the HTTP API. */
  apiRequests: number;
  functionRequests: number;
  /** Lambda on arm64. */
  functionGbSeconds: number;
  /** Requests to SQS. */
  queueRequests: number;
  /** DynamoDB request units, on demand: 4 KB read consistently, 1 KB written. */
  tableReads: number;
  tableWrites: number;
  logBytes: number;
  /** To Apple and back to the caller. */
  egressBytes: number;
}

export interface Cost {
  units: CostUnits;
  dollars: number;
}

const perMillion = 1e-6;
const perGigabyte = 1 / 1024 ** 3;

/** US dollars for one of each unit. */
export const dollarsPerUnit: Readonly<CostUnits> = {
  apiRequests: million.apiRequests * perMillion,
  functionRequests: million.invocations * perMillion,
  functionGbSeconds: gigabyteSecond,
  queueRequests: million.queueRequests * perMillion,
  tableReads: million.readUnits * perMillion,
  tableWrites: million.writeUnits * perMillion,
  logBytes: gigabyteOfLogLines * perGigabyte,
  egressBytes: gigabyteSent * perGigabyte,
};

/** What cannot be known in advance: estimates, to be replaced by measurement. */
const estimates = {
  /** The messages function has half a GB, and waits for Apple's answers. */
  functionGbSeconds: 0.5 * 0.1,
  /** CPU of one push. */
  functionGbSecondsPerPush: 0.5 * 0.001,
  /** A function that only asks the table. */
  receiptSeconds: 0.015,
  requestLogBytes: 350,
  pushLogBytes: 300,
  /** HTTP/2 frames, headers and TLS records of one push. */
  pushOverheadBytes: 200,
  /** A target in the record of a message. */
  recordedTargetBytes: 200,
};

/** Used once per message, whatever its recipients: the request, the sender's profile, the record. */
export function requestUnits(): CostUnits {
  return {
    apiRequests: 1,
    functionRequests: 1,
    functionGbSeconds: estimates.functionGbSeconds,
    queueRequests: 0,
    tableReads: 0.5,
    tableWrites: 1,
    logBytes: estimates.requestLogBytes,
    egressBytes: 0,
  };
}

/**
 * Used once per call, until its phones ring: the request, the caller's profile, the call and its outcomes. What follows
 * depends on the callees.
 */
export function callUnits(callees: number): CostUnits {
  return {
    ...requestUnits(),
    // The function has twice the memory.
    functionGbSeconds: 2 * estimates.functionGbSeconds,
    // A call between two users is a transaction of two items, so that both cannot call each other.
    tableWrites: (callees === 1 ? 4 : 1) + 1,
  };
}

/**
 * Additional use of sending through the queue: tasks that are put there, taken and deleted, and a worker that stores
 * its progress.
 */
export function queuedUnits(chunks: number): CostUnits {
  return {
    ...none,
    queueRequests: 3 * chunks,
    functionRequests: chunks,
    functionGbSeconds: estimates.functionGbSeconds * chunks,
    tableWrites: 2 * chunks,
  };
}

/** Use of checking one recipient. @param storedBytes of the user's devices and settings. */
export function recipientUnits(storedBytes: number): CostUnits {
  return { ...none, tableReads: Math.max(1, Math.ceil(storedBytes / 4096)) };
}

/** Additional use of one target. @param countsBadge it is the one for which the user's badge is counted. */
export function targetUnits(target: { pushedBytes?: number | undefined; countsBadge: boolean }): CostUnits {
  const tableWrites = estimates.recordedTargetBytes / 1024 + (target.countsBadge ? 1 : 0);
  if (target.pushedBytes === undefined) return { ...none, tableWrites };
  return {
    ...none,
    tableWrites,
    functionGbSeconds: estimates.functionGbSecondsPerPush,
    logBytes: estimates.pushLogBytes,
    egressBytes: target.pushedBytes + estimates.pushOverheadBytes,
  };
}

const none: Readonly<CostUnits> = {
  apiRequests: 0,
  functionRequests: 0,
  functionGbSeconds: 0,
  queueRequests: 0,
  tableReads: 0,
  tableWrites: 0,
  logBytes: 0,
  egressBytes: 0,
};

export function sumUnits(all: readonly CostUnits[]): CostUnits {
  const sum = { ...none };
  for (const units of all) for (const name of unitNames) sum[name] += units[name];
  return sum;
}

/** Rounded to a millionth of a millionth: anything beyond is floating-point noise. */
export function costOf(units: CostUnits): Cost {
  const rounded = { ...units };
  let dollars = 0;
  for (const name of unitNames) {
    rounded[name] = round(units[name]);
    dollars += units[name] * dollarsPerUnit[name];
  }
  return { units: rounded, dollars: round(dollars) };
}

/** @returns US dollars for each line, rounded as `costOf` does. */
export function costLines(units: CostUnits): CostUnits {
  const lines = { ...none };
  for (const name of unitNames) lines[name] = round(units[name] * dollarsPerUnit[name]);
  return lines;
}

export function timesUnits(count: number, units: CostUnits): CostUnits {
  const product = { ...none };
  for (const name of unitNames) product[name] = count * units[name];
  return product;
}

/** A phone reports that a message arrived, was shown or tapped. */
export function receiptUnits(): CostUnits {
  return {
    ...none,
    apiRequests: 1,
    functionRequests: 1,
    functionGbSeconds: 0.5 * estimates.receiptSeconds,
    tableReads: 0.25,
    tableWrites: 0.66,
    logBytes: estimates.requestLogBytes,
  };
}

const round = (value: number): number => Math.round(value * 1e12) / 1e12;

const unitNames = Object.keys(none) as (keyof CostUnits)[];
