import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import { type Call, failCall } from '../rules/call.ts';
import { decide } from '../rules/decide.ts';
import type { CallHandle } from '../rules/message.ts';
import { apnsHeaders, pushTypeRules } from '../rules/pushTypes.ts';
import { ringResendDelayMs, ringResends } from '../rules/retryPlan.ts';
import { payloadBytes } from '../rules/sizeGuard.ts';
import { outcomeOf, skipped, type TargetOutcome } from '../rules/targetOutcome.ts';
import { type CallCapabilities, voipPayload } from '../rules/voipPayload.ts';
import type { CallRecord, Ports } from './ports.ts';
import { type PushPorts, pushToTarget, type TargetAnswer, type TargetPush } from './pushToTarget.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface RingInput extends CallCapabilities {
  from: string;
  to: string;
  /** A lower-case UUID; made when absent. */
  callId?: string | undefined;
  handle?: CallHandle | undefined;
  callerName?: string | undefined;
  hasVideo: boolean;
  timeoutSeconds: number;
  ext?: unknown;
}

export type RingPorts = PushPorts & Pick<Ports, 'clock' | 'newId' | 'random' | 'profiles' | 'calls'>;

/** One attempt to ring has this long for its answer. Short, because a second attempt may still ring in time. */
const attemptDeadlineMs = 4000;

/** Rings every phone of a user. */
export async function ring(ports: RingPorts, input: RingInput): Promise<CallRecord | Refusal> {
  const { from, to, callId = ports.newId(), timeoutSeconds, hasVideo } = input;
  const createdAtMs = ports.clock.nowMs();
  const expiresAtMs = createdAtMs + timeoutSeconds * 1000;
  const call: Call = { callId, from, to, state: 'ringing', createdAtMs, expiresAtMs, version: 1 };
  // A caller who says a name needs no profile: one request less before the phone rings.
  const nickname = input.callerName === undefined ? (await ports.profiles.find(from)).nickname : undefined;
  const payload = voipPayload({ ...input, callId, sentAtMs: createdAtMs, expiresAtMs }, nickname);
  if (payloadBytes(payload) > pushTypeRules.voip.maxPayloadBytes) {
    return refuse('push_too_large', "The call's payload is over Apple's limit of 5,120 bytes.");
  }
  const [created, devices] = await Promise.all([
    ports.calls.create({ call, hasVideo, targets: [] }),
    ports.devices.list(to),
  ]);
  if (!created) return refuse('call_exists', `There is a call ${callId} already.`);

  const occasion = { from, kind: 'voip', onlineUserOnly: false, pushDisabled: false } as const;
  const rung = await Promise.all(
    decide(occasion, to, devices, createdAtMs).map(async (decision): Promise<RungTarget> => {
      if (decision.decision === 'skip') {
        // The app in front of the user rings by itself.
        return { target: skipped(decision.target, decision.rule), mayRing: decision.rule === 'online' };
      }
      const headers = apnsHeaders(decision.device.appId, 'voip', ports.newId(), createdAtMs);
      const { answer, environment } = await ringTarget(ports, { ...decision, headers, payload }, expiresAtMs);
      return { target: outcomeOf(decision.target, environment, answer), mayRing: mayRing(answer) };
    }),
  );
  const targets = rung.map(({ target }) => target);
  await ports.calls.recordTargets(callId, targets);
  return { call: rung.some(({ mayRing }) => mayRing) ? call : await fail(ports, call), hasVideo, targets };
}

interface RungTarget {
  target: TargetOutcome;
  mayRing: boolean;
}

/** At most two quick resends, each only while the call still rings. The app knows a call's UUID, so it rings once. */
async function ringTarget(
  ports: RingPorts,
  push: Omit<TargetPush, 'deadlineMs'>,
  expiresAtMs: number,
): Promise<TargetAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const deadlineMs = Math.min(ports.clock.nowMs() + attemptDeadlineMs, expiresAtMs);
    const result = await pushToTarget(ports, { ...push, deadlineMs });
    const delayMs = ringResendDelayMs(attempt + 1, ports.random());
    const inTime = ports.clock.nowMs() + delayMs < expiresAtMs;
    if (result.verdict.next !== 'retry_later' || attempt === ringResends || !inTime) return result;
    await ports.clock.waitMs(delayMs);
  }
}

/** Apple has it, or may have it for all we know. */
function mayRing(answer: ApnsOutcome): boolean {
  return answer.kind === 'accepted' || (answer.kind === 'unanswered' && answer.sent === 'maybe');
}

/** The caller is told at once that nobody can be reached, unless somebody has answered or cancelled meanwhile. */
async function fail(ports: RingPorts, call: Call): Promise<Call> {
  const failed = failCall(call);
  if (await ports.calls.replaceState(failed, call.version)) return failed;
  return (await ports.calls.find(call.callId))?.call ?? failed;
}
