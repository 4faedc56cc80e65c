/** A policy's settings combined with a message's own, which win. */
import type { OfflinePush, Policy, PushSettings, PushTexts } from './offlinePush.ts';

/** Alternatives for the same thing: a message that uses one does not want the policy's other. */
const textKeys = [
  ['title', 'titleLocKey', 'titleLocArgs'],
  ['subtitle', 'subtitleLocKey', 'subtitleLocArgs'],
  ['desc', 'locKey', 'locArgs'],
] as const;

/**
 * Each setting of the message replaces the policy's; those of `voip`, `texts` and `variables` one by one. A text in the
 * message replaces it in every language.
 */
export function mergePolicy({ forUsers: _who, ...policy }: Policy, own: OfflinePush): OfflinePush {
  const base = withoutReplacedTexts(policy, own);
  const merged: OfflinePush = { ...base, ...defined(own) };
  if (base.voip && own.voip) merged.voip = { ...base.voip, ...defined(own.voip) };
  if (base.variables && own.variables) merged.variables = { ...base.variables, ...own.variables };
  if (base.texts && own.texts) merged.texts = mergeTexts(base.texts, own.texts);
  return merged;
}

function withoutReplacedTexts(policy: PushSettings, own: OfflinePush): PushSettings {
  const base: PushSettings = { ...policy };
  for (const keys of textKeys) {
    const [text] = keys;
    if (!keys.some((key) => own[key] !== undefined)) continue;
    for (const key of keys) delete base[key];
    if (base.texts) base.texts = mapTexts(base.texts, ({ [text]: _replaced, ...rest }) => rest);
  }
  return base;
}

function mergeTexts(base: Record<string, PushTexts>, own: Record<string, PushTexts>): Record<string, PushTexts> {
  const languages = new Set([...Object.keys(base), ...Object.keys(own)]);
  return Object.fromEntries([...languages].map((tag) => [tag, { ...base[tag], ...defined(own[tag] ?? {}) }]));
}

function mapTexts(texts: Readonly<Record<string, PushTexts>>, change: (texts: PushTexts) => PushTexts) {
  return Object.fromEntries(Object.entries(texts).map(([tag, one]) => [tag, change(one)]));
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}
