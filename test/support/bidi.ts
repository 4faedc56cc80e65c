import fc from 'fast-check';

const opening = new Map([
  ...['\u202A', '\u202B', '\u202D', '\u202E'].map((each) => [each, '\u202C'] as const),
  ...['\u2066', '\u2067', '\u2068'].map((each) => [each, '\u2069'] as const),
]);
const closing = new Set<string>(opening.values());

/** Whether every change of direction ends in the paragraph that it begins in, and nothing ends that has not begun. */
export function isBalanced(text: string): boolean {
  return text.split(/\r\n|[\n\r\u0085\u2029]/).every((paragraph) => {
    const open: string[] = [];
    for (const character of paragraph) {
      const end = opening.get(character);
      if (end !== undefined) open.push(end);
      if (closing.has(character) && open.pop() !== character) return false;
    }
    return open.length === 0;
  });
}

/** Texts in which directions, line breaks and letters of both directions are common. */
export const directedText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...opening.keys(), ...closing, '\u200E', '\u200F', '\u061C', '\n', '\r', '\u2029', ' ', '\u200B'),
    fc.constantFrom('a', 'Z', '7', 'ש', 'ع', '语', '👋', ':', '(', ')'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 40,
});
