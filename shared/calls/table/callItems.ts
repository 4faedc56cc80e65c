/** A call and the items beside it, as items of the table. */

import type { CallCapabilities, CallDetails } from '../../content/payloads/voipPayload.ts';
import { timeOfAnyLength } from '../../platform/reportedTime.ts';
import { isFlag, isList, isMap, isNumber, isText, listOf, mapWith, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, itemAs } from '../../platform/table/item.ts';
import {
  callNoteKey,
  callNotePrefix,
  callSort,
  callTargetKey,
  callTargetPrefix,
  type Key,
} from '../../platform/table/keys.ts';
import { reportLines, withReport } from '../../push/rules/reportedOutcome.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { reportedOutcomesFrom } from '../../push/table/reportedOutcomeStore.ts';
import { type StoredOutcome, storedOutcome, targetFrom } from '../../push/table/targetItems.ts';
import type { CallRecord, CallReport, HeardReport, LoggedCall } from '../rules/record.ts';
import { type CallTarget, type CallTimelineEvent, callOutcomes } from '../rules/timeline.ts';

/**
 * DynamoDB's types differ from JSON's: they nest 32 levels, and have no number beyond 38 digits. So values from callers
 * are stored as their original text.
 */
interface StoredDetails extends Omit<CallDetails, 'capabilities'>, CallCapabilities {
  /** JSON. Version 0.3.0 stored `ext` itself. */
  extJson?: string | undefined;
}

function storedDetails({ ext, capabilities, ...details }: CallDetails): StoredDetails {
  return { ...details, ...capabilities, extJson: ext === undefined ? undefined : JSON.stringify(ext) };
}

/** The capabilities are named one by one: a phone must not get what a later version stores. */
function detailsFrom(stored: StoredDetails): CallDetails {
  const { handle, callerName, hasVideo, extJson, ext } = stored;
  const { supportsHolding, supportsGrouping, supportsUngrouping, supportsDTMF } = stored;
  const capabilities = { supportsHolding, supportsGrouping, supportsUngrouping, supportsDTMF };
  const hasAny = Object.values(capabilities).some((capability) => capability !== undefined);
  return {
    handle,
    callerName,
    hasVideo,
    capabilities: hasAny ? capabilities : undefined,
    ext: extJson === undefined ? ext : JSON.parse(extJson),
  };
}

interface CallItem extends Key, Omit<CallRecord, 'details'> {
  ttl: number;
  details: StoredDetails;
  /** Until 0.3.0 both were in the call itself. */
  targets?: TargetOutcome[] | undefined;
  timeline?: CallTimelineEvent[] | undefined;
}

interface TargetItem extends Key {
  at: string;
  outcome: StoredOutcome;
  repeatedAt?: string | undefined;
  repeats?: number | undefined;
  lastRepeat?: StoredOutcome | undefined;
  ttl: number;
}

interface NoteItem extends Key, CallTimelineEvent {
  /** Absent unless a phone reported; version 0.3.0 did not store it. */
  heard?: HeardReport | undefined;
  ttl: number;
}

export function callItem(key: Key, record: CallRecord, ttl: number): CallItem {
  return { ...key, ...record, details: storedDetails(record.details), ttl };
}

const callShape = {
  call: mapWith({
    callId: isText,
    from: isText,
    state: isText,
    participants: listOf(mapWith({ userId: isText, expiresAtMs: isNumber })),
    createdAtMs: isNumber,
    expiresAtMs: isNumber,
    version: isNumber,
  }),
  hasVideo: isFlag,
};
const wholeCallShape = { ...callShape, details: isMap, timeline: orAbsent(isList) };
const targetShape = { at: isText, outcome: isMap, lastRepeat: orAbsent(isMap) };

/** The part of a call that the call log shows. @throws UnreadableItem */
export function loggedCallFromItem(item: Record<string, unknown>): LoggedCall {
  const { call, hasVideo } = itemAs<LoggedCall>(item, 'call', callShape);
  return { call, hasVideo };
}

/** @throws UnreadableItem */
export function callFromItem(item: Record<string, unknown>): CallRecord {
  const { targets: _targets, timeline: _timeline, details, ...record } = bodyOf<CallItem>(item, 'call', wholeCallShape);
  return { ...record, details: detailsFrom(details) };
}

export function targetItem(callId: string, { at, outcome }: CallTarget, ttl: number): TargetItem {
  return { ...callTargetKey(callId, outcome), at, outcome: storedOutcome(outcome), ttl };
}

export function targetFromItem(item: Record<string, unknown>): CallTarget {
  const { sk, at, outcome, repeatedAt, repeats, lastRepeat } = itemAs<TargetItem>(
    item,
    'target of a call',
    targetShape,
  );
  const key = sk.slice(callTargetPrefix.length);
  if (repeatedAt === undefined || repeats === undefined || lastRepeat === undefined) {
    return { at, outcome: targetFrom(key, outcome) };
  }
  const repeated = { at: repeatedAt, count: repeats, outcome: targetFrom(key, lastRepeat) };
  return { at, outcome: targetFrom(key, outcome), repeated };
}

export function noteItem(callId: string, event: CallTimelineEvent, ttl: number): NoteItem {
  return { ...callNoteKey(callId, event), ...event, ttl };
}

const noteShape = {
  at: isText,
  event: isText,
  heard: orAbsent(mapWith({ userId: isText, deviceId: isText, appId: isText, arrivedAtMs: isNumber })),
};

/** @throws UnreadableItem */
export function noteFromItem(item: Record<string, unknown>): CallTimelineEvent {
  const { heard: _heard, ...event } = bodyOf<NoteItem>(item, 'note of a call', noteShape);
  return event;
}

/** @throws UnreadableItem */
function heardIn(item: Record<string, unknown>): HeardReport[] {
  const { heard } = itemAs<NoteItem>(item, 'note of a call', noteShape);
  return heard === undefined ? [] : [heard];
}

/** @param items all items of the call's partition. @returns undefined if the call itself is not among them. */
export function reportFromItems(items: readonly Record<string, unknown>[]): CallReport | undefined {
  const found = items.find(({ sk }) => sk === callSort);
  if (found === undefined) return undefined;
  const item = itemAs<CallItem>(found, 'call', wholeCallShape);
  const startingWith = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
  const record = callFromItem(found);
  const targets = startingWith(callTargetPrefix).map(targetFromItem);
  const noteItems = startingWith(callNotePrefix);
  const reported = reportedOutcomesFrom(items);
  const notes = [...noteItems.map(noteFromItem), ...reported.flatMap(reportLines)];
  const earlier = (item.timeline ?? []).map((line) => ({ ...line, at: timeOfAnyLength(line.at) }));
  const heard = noteItems.flatMap(heardIn);
  const outcomes = callOutcomes(record.call, targets, [...earlier, ...notes], item.targets);
  return {
    ...record,
    ...(heard.length > 0 && { heard }),
    ...outcomes,
    targets: outcomes.targets.map((target) => withReport(target, reported)),
  };
}
