/**
 * Text from outside (user IDs, names, file names, answers) may contain characters that control a terminal: move, hide,
 * set its title, reverse the order of text. All output of commands passes here, and such characters are shown as JSON
 * writes them: `\u001b`.
 */
import type { Terminal } from './terminal.ts';

/**
 * Control characters (C0, DEL, C1), line separators, and characters that turn the direction of text (Unicode, UAX #9).
 */
const actingIn = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const acting = new RegExp(`[${actingIn}]`, 'g');
const actingOrBreak = new RegExp(`[\\t\\n${actingIn}]`, 'g');
/** The sequences that cli/frame/style.ts writes, and no others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const ownStyle = /\u001b\[(?:1|2|22|31|32|33|36|39)m/g;

/** One value in a line: line ends and tabs are made visible too, so that it cannot add a line of its own. */
export function visible(value: string): string {
  return value.replace(actingOrBreak, asJsonEscape);
}

/** Whole lines. @param hasColours false: leaves out Ringpost's own styles. */
export function visibleLines(text: string, hasColours: boolean): string {
  const pieces = text.split(ownStyle).map((piece) => piece.replace(acting, asJsonEscape));
  if (!hasColours) return pieces.join('');
  const styles = text.match(ownStyle) ?? [];
  return pieces.map((piece, index) => `${piece}${styles[index] ?? ''}`).join('');
}

/** JSON of the same value, which a terminal shows without obeying it. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(acting, asJsonEscape);
}

/** A terminal that shows what it gets. */
export function guarded(terminal: Terminal): Terminal {
  if (guardedTerminals.has(terminal)) return terminal;
  const { hasColours = false } = terminal;
  const guard: Terminal = {
    print: (text) => terminal.print(visibleLines(text, hasColours)),
    say: (line) => terminal.say(visibleLines(line, hasColours)),
    ...(terminal.rewrite && {
      rewrite: (line: string, isLast: boolean) => terminal.rewrite?.(visible(line), isLast),
    }),
    ask: (question, options) => terminal.ask(visibleLines(question, hasColours), options),
    isInteractive: terminal.isInteractive,
    hasColours,
  };
  guardedTerminals.add(guard);
  return guard;
}

const guardedTerminals = new WeakSet<Terminal>();

function asJsonEscape(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
