import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { unreadable } from '../../people/rules/unreadableRecipient.ts';
import { invitedBy } from '../rules/call.ts';
import type { CallRecord } from '../rules/record.ts';
import { type BlockedCallersPorts, blockNumber } from './blockedCallers.ts';

export type CallRecipientsPorts = BlockedCallersPorts & Pick<PeoplePorts, 'recipients'>;

/**
 * Settings of the callees about this call: for the conversation with the caller, or for the group. The one place that
 * decides which of them has blocked a user who reaches them by this call: its caller, their inviter, or the number that
 * it shows. A callee whose data cannot be read has a `fault`. Rings, their repetitions, missed-call alerts and call
 * logs all use this.
 */
export async function readRecipients(
  ports: CallRecipientsPorts,
  { call, details }: Pick<CallRecord, 'call' | 'details'>,
  userIds: readonly string[],
): Promise<Recipient[]> {
  const { from, groupId } = call;
  const conversationId = conversationIdOf(from, groupId);
  const found = Promise.all(
    userIds.map((userId) =>
      ports.recipients
        .find(userId, { from, actor: invitedBy(call, userId), conversationId })
        // One callee's data, in whatever state, must not keep the others from ringing.
        .catch((fault: unknown) => unreadable(userId, fault)),
    ),
  );
  const [callees, blocking] = await Promise.all([
    found,
    blockNumber(ports, { from, handle: details.handle }, userIds, found),
  ]);
  return callees.map((recipient, index) => (blocking[index] ? { ...recipient, hasBlockedSender: true } : recipient));
}
