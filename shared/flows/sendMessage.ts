import { alertPayload } from '../rules/alertPayload.ts';
import { type Decision, decide } from '../rules/decide.ts';
import { type Message, pushTypeOf } from '../rules/message.ts';
import { apnsHeaders, pushTypeRules } from '../rules/pushTypes.ts';
import { nextMessageAttemptSeconds } from '../rules/retryPlan.ts';
import { payloadBytes } from '../rules/sizeGuard.ts';
import { type OutcomeSummary, outcomeOf, skipped, summarise, type TargetOutcome } from '../rules/targetOutcome.ts';
import { voipPayload } from '../rules/voipPayload.ts';
import type { MessageRecord, Ports, RetryTask } from './ports.ts';
import { type PushPorts, pushToTarget, type TargetPush } from './pushToTarget.ts';
import { type Refusal, refuse } from './refusal.ts';

export type SendMessageInput = Omit<Message, 'messageId' | 'createdAtMs'> & { to: readonly string[] };

export interface SendMessageResult {
  messageId: string;
  targets: TargetOutcome[];
  summary: OutcomeSummary;
}

export type SendMessagePorts = PushPorts &
  Pick<Ports, 'clock' | 'newId' | 'profiles' | 'badges' | 'messages' | 'retries'>;

/** A push has this long for its answer; what is left over then goes to the queue. */
const pushDeadlineMs = 8000;

/** With more targets the timeline would only repeat them, and the record has to fit one item of the table. */
const mostTimelineTargets = 100;

/** A message pushed as a call rings this long. */
const voipMessageRingMs = 60_000;

type PushDecision = Extract<Decision, { decision: 'push' }>;
type BuildPayload = (badge: number) => object | undefined;

export async function sendMessage(
  ports: SendMessagePorts,
  input: SendMessageInput,
): Promise<SendMessageResult | Refusal> {
  const { to, ...content } = input;
  const message: Message = { ...content, messageId: ports.newId(), createdAtMs: ports.clock.nowMs() };
  const recipients = [...new Set(to)];
  const [{ nickname }, ...devicesOfRecipients] = await Promise.all([
    ports.profiles.find(message.from),
    ...recipients.map((userId) => ports.devices.list(userId)),
  ]);
  const buildPayload = payloadBuilder(message, nickname);
  // With the longest badge there is, so that what fits now fits for every recipient.
  if (buildPayload(Number.MAX_SAFE_INTEGER) === undefined) {
    return refuse('push_too_large', "The push's payload is over Apple's limit even without its text.");
  }
  const occasion = {
    from: message.from,
    kind: pushTypeOf(message),
    onlineUserOnly: message.onlineUserOnly,
    pushDisabled: message.offlinePush.disabled ?? false,
  };
  const decisions = recipients.flatMap((userId, index) =>
    decide(occasion, userId, devicesOfRecipients[index] ?? [], message.createdAtMs),
  );
  const badges = await countBadges(ports, message, decisions);
  const retries: { task: RetryTask; delaySeconds: number }[] = [];
  const targets = await Promise.all(
    decisions.map(async (decision): Promise<TargetOutcome> => {
      if (decision.decision === 'skip') return skipped(decision.target, decision.rule);
      const push: TargetPush = {
        ...decision,
        headers: apnsHeaders(decision.device.appId, occasion.kind, ports.newId(), message.createdAtMs),
        payload: buildPayload(badges.get(badgeOwner(decision)) ?? 0) ?? {},
        deadlineMs: message.createdAtMs + pushDeadlineMs,
      };
      const { answer, verdict, environment } = await pushToTarget(ports, push);
      // A message that rings must not ring late, so it is not tried again.
      const retry = verdict.next === 'retry_later' && occasion.kind === 'alert';
      if (retry) retries.push(firstRetry(message.messageId, push));
      return outcomeOf(decision.target, environment, answer, retry);
    }),
  );
  // First the record, then the queue: a retry must find what it adds its outcome to.
  await ports.messages.put(recordOf(message, recipients, targets, ports.clock.nowMs()));
  await ports.retries.enqueue(retries);
  return { messageId: message.messageId, targets, summary: summarise(targets) };
}

function payloadBuilder(message: Message, nickname: string | undefined): BuildPayload {
  if (pushTypeOf(message) === 'alert') return (badge) => alertPayload(message, nickname, badge)?.payload;
  const { voip, ext } = message.offlinePush;
  const payload = voipPayload(
    {
      callId: message.messageId,
      from: message.from,
      handle: voip?.handle,
      callerName: voip?.callerName,
      hasVideo: voip?.hasVideo ?? false,
      ext,
      sentAtMs: message.createdAtMs,
      expiresAtMs: message.createdAtMs + voipMessageRingMs,
    },
    nickname,
  );
  return () => (payloadBytes(payload) <= pushTypeRules.voip.maxPayloadBytes ? payload : undefined);
}

const badgeOwner = ({ device }: PushDecision): string => `${device.userId}\n${device.appId}`;

/** One count for each user and app that is pushed to, however many phones: their badges agree. */
async function countBadges(
  ports: SendMessagePorts,
  message: Message,
  decisions: readonly Decision[],
): Promise<ReadonlyMap<string, number>> {
  if (pushTypeOf(message) !== 'alert') return new Map();
  const owners = new Map<string, PushDecision>();
  for (const decision of decisions) if (decision.decision === 'push') owners.set(badgeOwner(decision), decision);
  const counts = [...owners].map(
    async ([owner, { device }]): Promise<[string, number]> => [
      owner,
      await ports.badges.increment(device.userId, device.appId),
    ],
  );
  return new Map(await Promise.all(counts));
}

function firstRetry(messageId: string, { target, headers, payload }: TargetPush) {
  return {
    task: { messageId, ...target, headers, payload, attemptsMade: 1 },
    delaySeconds: nextMessageAttemptSeconds(1) ?? 0,
  };
}

function recordOf(message: Message, to: string[], targets: TargetOutcome[], nowMs: number): MessageRecord {
  const at = new Date(nowMs).toISOString();
  return {
    messageId: message.messageId,
    from: message.from,
    to,
    createdAt: new Date(message.createdAtMs).toISOString(),
    targets,
    timeline: [
      { at: new Date(message.createdAtMs).toISOString(), event: 'received' },
      ...(targets.length <= mostTimelineTargets ? targets : []).map(({ outcome, deviceId, kind, reason }) => ({
        at,
        event: outcome,
        deviceId,
        kind,
        reason,
      })),
    ],
  };
}
