/** Refuses bodies that are too large, before anything reads them. */
import { type BodyText, checkBodySize } from '../bodySize.ts';
import type { ApiMiddleware } from './apiMiddleware.ts';

export function bodySize(): ApiMiddleware {
  return { before: ({ event }) => checkBodySize(event satisfies BodyText) };
}
