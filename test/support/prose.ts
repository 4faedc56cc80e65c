/** What people read in a file: the text of a page without its code, the comments and strings of a source. */

export interface Passage {
  /** Where it begins in the file, from 1. */
  line: number;
  /** One paragraph, cell, comment or string, on one line. */
  prose: string;
}

/** @param path decides by its ending how the text is read. */
export function proseOf(path: string, text: string): Passage[] {
  if (/\.(?:md|txt)$/.test(path)) return proseOfPage(text);
  return proseOfSource(path, text);
}

/** Below these headings stand quotes: what the program prints, which has a test of its own, and examples of what not to write. */
const quotes = new Set(['What each file gives', 'Language']);

function proseOfPage(text: string): Passage[] {
  const passages: Passage[] = [];
  let paragraph: Passage | undefined;
  let isCode = false;
  let isQuote = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    if (isCode || /^\s*```/.test(line)) {
      paragraph = undefined;
      continue;
    }
    const [, heading] = /^#+ (.*)$/.exec(line) ?? [];
    if (heading !== undefined) isQuote = quotes.has(heading);
    if (isQuote) continue;
    if (/^\s*$/.test(line)) {
      paragraph = undefined;
      continue;
    }
    const isNext = /^#|^\s*[-*|>] |^\s*\d+\. /.test(line);
    if (isNext || paragraph === undefined) {
      paragraph = { line: index + 1, prose: '' };
      passages.push(paragraph);
    }
    paragraph.prose = `${paragraph.prose} ${line.replace(/^\s*(?:[-*>]|#+|\d+\.) /, '').trim()}`.trim();
    if (line.startsWith('|')) paragraph = undefined;
  }
  return passages
    .map(({ line, prose }) => ({ line, prose: withoutCode(prose) }))
    .filter(({ prose }) => /[a-z] [a-z]/i.test(prose));
}

/** Code keeps its place as a word, so that sentences around it stay sentences. Titles of tests are not the page's own words. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/`[^`]*`/g, 'CODE')
    .replaceAll(/CODE: "[^"]*"/g, 'CODE')
    .replaceAll(/test\/\S+\.ts › [^|]*/g, 'CODE')
    .replaceAll(/\]\([^)]*\)/g, ']');
}

const sourceParts =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n\s*\/\/[^\n]*)*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const pageText = />[^<>{}=;]*[a-z] [^<>{}=;]*</gi;

function proseOfSource(path: string, text: string): Passage[] {
  const parts = [...text.matchAll(sourceParts), ...(path.endsWith('.tsx') ? text.matchAll(pageText) : [])];
  return parts
    .map(({ index, 0: part }) => ({
      line: text.slice(0, index).split('\n').length,
      prose: part.replaceAll(/\s*\n\s*(?:\/\/\/?|\*(?!\/))?\s*/g, ' '),
    }))
    .filter(({ prose }) => /[a-z] [a-z]/i.test(prose));
}
