/** What a reader of one language sees of a message: title, subtitle and text. */
import { alertText } from './alertText.ts';
import { bestLanguage, wordsFor } from './languages/languages.ts';
import { hasContent, type Message } from './message.ts';
import type { PushSettings, PushTexts } from './offlinePush.ts';

export interface ShownTexts {
  title?: string | undefined;
  subtitle?: string | undefined;
  body: string;
}

/** @param locale the reader's, as `readerLocale` finds it. */
export function shownTexts(message: Message, locale: string): ShownTexts {
  const words = wordsFor(locale);
  const { contentFree, variables } = message.offlinePush;
  if (contentFree) return { body: words.newMessage };
  const { title, subtitle, desc } = textsInLanguage(message.offlinePush, locale);
  return {
    title: fill(title, variables),
    subtitle: fill(subtitle, variables),
    body: fill(desc ?? descForAnybody(message), variables) ?? alertText(message, words),
  };
}

/** The texts of the reader's language over those for everybody. */
function textsInLanguage({ texts = {}, ...forAll }: PushSettings, locale: string): PushTexts {
  // Each by itself: Mexico's title may be there for all of Latin America, and its text for all who read Spanish.
  const own = (field: keyof PushTexts) => {
    const languages = Object.keys(texts).filter((tag) => texts[tag]?.[field] !== undefined);
    const language = bestLanguage(languages, locale);
    return (language === undefined ? undefined : texts[language]?.[field]) ?? forAll[field];
  };
  return { title: own('title'), subtitle: own('subtitle'), desc: own('desc') };
}

/** A message that has nothing else to show is better read in another language than not at all. */
function descForAnybody({ elements, offlinePush: { texts = {} } }: Message): string | undefined {
  return hasContent(elements) ? undefined : Object.values(texts).find(({ desc }) => desc !== undefined)?.desc;
}

const variable = /\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}/g;

/** Without variables a text is no template: braces in it are just braces. */
function fill(text: string | undefined, variables: PushSettings['variables']): string | undefined {
  if (text === undefined || variables === undefined) return text;
  return text.replace(
    variable,
    (whole, name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? whole,
  );
}

/** The names that these texts use. */
export function variablesIn({ title = '', subtitle = '', desc = '' }: PushTexts): string[] {
  return [title, subtitle, desc].flatMap((text) => [...text.matchAll(variable)].map(([, name = '']) => name));
}

/** Whether a push says something by itself, whatever its message is made of. */
export function showsText({ desc, locKey, texts = {} }: PushSettings): boolean {
  return desc !== undefined || locKey !== undefined || Object.values(texts).some((own) => own.desc !== undefined);
}
