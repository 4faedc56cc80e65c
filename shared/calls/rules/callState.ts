/** What a call may be, and what each of its callees may be in it. */
export const callStates = [
  'ringing',
  'answered',
  'declined',
  'busy',
  'cancelled',
  'timedOut',
  'ended',
  'failed',
] as const;
export type CallState = (typeof callStates)[number];
