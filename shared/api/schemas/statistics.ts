import * as z from 'zod/mini';
import { phoneDimensions } from '../../push/rules/phoneReport.ts';
import type { Operations } from '../operation.ts';
import { appId } from './common.ts';

/** A query parameter is text. */
const days = z.pipe(
  z.string().check(z.maxLength(2), z.regex(/^([1-9]|[1-8][0-9]|90)$/, 'must be a number of days from 1 to 90')),
  z.transform(Number),
);

const losses = {
  /** Pushes that APNs accepted. */
  accepted: z.int(),
  /** Those of them that the phone reported. */
  reported: z.int(),
  /** Share of the others; absent if no phone reported any. */
  lostPercent: z.optional(z.number()),
  /** Milliseconds from the request to the receipt, or from the caller's tap until CallKit took the call. */
  p50Ms: z.optional(z.int()),
  p99Ms: z.optional(z.int()),
};

const lossComparison = z.object({
  what: z.enum(['rings', 'messages']),
  version: z.string(),
  lostPercent: z.number(),
});

const timeComparison = z.object({
  what: z.literal('ringTimes'),
  version: z.string(),
  p50Ms: z.int(),
  p99Ms: z.int(),
});

export const phoneRow = z.object({
  appId: z.string(),
  /** The version, environment or day. */
  value: z.string(),
  messages: z.object({
    ...losses,
    shown: z.int(),
    tapped: z.int(),
    /** Pushes that APNs did not accept, most frequent first. */
    refused: z.array(z.object({ reason: z.string(), count: z.int() })),
  }),
  /** VoIP pushes of calls: `reported` to CallKit until the ringing was over. */
  rings: z.object({
    ...losses,
    /** How many reports say how old they are. If there are any, the times are of these alone. */
    timed: z.int(),
    /** Callees of whom APNs accepted a VoIP push, by one of their phones. */
    callees: z.int(),
    /** Those of whom no phone reported it. */
    unreported: z.int(),
    unreportedPercent: z.optional(z.number()),
  }),
  /** With `by=appVersion`: an earlier version loses less, or rings sooner, by more than chance explains. */
  worseThan: z.optional(z.union([lossComparison, timeComparison])),
});

/** Apple's own count of a day and app, where the app has a metrics token. */
const ledgerRow = z.object({
  day: z.iso.date(),
  appId: z.string(),
  /** Pushes of messages and rings in production that APNs accepted, by Ringpost's counters. */
  accepted: z.int(),
  /** What Apple's counts add up to; two values, because Apple counts a push that expired once or twice. */
  appleLeast: z.int(),
  appleMost: z.int(),
  /** How many more Ringpost counts than Apple; negative: fewer; 0: between the two. */
  difference: z.int(),
  /** How much of a difference Apple's rounding explains. */
  rounding: z.int(),
  /** Beyond rounding, `apple_fewer` or `apple_more`. */
  verdict: z.enum(['agrees', 'apple_fewer', 'apple_more']),
  /** False: Apple may still add pushes to the day. */
  isFinal: z.boolean(),
  /** As Apple exports them: rounded, in Apple's words. */
  counts: z.array(
    z.object({
      pushType: z.string(),
      status: z.string(),
      count: z.int(),
      /** Why Apple discarded them, where the status says it. */
      reason: z.optional(z.string()),
    }),
  ),
});

export const statisticsOperations = {
  'GET /v1/server/stats': {
    query: z.strictObject({
      days: z._default(days, 7),
      appId: z.optional(appId),
      /** What the entries of `phones` have in common. */
      by: z._default(z.enum(phoneDimensions), 'appVersion'),
    }),
    answers: {
      200: z.object({
        /** One entry for each day (UTC) and app with activity, oldest first. */
        days: z.array(
          z.object({
            day: z.iso.date(),
            /** `none`: recipients who were skipped before any device was looked at. */
            appId: z.string(),
            /** Pushes with their final outcome: accepted, rejected and failed ones. */
            sent: z.int(),
            accepted: z.int(),
            skipped: z.int(),
            rejected: z.int(),
            failed: z.int(),
            delivered: z.int(),
            shown: z.int(),
            tapped: z.int(),
            /** Callees of whom APNs accepted a VoIP push, when their ringing was over. */
            rings: z.int(),
            /** Those of whom no phone reported it. */
            ringsUnreported: z.int(),
          }),
        ),
        /** One entry for each app and version (or whatever `by` says), versions by their numbers. */
        phones: z.array(phoneRow),
        /** Apple's counts beside Ringpost's, a day and app each, oldest first; empty without a metrics token. */
        apple: z.array(ledgerRow),
        /** What this month (UTC) has cost so far in the team's AWS account: messages, receipts and broadcasts, by list prices. */
        month: z.object({
          month: z.string(),
          costUsd: z.number(),
          /** US dollars by kind of use, such as `tableWrites`. */
          costByUse: z.record(z.string(), z.number()),
          /** Cost of the whole month, if it goes on as until now. */
          forecastUsd: z.number(),
          /** The stage's `monthlyBudgetUsd`, if it has one: when it is reached, broadcasts stop. */
          budgetUsd: z.optional(z.number()),
        }),
      }),
    },
  },
} as const satisfies Operations<'statistics'>;
