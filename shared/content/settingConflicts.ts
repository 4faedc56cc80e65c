/**
 * Push settings that are valid alone but do not fit together. Checked for a request, and again when its policy is
 * merged.
 */
import type { PushSettings } from './offlinePush.ts';
import { variablesIn } from './texts.ts';

export interface SettingConflict {
  /** A JSON Pointer into the push settings. */
  field: keyof PushSettings;
  message: string;
}

export function settingConflicts(push: PushSettings): SettingConflict[] {
  const conflicts: SettingConflict[] = [];
  const conflict = (field: keyof PushSettings, message: string) => conflicts.push({ field, message });
  if (push.voip !== undefined && push.pushType !== 'voip') conflict('voip', 'is only allowed with pushType voip');
  if (push.priority !== undefined && (push.pushType ?? 'alert') !== 'alert')
    conflict('priority', 'is only allowed with pushType alert');
  if (push.contentFree && push.pushType === 'voip')
    conflict('contentFree', 'is not allowed with pushType voip: a ring names its caller');
  if (push.titleLocArgs && push.titleLocKey === undefined) conflict('titleLocArgs', 'is only allowed with titleLocKey');
  if (push.subtitleLocArgs && push.subtitleLocKey === undefined) {
    conflict('subtitleLocArgs', 'is only allowed with subtitleLocKey');
  }
  if (push.locArgs && push.locKey === undefined) conflict('locArgs', 'is only allowed with locKey');
  if (push.titleLocKey !== undefined && push.title !== undefined) conflict('titleLocKey', 'is not allowed with title');
  if (push.subtitleLocKey !== undefined && push.subtitle !== undefined) {
    conflict('subtitleLocKey', 'is not allowed with subtitle');
  }
  if (push.locKey !== undefined && push.desc !== undefined) conflict('locKey', 'is not allowed with desc');
  if (push.pushType === 'background') {
    for (const field of shownSettings) {
      if (asksForSomething(push, field))
        conflict(field, 'is not allowed with pushType background, which shows and plays nothing');
    }
  }
  const missing = missingVariables(push);
  if (missing.length > 0) conflict('variables', `must also have ${missing.join(', ')}, which the texts use`);
  return conflicts;
}

/**
 * Settings that a user would notice. Apple, "Pushing background updates to your App": no `alert`, `sound` or `badge`
 * with it.
 */
const shownSettings = [
  'title',
  'subtitle',
  'desc',
  'texts',
  'variables',
  'titleLocKey',
  'subtitleLocKey',
  'locKey',
  'sound',
  'badge',
  'interruptionLevel',
  'relevanceScore',
  'threadId',
  'category',
  'mutableContent',
] as const satisfies (keyof PushSettings)[];

/** Asking for no sound, no badge or no extension is always allowed. */
function asksForSomething(push: PushSettings, field: (typeof shownSettings)[number]): boolean {
  if (field === 'badge') return push.badge !== undefined && push.badge.mode !== 'none';
  return ![undefined, false, 'none'].includes(push[field] as undefined | false | 'none');
}

function missingVariables({ title, subtitle, desc, texts = {}, variables }: PushSettings): string[] {
  if (variables === undefined) return [];
  const used = [{ title, subtitle, desc }, ...Object.values(texts)].flatMap(variablesIn);
  return [...new Set(used)].filter((name) => !Object.hasOwn(variables, name));
}
