import { useEffect, useState } from 'preact/hooks';
import { type CallView, isOver } from '../../view.ts';
import { HangUpIcon, PhoneIcon } from '../icons.tsx';
import { initials, paletteOf } from '../people.ts';
import { callKind, endedReasonWords, endWords } from '../words.ts';
import { type PhoneWords, phoneAgo } from './phoneLanguage.ts';

const endScreenMs = 5_000;

/** Whether the call ended a moment ago: then its end fills the screen, and later it is a card on the lock screen. */
export function useJustEnded(call: CallView | undefined): boolean {
  const endedId = call && isOver(call) ? call.callId : undefined;
  const [dismissedId, setDismissedId] = useState(endedId);

  useEffect(() => {
    if (endedId === undefined || endedId === dismissedId) return;
    const timer = setTimeout(() => setDismissedId(endedId), endScreenMs);
    return () => clearTimeout(timer);
  }, [endedId, dismissedId]);

  return endedId !== undefined && endedId !== dismissedId;
}

export function CallEndedScreen({ call }: { call: CallView }) {
  return (
    <section
      class={`call-screen over ${paletteOf(call.callerName)}`}
      data-testid="call-ended"
      aria-label="The call is over"
    >
      <div class="call-head">
        <p class="call-line">{callKind(call.hasVideo)}</p>
        <p class="call-name">{call.callerName}</p>
      </div>
      <div class="call-avatar" aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      <div class="call-end">
        <span class="call-end-icon" aria-hidden="true">
          <HangUpIcon />
        </span>
        <p class="call-end-words">{endWords(call)}</p>
        <p class="call-end-reason">{endedReasonWords(call.endedReason)}</p>
      </div>
    </section>
  );
}

export function CallEndedCard({ call, now, words }: { call: CallView; now: number; words: PhoneWords }) {
  const missed = call.endedReason === 3;
  return (
    <div class="banner call-card" data-testid="call-ended">
      <span class={missed ? 'call-card-icon missed' : 'call-card-icon'} aria-hidden="true">
        <PhoneIcon />
      </span>
      <span class="banner-text">
        <span class="banner-head">
          <strong>{call.callerName}</strong>
          {call.endedAt && <time dateTime={call.endedAt}>{phoneAgo(call.endedAt, now, words)}</time>}
        </span>
        <span class="banner-body">{endWords(call)}</span>
      </span>
    </div>
  );
}
