/** Why phones have not reported a message: a verdict on each listed target without a receipt. */
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { unreadable } from '../../people/rules/unreadableRecipient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { deviceFactOf, type SilentTarget } from '../../push/rules/silence/facts.ts';
import { verdictOnMessage } from '../../push/rules/silence/message.ts';
import type { MessagePorts } from '../ports.ts';
import type { MessageOverview } from '../rules/record.ts';
import { sendersOrder } from '../rules/sendersOrder.ts';

export type ExplainSilencePorts = Pick<PlatformPorts, 'clock'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<MessagePorts, 'messages'>;

/** Each verdict may cost a read of its user. */
const maxVerdicts = 100;

export async function explainSilence(
  ports: ExplainSilencePorts,
  { record, chunks, receipts }: MessageOverview,
): Promise<SilentTarget[]> {
  const listed = record.expansions === undefined ? record.targets : chunks.flatMap((chunk) => chunk.listed);
  const reported = new Set(receipts.map(({ userId, deviceId }) => `${deviceId} ${userId}`));
  const silent = listed
    .filter(({ userId, deviceId }) => !reported.has(`${deviceId} ${userId}`))
    .sort(sendersOrder(record.to))
    .slice(0, maxVerdicts);
  const { from, groupId, groupGeneration: generation, apnsCollapseId, messageId, sent, recalledAtMs } = record;
  const accepted = silent.filter(({ outcome }) => outcome === 'accepted').map(({ userId }) => userId);
  const about = { from, conversationId: conversationIdOf(from, groupId), generation };
  const [recipients, newest] = await Promise.all([
    findDevices(ports, [...new Set(accepted)], about),
    apnsCollapseId === undefined ? undefined : ports.messages.findNewest(apnsCollapseId),
  ]);
  const nowMs = ports.clock.nowMs();
  return silent.map((target) => {
    const facts = { target, device: deviceFactOf(recipients, target), sentAtMs: record.createdAtMs, nowMs };
    const isReplaced = newest !== undefined && newest !== messageId;
    const { userId, deviceId, kind } = target;
    return { userId, deviceId, kind, ...verdictOnMessage({ ...facts, sent, isReplaced, recalledAtMs }) };
  });
}

/** A user who cannot be read leaves the verdict open. */
async function findDevices(
  { recipients }: Pick<PeoplePorts, 'recipients'>,
  userIds: readonly string[],
  about: Parameters<PeoplePorts['recipients']['findAll']>[1],
): Promise<Recipient[]> {
  if (userIds.length === 0) return [];
  return recipients.findAll(userIds, about).catch((fault: unknown) => userIds.map((id) => unreadable(id, fault)));
}
