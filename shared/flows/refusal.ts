/** Why a request was not done. A value, not an exception: the API turns it into problem details. */

export type RefusalCode =
  | 'unknown_device'
  | 'device_app'
  | 'unknown_message'
  | 'unknown_call'
  | 'call_exists'
  | 'call_state'
  | 'call_side'
  | 'push_too_large';

export interface Refusal {
  refusal: RefusalCode;
  /** What happened, this time: no text of a message, no token. */
  detail: string;
  /** Members that the problem details carry besides the usual ones. */
  extensions?: Record<string, unknown>;
}

export function refuse(refusal: RefusalCode, detail: string, extensions?: Record<string, unknown>): Refusal {
  return { refusal, detail, ...(extensions && { extensions }) };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value;
}
