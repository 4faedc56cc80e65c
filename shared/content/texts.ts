/** A message's title, subtitle and text for readers of one language. */
import { balanced, isolatedIfTurning, isVisible, visible } from '../platform/visibleText.ts';
import { alertText } from './alertText.ts';
import { bestLanguage, languageOfWords, wordsFor } from './languages/languages.ts';
import { hasContent, type Message } from './message.ts';
import type { PushSettings, PushTexts } from './offlinePush.ts';
import { largestLimitBytes } from './sizeGuard.ts';

export interface ShownTexts {
  title?: string | undefined;
  subtitle?: string | undefined;
  body: string;
}

/** What is computed once for a message: it has many readers, who use few languages. */
interface KnownTexts {
  /** Languages with something visible, by text. */
  having: Readonly<Record<keyof PushTexts, readonly string[]>>;
  /** By the languages that the texts are from. */
  shown: Map<string, ShownTexts>;
}

const known = new WeakMap<Message, KnownTexts>();

/** @param locale the reader's, as `readerLocale` finds it. */
export function shownTexts(message: Message, locale: string): ShownTexts {
  const { having, shown } = known.get(message) ?? remember(message);
  const languages: TextLanguages = {
    words: languageOfWords(locale),
    // Each by itself: Mexico's title may exist for all of Latin America, and its text for all who read Spanish.
    title: bestLanguage(having.title, locale),
    subtitle: bestLanguage(having.subtitle, locale),
    desc: bestLanguage(having.desc, locale),
  };
  const key = JSON.stringify(languages);
  const texts = shown.get(key) ?? textsIn(message, languages);
  shown.set(key, texts);
  return texts;
}

function remember(message: Message): KnownTexts {
  const { texts = {}, variables } = message.offlinePush;
  const having = (field: keyof PushTexts) =>
    Object.keys(texts).filter((tag) => isVisible(fill(texts[tag]?.[field], variables)));
  const found = {
    having: { title: having('title'), subtitle: having('subtitle'), desc: having('desc') },
    shown: new Map<string, ShownTexts>(),
  };
  known.set(message, found);
  return found;
}

/** The language of each text: undefined for texts in all languages. */
interface TextLanguages {
  words: string;
  title: string | undefined;
  subtitle: string | undefined;
  desc: string | undefined;
}

function textsIn(message: Message, languages: TextLanguages): ShownTexts {
  const words = wordsFor(languages.words);
  const { contentFree, variables, texts = {}, ...forAll } = message.offlinePush;
  if (contentFree) return { body: words.newMessage };
  const shown = (field: keyof PushTexts) => {
    const language = languages[field];
    const own = language === undefined ? undefined : texts[language]?.[field];
    return shownText(own ?? forAll[field], variables);
  };
  return {
    title: shown('title'),
    subtitle: shown('subtitle'),
    body: shown('desc') ?? descForAnybody(message) ?? alertText(message, words),
  };
}

/** @returns undefined if there is nothing to see. */
function shownText(text: string | undefined, variables: PushSettings['variables']): string | undefined {
  const filled = visible(fill(text, variables));
  return filled === undefined ? undefined : balanced(filled);
}

/** A message with nothing else to show is better read in another language than not at all. */
function descForAnybody({ elements, offlinePush: { texts = {}, variables } }: Message): string | undefined {
  if (hasContent(elements)) return undefined;
  for (const { desc } of Object.values(texts)) {
    const shown = shownText(desc, variables);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

const variable = /\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}/g;

/**
 * Without variables a text is not a template: braces in it are just braces. Text beyond any payload is cut anyway, so
 * filling stops there: a text of many names with long values would take seconds.
 */
function fill(text: string | undefined, variables: PushSettings['variables']): string | undefined {
  if (text === undefined || variables === undefined) return text;
  let filled = '';
  let end = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(variable)) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    filled += text.slice(end, index) + (value === undefined ? whole : isolatedIfTurning(value));
    end = index + whole.length;
    if (filled.length > largestLimitBytes) return filled;
  }
  return filled + text.slice(end);
}

/** Names used in these texts. */
export function variablesIn({ title = '', subtitle = '', desc = '' }: PushTexts): string[] {
  return [title, subtitle, desc].flatMap((text) => [...text.matchAll(variable)].map(([, name = '']) => name));
}

/** The text around them. */
export function withoutVariables(text: string): string {
  return text.replaceAll(variable, '');
}

/** Whether a push has a text of its own, whatever its message consists of. */
export function showsText({ desc, locKey, texts = {}, variables }: PushSettings): boolean {
  if (locKey !== undefined) return true;
  return [desc, ...Object.values(texts).map((own) => own.desc)].some((text) => isVisible(fill(text, variables)));
}
