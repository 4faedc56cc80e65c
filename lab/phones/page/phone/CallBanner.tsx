import type { CallView, PhoneView } from '../../view.ts';
import { callKeys } from '../callKeys.ts';
import { HangUpIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { endedReasonWords } from '../words.ts';
import { callWords, endWords } from './callLanguage.ts';
import { RingExtras } from './RingExtras.tsx';
import type { RoundButtonProps } from './RoundButton.tsx';

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
        <BannerButton
          look="decline"
          label={words.decline}
          testId="decline"
          keys={callKeys.decline}
          onClick={() => labApi.act(phoneId, 'decline')}
        >
          <HangUpIcon />
        </BannerButton>
        <BannerButton
          look="accept"
          label={words.accept}
          testId="answer"
          keys={callKeys.answer}
          onClick={() => labApi.act(phoneId, 'answer')}
        >
          {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        </BannerButton>
      </div>
      <div class="call-banner-extras">
        <RingExtras phoneId={phoneId} call={call} now={now} />
      </div>
    </section>
  );
}

/** As a round button, without a visible label. */
function BannerButton({ look, label, testId, keys, onClick, children }: RoundButtonProps) {
  return (
    <button
      type="button"
      class={`call-banner-button ${look}`}
      data-testid={testId}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={`${label} (${keys})`}
      onClick={onClick}
    >
      {children}
    </button>
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
