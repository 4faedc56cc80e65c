/** Turns the result of a flow into an endpoint's answer. */
import { isRefusal, type Refusal } from '../platform/refusal.ts';

export interface Answer<S extends number, B> {
  status: S;
  body: B;
}

/** Answer without a body. */
export const done: Answer<204, undefined> = { status: 204, body: undefined };

/**
 * @param view makes the body from the result of the flow; without it, the result is the body.
 * @returns the flow's refusal, if it refused.
 */
export function answer<S extends number, T>(status: S, result: T | Refusal): Answer<S, T> | Refusal;
export function answer<S extends number, T, B>(
  status: S,
  result: T | Refusal,
  view: (result: T) => B,
): Answer<S, B> | Refusal;
export function answer<T>(
  status: number,
  result: T | Refusal,
  view: (result: T) => unknown = (body) => body,
): Answer<number, unknown> | Refusal {
  return isRefusal(result) ? result : { status, body: view(result) };
}
