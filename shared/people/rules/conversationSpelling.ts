/** The two spellings of a conversation's settings in requests and answers: `level`, and `receive` of 0.3.0. */
import { type ConversationLevel, levelOf, settingsOfLevel } from './conversationLevel.ts';
import type { ConversationSettings } from './recipient.ts';

/** At least one of `level` and `receive` is there. */
export interface SaidSettings {
  level?: ConversationLevel | undefined;
  receive?: ConversationSettings['receive'] | undefined;
  mentionsStillPush?: boolean | undefined;
  until?: string | undefined;
}

export interface SpelledSettings extends ConversationSettings {
  level: ConversationLevel;
}

export interface SpellingConflict {
  field: 'receive' | 'mentionsStillPush';
  message: string;
}

/** @returns undefined if the fields agree. */
export function spellingConflict({ level, receive, mentionsStillPush }: SaidSettings): SpellingConflict | undefined {
  if (level === undefined) return undefined;
  const meant = settingsOfLevel(level);
  if (receive !== undefined && receive !== meant.receive) {
    return { field: 'receive', message: `must be ${meant.receive} with level ${level}, or be left out` };
  }
  const isContradicted = level === 'mentions' ? mentionsStillPush === false : mentionsStillPush && level === 'none';
  if (!isContradicted) return undefined;
  return { field: 'mentionsStillPush', message: `must be ${level === 'mentions'} with level ${level}, or be left out` };
}

/** @param said without a conflict. */
export function readSettings({ level, receive, mentionsStillPush, until }: SaidSettings): ConversationSettings {
  const meant = level === undefined ? { receive: receive ?? 'push' } : settingsOfLevel(level);
  return {
    ...meant,
    ...(mentionsStillPush !== undefined && { mentionsStillPush }),
    ...(until !== undefined && { until }),
  };
}

export function spellSettings(settings: ConversationSettings): SpelledSettings {
  return { level: levelOf(settings), ...settings };
}
