import type { CallView, PhoneView } from '../../view.ts';
import { callKeys } from '../callKeys.ts';
import { HangUpIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { endedReasonWords } from '../words.ts';
import { callWords, endWords } from './callLanguage.ts';
import { RingExtras } from './RingExtras.tsx';

interface CallBannerProps {
  phone: Pick<PhoneView, 'phoneId' | 'name' | 'locale'>;
  call: CallView;
  now: number;
  /** The user taps or pulls it: the call fills the screen. */
  onExpand(): void;
}

/** A call that comes in on an unlocked phone. */
export function CallBanner({ phone: { phoneId, name, locale }, call, now, onExpand }: CallBannerProps) {
  const words = callWords(locale);
  return (
    <section
      class="call-banner"
      data-testid="incoming-call"
      aria-label={`${name}: ${words.incomingFrom(call.callerName)}`}
    >
      <div class="call-banner-row">
        <button type="button" class="call-banner-who" title="Open the whole screen" onClick={onExpand}>
          <span class={`call-banner-avatar ${paletteOf(call.callerName)}`} aria-hidden="true">
            {initials(call.callerName)}
          </span>
          <span class="call-banner-text">
            <span>{call.hasVideo ? words.video : words.audio}</span>
            <strong dir="auto">{call.callerName}</strong>
          </span>
        </button>
        <button
          type="button"
          class="call-banner-button decline"
          data-testid="decline"
          aria-label={words.decline}
          aria-keyshortcuts={callKeys.decline}
          title={`${words.decline} (${callKeys.decline})`}
          onClick={() => labApi.act(phoneId, 'decline')}
        >
          <HangUpIcon />
        </button>
        <button
          type="button"
          class="call-banner-button accept"
          data-testid="answer"
          aria-label={words.accept}
          aria-keyshortcuts={callKeys.answer}
          title={`${words.accept} (${callKeys.answer})`}
          onClick={() => labApi.act(phoneId, 'answer')}
        >
          {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        </button>
      </div>
      <div class="call-banner-extras">
        <RingExtras phoneId={phoneId} call={call} now={now} />
      </div>
    </section>
  );
}

/** The end of a call that was a banner until then. iOS shows nothing; the lab shows why it ended. */
export function CallEndedBanner({ phone, call }: Pick<CallBannerProps, 'phone' | 'call'>) {
  return (
    <section class="call-banner over" data-testid="call-ended" aria-label={`${phone.name}: ${call.callerName}`}>
      <p dir="auto">{call.callerName}</p>
      <strong>{endWords(call, phone.locale)}</strong>
      <p lang="en">{endedReasonWords(call.endedReason)}</p>
    </section>
  );
}
