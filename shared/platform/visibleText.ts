/**
 * What a reader sees of a text. "Nothing to see" is decided here, so that it means the same for names, titles and
 * messages; and so is how to embed a text in another one without changing that one's direction.
 */

/**
 * Something other than white space, controls and what Unicode lets fonts ignore: zero-width spaces, bidi marks, variation
 * selectors, tags. U+2800 and U+1D159 are blank by design, U+FFF9 to U+FFFB only annotate.
 */
const seen =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2800\u{1D159}\uFFF9-\uFFFB]/u;

export function isVisible(text: string | undefined): text is string {
  return text !== undefined && seen.test(text);
}

/** The text unchanged, or undefined if nothing of it is visible. */
export function visible(text: string | undefined): string | undefined {
  return isVisible(text) ? text : undefined;
}

/**
 * The first visible one of these names, on one line and without characters that direct the text around it: line breaks
 * and other controls become spaces, bidi embeddings, overrides and isolates are removed.
 */
export function shownName(...names: readonly (string | undefined)[]): string | undefined {
  return names.find(isVisible)?.replaceAll(directing, '').replaceAll(lineBreaking, ' ').trim();
}

const directing = /[\u202A-\u202E\u2066-\u2069]/g;
const lineBreaking = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Characters that are written from right to left, by the blocks that Unicode reserves for them, and the marks and
 * controls that make others so (UAX 9, sections 2 and 3.2).
 */
const turning =
  /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

const firstStrongIsolate = '\u2068';
const popDirectionalIsolate = '\u2069';
const popDirectionalFormatting = '\u202C';

/** Whether any of these texts affects the direction of its neighbours. */
export function isTurning(...texts: readonly string[]): boolean {
  return texts.some((text) => turning.test(text));
}

/** For a text inside another one: neither affects the other's direction. */
export function isolated(text: string): string {
  return firstStrongIsolate + balanced(text) + popDirectionalIsolate;
}

/** Like `isolated` where that makes a difference; otherwise the text unchanged. */
export function isolatedIfTurning(text: string): string {
  return isTurning(text) ? isolated(text) : text;
}

const opensEmbedding = /[\u202A\u202B\u202D\u202E]/;
const opensIsolate = /[\u2066-\u2068]/;
const paragraphs = /(\r\n|[\n\r\u0085\u2029])/;

/**
 * The text with every bidi embedding, override and isolate closed in the paragraph that opens it, and without closing
 * ones that close nothing (UAX 9, section 3.3.2).
 */
export function balanced(text: string): string {
  if (!/[\u202A-\u202E\u2066-\u2069]/.test(text)) return text;
  return text.split(paragraphs).map(balancedParagraph).join('');
}

function balancedParagraph(text: string): string {
  const open: string[] = [];
  let result = '';
  const closeLast = () => {
    result += open.pop() ?? '';
  };
  for (const character of text) {
    if (opensEmbedding.test(character)) open.push(popDirectionalFormatting);
    else if (opensIsolate.test(character)) open.push(popDirectionalIsolate);
    else if (character === popDirectionalFormatting) {
      if (open.at(-1) === character) closeLast();
      continue;
    } else if (character === popDirectionalIsolate) {
      // The end of an isolate ends everything opened within it.
      if (open.includes(character)) while (open.at(-1) !== character) closeLast();
      if (open.at(-1) === character) closeLast();
      continue;
    }
    result += character;
  }
  while (open.length > 0) closeLast();
  return result;
}
