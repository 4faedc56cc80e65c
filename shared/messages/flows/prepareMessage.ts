/** Turns a caller's request into a message that is the same for all its recipients, and their list. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { messageCollapseId } from '../../content/collapseId.ts';
import {
  everyRecipient,
  type Message,
  type MessageElement,
  type MessageGroup,
  type Sender,
  visibleElements,
} from '../../content/message.ts';
import { type OfflinePush, pushTypeOf } from '../../content/offlinePush.ts';
import { fitsEverywhere } from '../../content/payloads/messagePayload.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { UserRules } from '../../people/rules/userRules.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { isRefusal, type Refusal, refuseField } from '../../platform/refusal.ts';
import type { TeamPorts } from '../../team/ports.ts';

/** Exactly one of the three, as in the API. */
export interface MessageAddress {
  userId?: string | undefined;
  userIds?: readonly string[] | undefined;
  groupId?: string | undefined;
}

export interface KeyedInput {
  /** The request has an Idempotency-Key. */
  hasKey?: boolean | undefined;
}

export interface MessageInput extends KeyedInput {
  /** A lower-case UUID; generated if absent. */
  messageId?: string | undefined;
  from: string;
  to: MessageAddress;
  elements: readonly MessageElement[];
  /** User IDs, and `@all`. */
  mentions?: readonly string[] | undefined;
  /** Only for servers: levels and quiet hours do not keep it from anybody. */
  force?: boolean | undefined;
  onlineUserOnly: boolean;
  offlinePush: OfflinePush;
  /** A server may write to a group that `from` is not a member of, and use every policy. */
  isFromServer?: boolean | undefined;
  /** Rules of the sender's apps. Absent: a server sends, to which no rules apply. */
  rules?: UserRules | undefined;
}

/** Recipients of a message: named users, or the members of a group. */
export type Audience = { userIds: readonly string[] } | { groupId: string };

export interface PreparedMessage {
  message: Message;
  audience: Audience;
}

export type PreparePorts = Pick<PlatformPorts, 'clock' | 'newId'> &
  Pick<PeoplePorts, 'profiles' | 'groups'> &
  Pick<TeamPorts, 'policies'>;

/** Writes nothing. */
export async function prepareMessage(ports: PreparePorts, input: MessageInput): Promise<PreparedMessage | Refusal> {
  const { from, elements, mentions = [], onlineUserOnly, force } = input;
  const audience = audienceOf(input.to);
  const [profile, group, settings] = await Promise.all([
    ports.profiles.find(from),
    'groupId' in audience ? findGroup(ports, audience.groupId, input) : undefined,
    settingsOf(ports, input),
  ]);
  if (isRefusal(group)) return group;
  if (isRefusal(settings)) return settings;
  const { nickname, avatarUrl } = profile;
  const messageId = input.messageId ?? ports.newId();
  const conversationId = conversationIdOf(from, group?.groupId);
  const givenId = settings.offlinePush.collapseId ?? messageId;
  const message: Message = {
    messageId,
    from,
    sender: { nickname, avatarUrl, card: group?.card },
    ...(group && { group: groupOf(group) }),
    elements: visibleElements(elements),
    mentions,
    onlineUserOnly,
    ...(force && { isForced: true }),
    ...settings,
    apnsCollapseId: messageCollapseId({ from, isFromServer: input.isFromServer, conversationId, givenId }),
    createdAtMs: ports.clock.nowMs(),
  };
  return fitsEverywhere(message) ? { message, audience } : tooLarge(message);
}

/** Each user once. */
export function audienceOf({ userId, userIds, groupId }: MessageAddress): Audience {
  if (groupId !== undefined) return { groupId };
  return { userIds: [...new Set(userIds ?? (userId === undefined ? [] : [userId]))] };
}

async function findGroup(
  ports: Pick<PeoplePorts, 'groups'>,
  groupId: string,
  { from, isFromServer, mentions }: MessageInput,
): Promise<(MessageGroup & Pick<Sender, 'card'>) | Refusal> {
  const [group, member] = await Promise.all([ports.groups.find(groupId), ports.groups.findMember(groupId, from)]);
  // Non-members learn nothing, not even that the group exists.
  const isMember = member !== undefined || group?.ownerId === from;
  if (group === undefined || !(isMember || isFromServer)) {
    return refuseField(
      'unknown_group',
      `You are not a member of a group ${groupId}.`,
      '/to/groupId',
      'is not one of your groups',
    );
  }
  const isForOwner = group.whoMentionsAll === 'owner' && group.ownerId !== from;
  if (isForOwner && !isFromServer && mentions?.includes(everyRecipient)) {
    return refuseField(
      'mention_all_not_allowed',
      `Only the owner of group ${groupId} may mention all its members.`,
      '/mentions',
      'must not contain @all in this group',
    );
  }
  const { name, generation, defaultLevel } = group;
  return { groupId, name, generation, defaultLevel, card: member?.card };
}

function groupOf({ groupId, name, generation, defaultLevel }: MessageGroup): MessageGroup {
  return { groupId, name, generation, ...(defaultLevel && { defaultLevel }) };
}

async function settingsOf(
  ports: Pick<TeamPorts, 'policies'>,
  { offlinePush: own, isFromServer = false }: MessageInput,
): Promise<Pick<Message, 'offlinePush' | 'isDisabledByPolicy' | 'policyUse'> | Refusal> {
  const { policyId } = own;
  if (policyId === undefined) return { offlinePush: own };
  // Only a message with a policy needs it: a cold start need not read it.
  const [policy, { underPolicy }] = await Promise.all([ports.policies.find(policyId), import('./underPolicy.ts')]);
  return underPolicy(policy, own, isFromServer);
}

function tooLarge({ offlinePush: push }: Message): Refusal {
  const { maxPayloadBytes } = pushTypeRules[pushTypeOf(push)];
  const field = largestField(push);
  return refuseField(
    'push_too_large',
    `The push's payload is over Apple's limit of ${maxPayloadBytes} bytes even without its text.`,
    `/offlinePush/${field}`,
    'is too large',
  );
}

/** The field that the sender can best shorten: texts are already shortened. */
function largestField(push: OfflinePush): string {
  const { title: _t, subtitle: _s, desc: _d, texts: _l, variables: _v, policyId: _p, ...kept } = push;
  const sizes = Object.entries(kept).map(([field, value]) => ({ field, size: JSON.stringify(value)?.length ?? 0 }));
  return sizes.sort((one, other) => other.size - one.size)[0]?.field ?? 'ext';
}
