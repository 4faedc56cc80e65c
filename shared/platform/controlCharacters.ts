/**
 * For a class of a pattern: not a control character (Cc of Unicode). Spelled out, because the OpenAPI document contains
 * the patterns, and regular expressions of other languages do not know `\p{Cc}`.
 */
export const noControlCharacter = String.raw`^\u0000-\u001F\u007F-\u009F`;
