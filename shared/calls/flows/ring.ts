import type { CallHandle } from '../../content/offlinePush.ts';
import type { CallCapabilities, CallDetails } from '../../content/payloads/voipPayload.ts';
import { type ContactPorts, refuseStrangers } from '../../people/flows/contacts.ts';
import { rulesTowards } from '../../people/flows/userRules.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { UserRules } from '../../people/rules/userRules.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { isRefusal, type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import { isVisible, shownName } from '../../platform/visibleText.ts';
import type { CallPorts } from '../ports.ts';
import { type Call, failParticipants } from '../rules/call.ts';
import { maxCallees, ringingParticipants } from '../rules/invitation.ts';
import type { CallRecord, CallReport } from '../rules/record.ts';
import { callOutcomes } from '../rules/timeline.ts';
import { timed } from '../rules/times.ts';
import { readRecipients } from './callRecipients.ts';
import { countAfterEnd } from './changeCall.ts';
import type { ReportPorts } from './countMissedReports.ts';
import { createCall } from './createCall.ts';
import { type RingCalleesPorts, ringCallees } from './ringCallees.ts';
import { ringFits } from './ringPayload.ts';
import { updateCall } from './updateCall.ts';

/** The callees: named users, or a group, of which `ring` names those whose phones ring; absent: all of them. */
export type CallTo = { userIds: readonly string[] } | { groupId: string; ring?: readonly string[] | undefined };

export interface RingInput {
  from: string;
  to: CallTo;
  /** A lower-case UUID; generated if absent. */
  callId?: string | undefined;
  handle?: CallHandle | undefined;
  callerName?: string | undefined;
  hasVideo: boolean;
  capabilities?: CallCapabilities | undefined;
  timeoutSeconds: number;
  ext?: unknown;
  /** See {@link CallRecord}. */
  liveActivity?: boolean | undefined;
  /** ID of the request, and the tap: see {@link CallRecord}. */
  requestId?: string | undefined;
  tappedAtMs?: number | undefined;
  /** Rules of the caller's apps. Absent: a server calls, to which no rules apply. */
  rules?: UserRules | undefined;
}

export type RingPorts = RingCalleesPorts &
  ReportPorts &
  ContactPorts &
  Pick<PeoplePorts, 'profiles' | 'groups'> &
  Pick<CallPorts, 'calls'>;

/** Rings every phone of one user, of several, or of a group's members. */
export async function ring(ports: RingPorts, input: RingInput): Promise<CallReport | Refusal> {
  const prepared = await prepareRing(ports, input);
  if (isRefusal(prepared)) return prepared;
  const { record, callees } = prepared;
  ports.log.about({ callId: record.call.callId });
  const [created, recipients] = await Promise.all([
    createCall(ports, record, callees),
    readRecipients(ports, record, callees),
  ]);
  if (created !== 'created') return created;
  return ringAndRecord(ports, record, recipients);
}

export interface PreparedRing {
  record: CallRecord;
  callees: readonly string[];
}

/** A call that may be made, and is not yet. Writes nothing. */
export async function prepareRing(ports: RingPorts, input: RingInput): Promise<PreparedRing | Refusal> {
  const { from, to, callId = ports.newId(), timeoutSeconds, hasVideo, requestId, tappedAtMs, liveActivity } = input;
  const createdAtMs = ports.clock.nowMs();
  const expiresAtMs = createdAtMs + timeoutSeconds * 1000;
  const callees = 'groupId' in to ? await otherMembers(ports, from, to) : withoutCaller(from, to.userIds);
  if ('refusal' in callees) return callees;
  if (callees.length > maxCallees) return tooManyCallees(callees.length);
  const contacting = { userId: from, rules: input.rules, path: '/to', isOwnGroup: 'groupId' in to };
  const stranger = await refuseStrangers(ports, contacting, callees);
  if (stranger !== undefined) return stranger;
  const called: Call = {
    callId,
    from,
    ...('groupId' in to && { groupId: to.groupId }),
    state: 'ringing',
    participants: ringingParticipants(callees, expiresAtMs),
    createdAtMs,
    expiresAtMs,
    version: 1,
  };
  const call = timed(undefined, called, createdAtMs);
  // A caller who gives a name needs no profile, which saves a request before the phone rings.
  const nickname = !isVisible(input.callerName) ? (await ports.profiles.find(from)).nickname : undefined;
  const details = detailsOf(input, nickname);
  if (!ringFits(call, details, ports.ringChannel)) {
    return refuse('push_too_large', "The call's payload is over Apple's limit of 5,120 bytes.");
  }
  return { record: { call, hasVideo, details, requestId, tappedAtMs, liveActivity }, callees };
}

/** After this long the ringing call may have changed, which costs a request to find out. */
const longRingMs = 1000;

/** Rings, stores the outcomes, and fails unreachable callees at once. @returns with these pushes alone. */
export async function ringAndRecord(
  ports: RingPorts,
  record: CallRecord,
  recipients: readonly Recipient[],
): Promise<CallReport> {
  const { callId } = record.call;
  const startedMs = ports.clock.nowMs();
  const [{ result: pushed, unreachable }, { outcomesForUsers }] = await Promise.all([
    ringCallees(ports, record, recipients),
    // The caller's own data are read with each answer.
    rulesTowards(ports, undefined, recipients),
  ]);
  const result = { ...pushed, ...(outcomesForUsers === 'coarse' && ({ isCoarse: true } as const)) };
  // Phones ring by now: the caller must get the call's ID to be able to cancel it, even if nothing can be stored.
  await ports.calls
    .recordRing(callId, result)
    .catch((error: unknown) => ports.log.error('ring not recorded', errorFields(error)));
  const { isCoarse, tellsWhenStopped, repeatAlertsAtMs } = result;
  const rung: CallRecord = {
    ...record,
    // An absent one is unchanged.
    ...(isCoarse && { isCoarse }),
    ...(tellsWhenStopped && { tellsWhenStopped }),
    ...(repeatAlertsAtMs !== undefined && { repeatAlertsAtMs }),
  };
  const known = unreachable.length === 0 ? rung : await failUnreachable(ports, rung, unreachable);
  const isLong = ports.clock.nowMs() - startedMs >= longRingMs;
  const now = (isLong ? await ports.calls.find(callId) : undefined) ?? known;
  // A user who ended it while the pushes were on their way could not know which phones they went to. If nothing notices
  // here, the deadline's timer does.
  await countAfterEnd(ports, now);
  return { ...now, ...callOutcomes(now.call, result.targets, []) };
}

/** Unless they answered or the call was cancelled in the meantime. */
async function failUnreachable(ports: RingPorts, rung: CallRecord, userIds: readonly string[]): Promise<CallRecord> {
  return updateCall(
    ports,
    rung.call.callId,
    (read = rung) => {
      const call = failParticipants(read.call, userIds);
      return call === read.call ? { result: read } : { write: call, result: (written) => written };
    },
    rung,
  );
}

/** Only members may call a group. */
async function otherMembers(
  ports: RingPorts,
  from: string,
  { groupId, ring }: Extract<CallTo, { groupId: string }>,
): Promise<string[] | Refusal> {
  const [caller, members] = await Promise.all([
    ports.groups.findMember(groupId, from),
    ring === undefined ? firstMembers(ports, groupId) : membersAmong(ports, groupId, ring),
  ]);
  if (caller === undefined) return refuse('unknown_group', `You are not a member of a group ${groupId}.`);
  if (isRefusal(members)) return members;
  const others = members.filter((userId) => userId !== from);
  return others.length > 0 ? others : refuse('nobody_to_call', `The call rings no other member of ${groupId}.`);
}

/** One more than the limit of callees, and the caller. */
async function firstMembers({ groups }: RingPorts, groupId: string): Promise<string[]> {
  const { members } = await groups.listMembers(groupId, maxCallees + 2);
  return members.map(({ userId }) => userId);
}

async function membersAmong({ groups }: RingPorts, groupId: string, userIds: readonly string[]) {
  const named = [...new Set(userIds)];
  const found = await Promise.all(named.map((userId) => groups.findMember(groupId, userId)));
  const stranger = named.find((_userId, index) => found[index] === undefined);
  if (stranger === undefined) return named;
  const detail = `${stranger} is not a member of the group ${groupId}.`;
  return refuseField('unknown_member', detail, '/ring', 'must name members of the group');
}

/** The caller may be among the callees, as in a list of a conversation's members, but not be the only one. */
function withoutCaller(from: string, userIds: readonly string[]): string[] | Refusal {
  const others = [...new Set(userIds)].filter((userId) => userId !== from);
  return others.length > 0 ? others : callOfOneself('/to');
}

/** @param path a JSON Pointer to the field that names only the caller. */
export function callOfOneself(path: string): Refusal {
  return refuseField('self_call', 'The call would ring nobody but the caller.', path, 'must name another user');
}

export function tooManyCallees(count: number): Refusal {
  return refuse('too_many_callees', `The call would have ${count} callees; at most ${maxCallees} can be called.`);
}

function detailsOf(input: RingInput, nickname: string | undefined): CallDetails {
  const { from, handle, callerName, hasVideo, capabilities, ext } = input;
  return {
    handle: handle ?? { type: 'generic', value: from },
    callerName: shownName(callerName, nickname) ?? from,
    hasVideo,
    capabilities,
    ext,
  };
}
