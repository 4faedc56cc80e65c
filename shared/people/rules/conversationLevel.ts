/**
 * How much of a conversation a user wants to hear of. Stored in the spelling of 0.3.0, `receive` and
 * `mentionsStillPush`; a level is a name for such a pair.
 */
import type { ConversationSettings } from './recipient.ts';

/**
 * `all`: every message is pushed. `mentions`: only those that mention the user. `silent`: every message, without sound
 * and banner. `none`: no message.
 */
export const conversationLevels = ['all', 'mentions', 'silent', 'none'] as const;
export type ConversationLevel = (typeof conversationLevels)[number];

const settingsByLevel = {
  all: { receive: 'push' },
  mentions: { receive: 'none', mentionsStillPush: true },
  silent: { receive: 'silent' },
  none: { receive: 'none' },
} as const satisfies Record<ConversationLevel, ConversationSettings>;

export function settingsOfLevel(level: ConversationLevel): ConversationSettings {
  return settingsByLevel[level];
}

/** A silent conversation may let mentions through, which no level says: its level is `silent`. */
export function levelOf({ receive, mentionsStillPush }: ConversationSettings): ConversationLevel {
  if (receive === 'push') return 'all';
  if (receive === 'silent') return 'silent';
  return mentionsStillPush ? 'mentions' : 'none';
}

/** Whether both have the same effect, as long as they apply. */
export function areAlike(one: ConversationSettings, other: ConversationSettings): boolean {
  const lets = ({ receive, mentionsStillPush = false }: ConversationSettings) =>
    receive === 'push' || mentionsStillPush;
  return one.receive === other.receive && lets(one) === lets(other);
}

/** @param nowMs epoch milliseconds. */
export function hasEnded({ until }: Pick<ConversationSettings, 'until'>, nowMs: number): boolean {
  return until !== undefined && Date.parse(until) <= nowMs;
}

/**
 * The settings that apply to a user now: the user's own until they end, otherwise those of the group.
 * @param groupLevel default level of the group's members.
 * @returns undefined if nothing is set: everything is pushed.
 */
export function settingsInForce(
  own: ConversationSettings | undefined,
  groupLevel: ConversationLevel | undefined,
  nowMs: number,
): ConversationSettings | undefined {
  if (own !== undefined && !hasEnded(own, nowMs)) return own;
  return groupLevel && settingsOfLevel(groupLevel);
}
