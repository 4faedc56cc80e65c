/** Store of push counters. */
import type { DayStatistics } from './rules/dayStatistics.ts';
import type { ExternalAnswer } from './rules/devicePush.ts';
import type { ExternalFailure, ExternalPush, PushAbout, WantedPush } from './rules/externalPush.ts';
import type { DayPhoneCounts, PhoneCounts } from './rules/phoneStatistics.ts';
import type { RejectionMemory } from './rules/rejectionMemory.ts';
import type { KnownReport, ReportedOutcome } from './rules/reportedOutcome.ts';
import type { TargetCounts } from './rules/statistics.ts';

/** One entry for each day and app, or day and group of phones, that has any. */
export interface Statistics {
  apps: DayStatistics[];
  phones: DayPhoneCounts[];
}

export interface StatisticsStore {
  /**
   * Adds to the counters of a day. Does not cost a request each time: several are written together.
   * @param atMs epoch milliseconds on the day to which they belong; absent: now.
   */
  add(
    nowMs: number,
    counts: readonly TargetCounts[],
    phones?: readonly PhoneCounts[],
    atMs?: number | undefined,
  ): Promise<void>;
  /** @param days `YYYY-MM-DD`, UTC. */
  read(days: readonly string[]): Promise<Statistics>;
}

/** Pushes that the team's own function sends, over another service than Apple's. */
export interface ExternalPushes {
  /** Stores the push, so that its outcome can be reported, and queues the event `push.wanted`. */
  handOver(push: ExternalPush): Promise<ExternalAnswer>;
}

/** Pushes that were handed to the team's function, until their outcome is known or a day has passed. */
export interface HandedOverStore {
  /** Stores the push, unless this attempt or a later one is stored. @returns whether it still lacks a report. */
  begin(push: ExternalPush): Promise<boolean>;
  /** @returns undefined if there is no such push. */
  find(userId: string, wantedId: string): Promise<HandedOverPush | undefined>;
  /** Stores the report about the push's attempt. @returns false if there is one. */
  claim(push: ExternalPush, known: KnownReport): Promise<boolean>;
  /** All that follows from the report about this attempt is done. @returns false if it was done before. */
  finish(push: ExternalPush, attempt: number): Promise<boolean>;
}

export interface HandedOverPush extends ExternalPush {
  known?: KnownReport | undefined;
}

export interface WantedPushes {
  /** Queues the event `push.wanted`. @returns what went wrong. */
  publish(detail: WantedPush): Promise<ExternalFailure | undefined>;
}

export interface ReportedOutcomeStore {
  /** Replaces the earlier outcome of the same push. @param isToMany it is about a message to many. */
  put(about: PushAbout, outcome: ReportedOutcome, isToMany: boolean): Promise<void>;
}

export interface PushPorts {
  handedOver: HandedOverStore;
  wantedPushes: WantedPushes;
  reportedOutcomes: ReportedOutcomeStore;
  externalPushes: ExternalPushes;
  rejections: RejectionMemory;
  statistics: StatisticsStore;
}
