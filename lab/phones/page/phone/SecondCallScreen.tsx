import type { CallView, PhoneView } from '../../view.ts';
import { callKeys } from '../callKeys.ts';
import { HangUpIcon, PauseIcon, PhoneIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { handleWords } from '../words.ts';
import { callWords } from './callLanguage.ts';
import { RingExtras } from './RingExtras.tsx';
import { RoundButton } from './RoundButton.tsx';

interface SecondCallScreenProps {
  phone: Pick<PhoneView, 'phoneId' | 'name' | 'locale'>;
  /** The call that runs. */
  first: CallView;
  /** The one that comes in. */
  call: CallView;
  now: number;
}

/** A call that comes in while another one runs. */
export function SecondCallScreen({ phone, first, call, now }: SecondCallScreenProps) {
  const { phoneId, name, locale } = phone;
  const words = callWords(locale);
  return (
    <section
      class={`call-screen ${paletteOf(call.callerName)}`}
      data-testid="second-call"
      aria-label={`${name}: ${words.incomingFrom(call.callerName)}`}
    >
      <div class="call-head">
        <p class="call-line">{call.hasVideo ? words.video : words.audio}</p>
        <p class="call-name" dir="auto">
          {call.callerName}
        </p>
        <p class="call-handle">{handleWords(call.handle)}</p>
      </div>
      <div class="call-avatar pulsing" aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      <RingExtras phoneId={phoneId} call={call} now={now} />
      <div class="call-choices">
        <RoundButton
          look="decline"
          label={words.endAndAccept}
          testId="end-and-answer"
          onClick={() => labApi.act(phoneId, 'endAndAnswer')}
        >
          <PhoneIcon />
        </RoundButton>
        <RoundButton
          look="decline"
          label={words.decline}
          testId="decline"
          keys={callKeys.decline}
          onClick={() => labApi.act(phoneId, 'decline')}
        >
          <HangUpIcon />
        </RoundButton>
        {first.supportsHolding && first.state === 'answered' && (
          <RoundButton
            look="accept"
            label={words.holdAndAccept}
            testId="hold-and-answer"
            keys={callKeys.answer}
            onClick={() => labApi.act(phoneId, 'holdAndAnswer')}
          >
            <PauseIcon />
          </RoundButton>
        )}
      </div>
    </section>
  );
}
