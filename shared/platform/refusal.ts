/** Why a request was not carried out. A value, not an exception: the API turns it into problem details. */

export type RefusalCode =
  | 'unknown_device'
  | 'device_app'
  | 'already_registered'
  | 'unknown_message'
  | 'unknown_push'
  | 'other_token'
  | 'other_attempt'
  | 'outcome_known'
  | 'unknown_call'
  | 'call_exists'
  | 'call_state'
  | 'call_side'
  | 'too_many_callees'
  | 'nobody_to_call'
  | 'self_call'
  | 'glare'
  | 'unknown_ring'
  | 'ring_over'
  | 'unknown_ticket'
  | 'ticket_expired'
  | 'receipt_event'
  | 'unknown_erasure'
  | 'unknown_group'
  | 'not_group_owner'
  | 'group_owner_stays'
  | 'unknown_member'
  | 'limit_reached'
  | 'unknown_app'
  | 'app_of_other_stage'
  | 'unknown_policy'
  | 'policy_conflict'
  | 'phone_number'
  | 'ambiguous_number'
  | 'directory_full'
  | 'unknown_cursor'
  | 'idempotency_key_reused'
  | 'idempotency_in_progress'
  | 'push_too_large'
  | 'no_device_token'
  | 'unknown_channel'
  | 'channel_exists'
  | 'channel_app'
  | 'channel_stores_nothing'
  | 'rejected_by_apple'
  | 'setting_not_allowed'
  | 'explain_not_allowed'
  | 'mention_all_not_allowed'
  | 'not_a_contact'
  | 'unknown_broadcast'
  | 'broadcast_state'
  | 'nothing_to_show'
  | 'budget_reached'
  | 'rate_limited'
  | 'unknown_webhook'
  | 'webhook_url'
  | 'secret_version'
  | 'events_off';

export interface Refusal {
  refusal: RefusalCode;
  /** What happened this time, without message text or token. */
  detail: string;
  /** Additional members of the problem details. */
  extensions?: Record<string, unknown> | undefined;
}

export function refuse(refusal: RefusalCode, detail: string, extensions?: Record<string, unknown>): Refusal {
  return { refusal, detail, extensions };
}

/** A refusal because of one field. @param path a JSON Pointer into the body. */
export function refuseField(refusal: RefusalCode, detail: string, path: string, message: string): Refusal {
  return refuse(refusal, detail, { errors: [{ path, message }] });
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refusal' in value;
}
