import { useEffect, useState } from 'preact/hooks';
import { type CallView, incomingCall, isOver, type PhoneView } from '../../view.ts';
import { useJustEnded } from './CallEnded.tsx';

/** How a phone shows its calls. */
export interface CallLayers {
  /** A call that rings or runs, over the whole screen. */
  full: CallView | undefined;
  /** A call that comes in while another one runs. */
  second: CallView | undefined;
  /** A call that comes in on an unlocked phone. */
  banner: CallView | undefined;
  /** A call that runs while its screen is left. */
  pill: CallView | undefined;
  /** A call that ended just now, and how it was shown until then. */
  ended: { call: CallView; isBanner: boolean } | undefined;
  expand(): void;
  leave(): void;
  returnTo(): void;
}

/** @param isLocked a locked phone shows each call over the whole screen. */
export function useCallLayers(phone: PhoneView, isLocked: boolean): CallLayers {
  const { call, secondCall } = phone;
  const justEnded = useJustEnded(call);
  const [expandedId, setExpandedId] = useState<string>();
  const [leftId, setLeftId] = useState<string>();
  const isRunning = call !== undefined && !isOver(call);
  const isIncoming = isRunning && incomingCall(phone) === call;
  const isBanner = isIncoming && !isLocked && expandedId !== call.callId;
  // Once a call was over the whole screen, its end is, too.
  const shownWholeId = isRunning && !isBanner ? call.callId : undefined;
  const [lastWholeId, setLastWholeId] = useState<string>();
  useEffect(() => {
    if (shownWholeId !== undefined) setLastWholeId(shownWholeId);
  }, [shownWholeId]);

  const isLeft = isRunning && !isIncoming && leftId === call.callId && !isLocked;
  return {
    full: isRunning && !isBanner && !isLeft ? call : undefined,
    second: secondCall && incomingCall(phone) === secondCall ? secondCall : undefined,
    banner: isBanner ? call : undefined,
    pill: isLeft ? call : undefined,
    ended: call && justEnded ? { call, isBanner: !isLocked && lastWholeId !== call.callId } : undefined,
    expand: () => setExpandedId(call?.callId),
    leave: () => setLeftId(call?.callId),
    returnTo: () => setLeftId(undefined),
  };
}
