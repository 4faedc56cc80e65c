import type { ActivityView } from '../../view.ts';

/** What the card of a call in a group says. */
export interface GroupCallCard {
  callerName: string;
  hasVideo: boolean;
  /** How many users are in the call, with the caller. */
  inCall: number;
  isOver: boolean;
}

/** @returns undefined for a Live Activity of any other type, and for one without the fields of that type. */
export function readGroupCall({ attributesType, contentState, state }: ActivityView): GroupCallCard | undefined {
  if (attributesType !== 'GroupCallAttributes') return undefined;
  const { callerName, hasVideo, inCall, state: callState } = contentState;
  if (typeof callerName !== 'string' || typeof inCall !== 'number') return undefined;
  return { callerName, hasVideo: hasVideo === true, inCall, isOver: state === 'ended' || callState === 'ended' };
}
