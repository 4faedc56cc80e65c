import { useEffect, useState } from 'preact/hooks';
import { type CallView, isOver, type PhoneView } from '../../view.ts';
import { HangUpIcon, PhoneIcon } from '../icons.tsx';
import { initials, paletteOf } from '../people.ts';
import { endedReasonWords } from '../words.ts';
import { callWords, endWords } from './callLanguage.ts';
import { phoneAgo, phoneWords } from './phoneLanguage.ts';

const endScreenMs = 5_000;

/** Whether the call ended just now: at first its end fills the screen, and later it is a card on the lock screen. */
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

export function CallEndedScreen({ call, phone }: { call: CallView; phone: Pick<PhoneView, 'name' | 'locale'> }) {
  const words = callWords(phone.locale);
  return (
    <section
      class={`call-screen over ${paletteOf(call.callerName)}`}
      data-testid="call-ended"
      aria-label={`${phone.name}: ${words.ended}`}
    >
      <div class="call-head">
        <p class="call-line">{call.hasVideo ? words.video : words.audio}</p>
        <p class="call-name" dir="auto">
          {call.callerName}
        </p>
      </div>
      <div class="call-avatar" aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      <div class="call-end">
        <span class="call-end-icon" aria-hidden="true">
          <HangUpIcon />
        </span>
        <p class="call-end-words">{endWords(call, phone.locale)}</p>
        <p class="call-end-reason" lang="en">
          {endedReasonWords(call.endedReason)}
        </p>
      </div>
    </section>
  );
}

interface CallEndedCardProps {
  call: CallView;
  locale: string;
  now: number;
  onCallBack(): void;
}

/** A missed call on the lock screen: a tap calls back. */
export function CallEndedCard({ call, locale, now, onCallBack }: CallEndedCardProps) {
  return (
    <button type="button" class="banner call-card" data-testid="call-ended" onClick={onCallBack}>
      <span class="call-card-icon missed" aria-hidden="true">
        <PhoneIcon />
      </span>
      <span class="banner-text">
        <span class="banner-head">
          <strong>{call.callerName}</strong>
          {call.endedAt && <time dateTime={call.endedAt}>{phoneAgo(call.endedAt, now, phoneWords(locale))}</time>}
        </span>
        <span class="banner-body">{callWords(locale).missed}</span>
      </span>
    </button>
  );
}
