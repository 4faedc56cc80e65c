/** The states of a call, and of each of its callees. */
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
