/**
 * Random lives of a call: phones, timers and receipts that act at the same time, on whichever stores. What must hold is
 * said here once, in other words than those of the rules that are tested.
 */
import fc from 'fast-check';
import type { HostPush } from '../../shared/apns/ports.ts';
import { changeCall, readCall } from '../../shared/calls/flows/changeCall.ts';
import { inviteToCall } from '../../shared/calls/flows/invite.ts';
import { readRing } from '../../shared/calls/flows/readRing.ts';
import { ring } from '../../shared/calls/flows/ring.ts';
import { runCallTimer } from '../../shared/calls/flows/runTimer.ts';
import type { CallStore } from '../../shared/calls/ports.ts';
import type { Call, CallAction, CallState } from '../../shared/calls/rules/call.ts';
import { endedReasonFor } from '../../shared/calls/rules/endedReason.ts';
import { hasMissed } from '../../shared/calls/rules/missedCall.ts';
import type { CallTimer } from '../../shared/calls/rules/record.ts';
import { stoppedRinging } from '../../shared/calls/rules/timeline.ts';
import type { ReportStore } from '../../shared/devices/ports.ts';
import { aDevice, appId, aToken, isoTime } from './factories.ts';
import { accepts, doesNotAnswer, rejects } from './memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from './memory/ports.ts';
import { receiveReceipts } from './receivedReceipts.ts';

const people = { alice: ['a1', 'a2'], bob: ['b1', 'b2', 'b3'], carol: ['c1', 'c2'], dave: ['d1'] } as const;
type Person = keyof typeof people;
interface Phone {
  userId: Person;
  deviceId: string;
}
const phonesOf = (userId: Person): Phone[] => people[userId].map((deviceId) => ({ userId, deviceId }));
const phones = (Object.keys(people) as Person[]).flatMap(phonesOf);

type Step =
  | { do: 'act'; phone: Phone; action: CallAction }
  | { do: 'look'; phone: Phone }
  | { do: 'report'; phone: Phone }
  | { do: 'invite'; phone: Phone }
  | { do: 'timer'; task: 'expire' | 'repeat_alerts' };

/** Steps in one round happen at the same time; the clock moves between rounds. */
export interface Scenario {
  callees: Person[];
  /** What APNs does with the first pushes. */
  answers: ('accept' | 'busy' | 'silence' | 'dead')[];
  rounds: { afterMs: number; steps: Step[] }[];
}

const anyPhone = fc.constantFrom(...phones);
const callee = fc.constantFrom(...phones.filter(({ userId }) => userId !== 'alice'));
const actions: CallAction[] = ['answer', 'answer', 'decline', 'busy', 'cancel', 'end', 'leave'];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('act'), phone: callee, action: fc.constantFrom(...actions) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('act'), phone: anyPhone, action: fc.constantFrom(...actions) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look'), phone: anyPhone }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('report'), phone: callee }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invite'), phone: anyPhone }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('timer'), task: fc.constantFrom('expire', 'repeat_alerts') }) },
) as fc.Arbitrary<Step>;

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  callees: fc.constantFrom<Person[]>(['bob'], ['bob', 'carol']),
  answers: fc.array(fc.constantFrom('accept', 'accept', 'busy', 'silence', 'dead'), { maxLength: 4 }),
  rounds: fc.array(
    fc.record({
      afterMs: fc.constantFrom(0, 0, 100, 9000, 30_000),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

export interface World {
  ports: Omit<MemoryPorts, keyof Stores> & Stores;
  callId: string;
  /** Each change that was written, by the version that it made. */
  commits: Map<number, Call>;
  /** Reason that each phone got, whenever it asked. */
  reasons: Map<string, Set<number>>;
  /** Phones for which APNs took a VoIP push, or may have, each time that it did. */
  rungByVoip: string[];
  tickets: Map<string, string>;
  /** Phones for which APNs took a missed-call alert, or may have, by the `apns-id`: a resend is the same alert. */
  missedAlerts: Map<string, Set<string>>;
  /** Phones whose alert token APNs has reported dead: these cannot be notified. */
  deaf: Set<string>;
  /** What follows from the changes, as the table's stream says it: each is run at least once. */
  timers: CallTimer[];
}

/** @param stores those to test; they may be shared by worlds that have other names. */
export function makeWorld(name: string, callId: string, stores: (ports: MemoryPorts) => Stores): World {
  const memory = memoryPorts();
  const ports: World['ports'] = { ...memory, ...stores(memory) };
  const world: World = {
    ports,
    callId,
    commits: new Map(),
    reasons: new Map(),
    rungByVoip: [],
    tickets: new Map(),
    missedAlerts: new Map(),
    deaf: new Set(),
    timers: [],
  };
  for (const { userId, deviceId } of phones) {
    // The last phone of each has no VoIP token: it is rung by alerts.
    const isOld = deviceId.endsWith('3');
    const alert = aToken(`${deviceId} alert ${name}`);
    const tokens = isOld ? { alert } : { alert, voip: aToken(`${deviceId} ${name}`) };
    ports.devices.add(aDevice({ userId: userId + name, deviceId, tokens }));
  }
  ports.calls = watched(ports.calls, world);
  const push = ports.apns.push.bind(ports.apns);
  ports.apns.push = async (request) => {
    const answer = await push(request);
    const { outcome } = answer;
    const mayHaveIt = outcome.kind === 'accepted' || (outcome.kind === 'unanswered' && outcome.sent === 'maybe');
    if (mayHaveIt) noteRing(world, request);
    const isDead = outcome.kind === 'rejected' && outcome.status === 410;
    const deaf = isDead && request.headers['apns-push-type'] !== 'voip' ? phoneOf(request) : undefined;
    if (deaf !== undefined) world.deaf.add(deaf.deviceId);
    return answer;
  };
  return world;
}

export interface Stores {
  calls: CallStore;
  reports: ReportStore;
}

const phoneOf = ({ deviceToken }: HostPush): Phone | undefined =>
  phones.find(({ deviceId }) => Buffer.from(deviceToken, 'hex').toString().startsWith(deviceId));

function noteRing(world: World, request: HostPush): void {
  const { headers, payload } = request;
  const pushType = headers['apns-push-type'];
  if (pushType === 'background') return;
  const { ticket, missedCall } = { ...payload, ...(payload as { ringpost?: object }).ringpost } as {
    ticket?: string;
    missedCall?: true;
  };
  const phone = phoneOf(request);
  if (phone !== undefined && missedCall) {
    const ids = world.missedAlerts.get(phone.deviceId) ?? new Set();
    world.missedAlerts.set(phone.deviceId, ids.add(headers['apns-id']));
    return;
  }
  if (phone === undefined || ticket === undefined) throw new Error('a ring has a phone and a ticket');
  world.tickets.set(phone.deviceId, ticket);
  if (pushType === 'voip') world.rungByVoip.push(phone.deviceId);
}

/** Sees what is written, and that nothing is written after the end. */
function watched(calls: CallStore, world: World): CallStore {
  const { commits } = world;
  const seen = (call: Call): void => {
    commits.set(call.version, call);
    follow(world, call.version);
    // The later one of two writes may arrive first.
    follow(world, call.version + 1);
  };
  return {
    find: (callId) => calls.find(callId),
    report: (callId) => calls.report(callId),
    recordRing: (callId, report) => calls.recordRing(callId, report),
    claimMissedAlerts: (callId, userIds) => calls.claimMissedAlerts(callId, userIds),
    releaseMissedAlerts: (callId, userIds) => calls.releaseMissedAlerts(callId, userIds),
    claimInsurance: (callId, phones) => calls.claimInsurance(callId, phones),
    noteInsuredReport: (callId, phone) => calls.noteInsuredReport(callId, phone),
    findTarget: (callId, target) => calls.findTarget(callId, target),
    countRepeated: (callId, alerts) => calls.countRepeated(callId, alerts),
    repeatAlertsAt: (callId, dueAtMs) => calls.repeatAlertsAt(callId, dueAtMs),
    noteActivity: (callId) => calls.noteActivity(callId),
    addReport: (callId, report, heard) => calls.addReport(callId, report, heard),
    note: (callId, events) => calls.note(callId, events),
    async createBetween(record, callee, over) {
      const created = await calls.createBetween(record, callee, over);
      if (created === 'created') seen(record.call);
      return created;
    },
    async create(record) {
      const created = await calls.create(record);
      if (created) seen(record.call);
      return created;
    },
    async revise(id, revision, revisedAtMs) {
      const revised = await calls.revise(id, revision, revisedAtMs);
      if (revised !== undefined) seen(revised.call);
      return revised;
    },
    async change(read, changed) {
      const written = await calls.change(read, changed);
      if (written === undefined) return undefined;
      if (commits.has(written.version)) throw new Error(`version ${written.version} was written twice`);
      seen(written);
      return written;
    },
  };
}

/** What `followCalls` would make of the change, each timer twice, because queues hand over at least once. */
function follow({ commits, ports, timers, callId }: World, version: number): void {
  const [before, after] = [commits.get(version - 1), commits.get(version)];
  if (before === undefined || after === undefined) return;
  const userIds = stoppedRinging(before, after).filter((userId) => hasMissed(after, userId));
  const dueAtMs = ports.clock.nowMs();
  const timer: CallTimer = { callId, dueAtMs, task: 'tell_missed', userIds };
  if (userIds.length > 0) timers.push(timer, timer);
}

/** Lives it through to the end. */
export async function live(world: World, { callees, answers, rounds }: Scenario, name: string): Promise<void> {
  const { ports, callId } = world;
  const kinds = { accept: accepts, busy: rejects(503, 'ServiceUnavailable'), silence: doesNotAnswer('maybe') };
  const dead = rejects(410, 'Unregistered', ports.clock.nowMs());
  ports.apns.will(...answers.map((answer) => (answer === 'dead' ? dead : kinds[answer])));
  await ports.apps.put(appId, { calls: { pushWhenRingingStops: true, alertRepeatSeconds: 5 } });
  const to = { userIds: callees.map((userId) => userId + name) };
  const input = { from: `alice${name}`, to, callId, callerName: 'A', hasVideo: false, timeoutSeconds: 60 };
  const begun = ring(ports, input);
  for (const [index, { afterMs, steps }] of rounds.entries()) {
    ports.clock.advance(afterMs);
    await Promise.all([...(index === 0 ? [begun] : []), ...steps.map((each) => take(world, each, name))]);
  }
  ports.clock.advance(120_000);
  await take(world, { do: 'timer', task: 'expire' }, name);
  await everybodyHangsUp(world, name);
  await Promise.all(world.timers.map((timer) => runCallTimer(ports, timer)));
  // All at once, with one read of the call.
  const [record, report] = [await ports.calls.find(callId), await ports.calls.report(callId)];
  const calls = { ...ports.calls, find: async () => record, report: async () => report };
  const then = { ...world, ports: { ...ports, calls } };
  for (const phone of phones) await look(then, phone, name);
}

async function take(world: World, taken: Step, name: string): Promise<void> {
  const { ports, callId } = world;
  const dueAtMs = ports.clock.nowMs();
  switch (taken.do) {
    case 'act':
      await changeCall(ports, callId, taken.action, nameOf(taken.phone, name));
      return;
    case 'look':
      return look(world, taken.phone, name);
    case 'report': {
      const { userId, deviceId } = nameOf(taken.phone, name);
      const receipt = { callId, deviceId, event: 'callReported', at: isoTime(dueAtMs) } as const;
      await receiveReceipts(ports, userId, [receipt]);
      return;
    }
    case 'invite': {
      const userIds = [`dave${name}`, `bob${name}`];
      await inviteToCall(ports, { callId, actor: nameOf(taken.phone, name), userIds, timeoutSeconds: 30 });
      return;
    }
    case 'timer':
      return runCallTimer(ports, { callId, dueAtMs, task: taken.task });
  }
}

const nameOf = ({ userId, deviceId }: Phone, name: string) => ({ userId: userId + name, deviceId });

/** With its login and with its ticket a phone must hear the same. */
async function look({ ports, callId, reasons, tickets }: World, phone: Phone, name: string): Promise<void> {
  const actor = nameOf(phone, name);
  const seen = await readCall(ports, callId, actor.userId);
  if ('refusal' in seen) return;
  const known = reasons.get(phone.deviceId) ?? new Set();
  reasons.set(phone.deviceId, known);
  const reason = endedReasonFor(seen.call, actor);
  if (reason !== undefined) known.add(reason);
  const ticket = tickets.get(phone.deviceId);
  const status = ticket === undefined ? undefined : await readRing(ports, ticket);
  if (status !== undefined && !('refusal' in status) && status.endedReason !== undefined) known.add(status.endedReason);
}

async function everybodyHangsUp({ ports, callId }: World, name: string): Promise<void> {
  for (const phone of phones) {
    const record = await ports.calls.find(callId);
    if (record?.call.state !== 'answered') return;
    await changeCall(ports, callId, 'end', nameOf(phone, name));
  }
}

const over: CallState[] = ['declined', 'busy', 'cancelled', 'timedOut', 'ended', 'failed'];
/** What may become of a callee, and of a call. */
const next: Partial<Record<CallState, CallState[]>> = {
  ringing: ['answered', ...over],
  answered: ['ended'],
};

/** @throws Error that says what does not hold. */
export function check({ commits, reasons, rungByVoip, missedAlerts, deaf }: World): void {
  const history = [...commits].sort(([one], [other]) => one - other).map(([, call]) => call);
  for (const [index, call] of history.entries()) {
    const before = history[index - 1];
    must(call.version === index + 1, `versions follow each other: ${call.version} is number ${index + 1}`);
    if (before === undefined) continue;
    must(!over.includes(before.state), `nothing after the end: ${before.state}, then version ${call.version}`);
    const isStep = call.state === before.state || next[before.state]?.includes(call.state);
    must(isStep === true, `no call goes from ${before.state} to ${call.state}`);
    for (const [place, { state, answeredBy, userId }] of call.participants.entries()) {
      const then = before.participants[place];
      if (then === undefined) continue;
      must(then.userId === userId, 'nobody changes places');
      must(state === then.state || next[then.state]?.includes(state) === true, `${then.state} became ${state}`);
      const same = then.answeredBy === undefined || then.answeredBy.deviceId === answeredBy?.deviceId;
      must(same, `${userId} has one winner: ${then.answeredBy?.deviceId}, then ${answeredBy?.deviceId}`);
    }
  }
  const last = history.at(-1);
  must(last === undefined || over.includes(last.state), `it ends: ${last?.state}`);
  must(last === undefined || last.participants.every(({ state }) => over.includes(state)), 'it ends for each callee');
  for (const [deviceId, known] of reasons) must(known.size <= 1, `one reason for ${deviceId}: ${[...known]}`);
  must(new Set(rungByVoip).size === rungByVoip.length, `one VoIP push for each phone: ${rungByVoip}`);
  if (last !== undefined) checkReasons(last, reasons);
  if (last !== undefined) checkMissedAlerts(last, missedAlerts, deaf);
}

/** Each phone of a callee has exactly one reason, but for the one that ended it for its user. */
function checkReasons(call: Call, reasons: World['reasons']): void {
  for (const { userId, endedBy } of call.participants) {
    const person = (Object.keys(people) as Person[]).find((each) => userId.startsWith(each));
    if (person === undefined) throw new Error(`nobody is called ${userId}`);
    for (const deviceId of people[person]) {
      const expected = endedBy?.deviceId === deviceId ? 0 : 1;
      const known = reasons.get(deviceId)?.size;
      must(known === expected, `${deviceId} has ${known} reasons, and should have ${expected}`);
    }
  }
}

/** Each phone of a callee who neither answered nor declined is notified once, and no other phone. */
function checkMissedAlerts(call: Call, missedAlerts: World['missedAlerts'], deaf: World['deaf']): void {
  const missed = call.participants.filter(({ state }) => ['cancelled', 'timedOut'].includes(state));
  for (const { userId, deviceId } of phones.filter((phone) => !deaf.has(phone.deviceId))) {
    const expected = missed.some((each) => each.userId.startsWith(userId)) ? 1 : 0;
    const known = missedAlerts.get(deviceId)?.size ?? 0;
    must(known === expected, `${deviceId} got ${known} alerts about the missed call, and should get ${expected}`);
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
