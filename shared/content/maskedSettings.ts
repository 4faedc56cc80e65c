/**
 * Push settings without what they say: texts, names and links are gone, and every setting that decides whether a push is
 * made, or whether a policy fits, is still there.
 */
import { isVisible } from '../platform/visibleText.ts';
import type { OfflinePush, PushSettings, PushTexts } from './offlinePush.ts';
import { variablesIn, withoutVariables } from './texts.ts';

/** Stands for any text that somebody could see. */
const something = '•';

/** A name that no policy has. */
const otherName = 'x';

/**
 * @param own of a message, with its policy's ID.
 * @param variables of both: their names are the team's, and any other name in braces is a text of the sender.
 */
export function maskedSettings(own: OfflinePush, variables: PushSettings['variables'] = {}): OfflinePush {
  const { policyId, disabled, pushType, pushWhen, contentFree, priority, interruptionLevel, relevanceScore } = own;
  const { mutableContent, sound, badge, texts } = own;
  const textsOf = ({ title, subtitle, desc }: PushTexts): PushTexts => ({
    title: maskedTemplate(title, variables),
    subtitle: maskedTemplate(subtitle, variables),
    desc: maskedTemplate(desc, variables),
  });
  const masked: OfflinePush = {
    policyId,
    disabled,
    pushType,
    pushWhen,
    contentFree,
    priority,
    interruptionLevel,
    relevanceScore,
    mutableContent,
    ...textsOf(own),
    texts: texts && mapValues(texts, textsOf),
    variables: own.variables && mapValues(own.variables, maskedText),
    titleLocKey: own.titleLocKey && something,
    titleLocArgs: own.titleLocArgs && [],
    subtitleLocKey: own.subtitleLocKey && something,
    subtitleLocArgs: own.subtitleLocArgs && [],
    locKey: own.locKey && something,
    locArgs: own.locArgs && [],
    sound: sound === undefined || sound === 'none' ? sound : 'default',
    badge: badge && { mode: badge.mode },
    threadId: own.threadId && something,
    category: own.category && something,
    voip: own.voip && {},
  };
  return Object.fromEntries(Object.entries(masked).filter(([, value]) => value !== undefined));
}

function maskedText(text: string): string {
  return isVisible(text) ? something : '';
}

/** What a template shows depends on its variables, and another policy may bring other values. */
function maskedTemplate(text: string | undefined, variables: Readonly<Record<string, string>>): string | undefined {
  if (text === undefined) return undefined;
  const names = variablesIn({ desc: text }).map((name) => (Object.hasOwn(variables, name) ? name : otherName));
  return maskedText(withoutVariables(text)) + names.map((name) => `{{${name}}}`).join('');
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
