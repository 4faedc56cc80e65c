/** What a call would do, without doing it: the path of a ring up to the point where something would be sent or stored. */
import { notesOf } from '../../content/payloads/ringAlert.ts';
import { payloadBytes } from '../../content/sizeGuard.ts';
import { rulesTowards } from '../../people/flows/userRules.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { isRefusal, type Refusal, refuseField } from '../../platform/refusal.ts';
import { type Cost, callUnits, costOf, recipientUnits, sumUnits, targetUnits } from '../../push/rules/cost.ts';
import type { Target } from '../../push/rules/decide.ts';
import { explainedPush, type ShownPush } from '../../push/rules/externalPush.ts';
import { withinAnswer } from '../../push/rules/withinAnswer.ts';
import { insuranceReason, isInsured } from '../rules/ringInsurance.ts';
import type { RingPlan } from '../rules/ringPlan.ts';
import { ticketCharacters } from '../rules/ringTicket.ts';
import { readRecipients } from './callRecipients.ts';
import { prepareRing, type RingInput, type RingPorts } from './ring.ts';
import { type PlannedRing, planCallee, type Ringing, rulesOfTheirApps } from './ringCallees.ts';
import { alertRing, type DeviceRing, type RingPush, voipRing } from './ringDevice.ts';
import { ticketKeyOrNone } from './ticketKeys.ts';

interface ExplainedPush extends ShownPush {
  decision: 'push';
  rule: string;
  appId: string;
  bytes: number;
  truncated: boolean;
  /** `ring_insurance`: an alert follows if the phone does not report the ring in time. */
  notes: (ReturnType<typeof notesOf>[number] | typeof insuranceReason)[];
}

type Explained = Target & ({ decision: 'skip'; rule: string } | ExplainedPush);

export interface RingExplanation {
  targets: (Explained & { cost: Cost })[];
  summary: { push: number; skip: number };
  /** Cost of the request and its pushes, at list price. */
  cost: Cost;
  /** False: the targets are more than one answer could explain. */
  isComplete: boolean;
}

export async function explainRing(ports: RingPorts, input: RingInput): Promise<RingExplanation | Refusal> {
  // Before anything is read about the callees. A call always reaches other users.
  if (input.rules?.outcomesForUsers === 'coarse') return notExplained();
  const prepared = await prepareRing(ports, input);
  if (isRefusal(prepared)) return prepared;
  const { record, callees } = prepared;
  const recipients = await readRecipients(ports, record, callees);
  const { outcomesForUsers } = await rulesTowards(ports, input.rules, recipients);
  if (input.rules !== undefined && outcomesForUsers === 'coarse') return notExplained();
  const [apps, ticketKey] = await Promise.all([rulesOfTheirApps(ports, recipients), ticketKeyOrNone(ports)]);
  const explained = await Promise.all(
    recipients.map((recipient) => explainCallee(ports, { record, recipient, apps, ticketKey })),
  );
  const targets = explained.flat();
  const shown = withinAnswer(targets);
  const push = targets.filter(({ decision }) => decision === 'push').length;
  return {
    targets: shown,
    summary: { push, skip: targets.length - push },
    cost: costOf(sumUnits([callUnits(callees.length), ...targets.map(({ cost }) => cost.units)])),
    isComplete: shown.length === targets.length,
  };
}

function notExplained(): Refusal {
  return refuseField(
    'explain_not_allowed',
    'How other users are reached is explained to servers only.',
    'query.explain',
    'must not be set by users of this app',
  );
}

/** Reading a callee is attributed to the first target. */
async function explainCallee(ports: RingPorts, ringing: Ringing): Promise<RingExplanation['targets']> {
  const { recipient } = ringing;
  const explained = await explainPhones(ports, ringing);
  return explained.map((target, index) => {
    const pushedBytes = target.decision === 'push' ? target.bytes : undefined;
    const read = index === 0 ? [recipientUnits(sizeOf(recipient))] : [];
    return { ...target, cost: costOf(sumUnits([...read, targetUnits({ pushedBytes, countsBadge: false })])) };
  });
}

const sizeOf = ({ fault: _fault, ...stored }: Recipient): number => JSON.stringify(stored).length;

async function explainPhones(ports: RingPorts, ringing: Ringing): Promise<Explained[]> {
  const { userId, fault } = ringing.recipient;
  if (fault !== undefined) return [{ userId, decision: 'skip', rule: 'unreadable' }];
  const planned = await planCallee(ports, ringing);
  return planned.flatMap((phone) => explainPhone(ports, phone));
}

function explainPhone(ports: RingPorts, { rule, ...planned }: PlannedRing): Explained[] {
  if (!('ring' in planned)) return [{ ...planned.plan.target, decision: 'skip', rule: planned.plan.rule }];
  const { plan } = planned;
  const nowMs = ports.clock.nowMs();
  const ring = withoutTicket(planned.ring);
  if (plan.way === 'voip') {
    const push = voipRing(ports, plan, ring);
    return [{ ...explainPush(push, rule, nowMs), truncated: false, notes: insuranceOf(plan, ring) }];
  }
  const { userId, deviceId } = plan.target;
  const instead: Explained = { userId, deviceId, kind: 'voip', decision: 'skip', rule: plan.instead };
  const push = alertRing(ports, plan, ring);
  if (push === undefined) return [instead, { ...plan.target, decision: 'skip', rule: 'payload_too_large' }];
  return [
    instead,
    { ...explainPush(push, plan.instead, nowMs), truncated: push.truncated, notes: notesOf(push.payload) },
  ];
}

/** A valid ticket would be one of another call, if the caller gave that call's ID. This one is as long. */
function withoutTicket(ring: DeviceRing): DeviceRing {
  const { ticket } = ring.payload;
  return ticket === undefined ? ring : { ...ring, payload: { ...ring.payload, ticket: 'x'.repeat(ticketCharacters) } };
}

function insuranceOf(
  { device, alertToken }: RingPlan & { way: 'voip' },
  { settings }: DeviceRing,
): ExplainedPush['notes'] {
  return alertToken !== undefined && isInsured(device, settings) ? [insuranceReason] : [];
}

function explainPush({ target, device, token, headers, payload, external }: RingPush, rule: string, nowMs: number) {
  return {
    ...target,
    decision: 'push' as const,
    rule,
    appId: device.appId,
    ...explainedPush({ headers, payload, token, about: external?.about }, nowMs),
    bytes: payloadBytes(payload),
  };
}
