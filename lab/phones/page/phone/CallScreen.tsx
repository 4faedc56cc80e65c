import type { ComponentChildren } from 'preact';
import type { CallView, PhoneView } from '../../view.ts';
import { callKeys } from '../callKeys.ts';
import {
  ChevronIcon,
  ExpandIcon,
  HangUpIcon,
  MuteIcon,
  PauseIcon,
  PhoneIcon,
  SpeakerIcon,
  VideoIcon,
} from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { duration } from '../time.ts';
import { handleWords } from '../words.ts';
import { type CallWords, callWords } from './callLanguage.ts';
import { RingExtras } from './RingExtras.tsx';
import { RoundButton } from './RoundButton.tsx';

interface CallScreenProps {
  phone: Pick<PhoneView, 'phoneId' | 'name' | 'locale' | 'secondCall'>;
  call: CallView;
  now: number;
  /** A locked phone is answered by a slide. */
  isLocked: boolean;
  /** Leaves the screen of a running call; undefined where that is not possible. */
  onLeave?: (() => void) | undefined;
}

/** A call that rings or runs, full screen: as in CallKit, and as the app draws it while it is open. */
export function CallScreen({ phone, call, now, isLocked, onLeave }: CallScreenProps) {
  const words = callWords(phone.locale);
  const isIncoming = call.state === 'ringing' && !call.isOutgoing;
  const isVideo = call.hasVideo && call.state === 'answered' && !call.held;
  const testId = isIncoming ? 'incoming-call' : call.state === 'ringing' ? 'outgoing-call' : 'active-call';
  return (
    <section
      class={['call-screen', isVideo && 'video', paletteOf(call.callerName)].filter(Boolean).join(' ')}
      data-testid={testId}
      aria-label={`${phone.name}: ${screenName(call, words)}`}
    >
      {onLeave && (
        <button type="button" class="call-leave" aria-label={`${phone.name}: Ringpost`} onClick={onLeave}>
          <ExpandIcon />
        </button>
      )}
      <div class="call-head">
        <p class="call-line">{callLine(call, now, words)}</p>
        <p class="call-name" dir="auto">
          {call.callerName}
        </p>
        <p class="call-handle">{handleWords(call.handle)}</p>
      </div>
      {isVideo && (
        <span class="call-self" aria-hidden="true">
          <VideoIcon />
        </span>
      )}
      {phone.secondCall?.state === 'answered' && <HeldCall phone={phone} call={phone.secondCall} />}
      <div class={call.state === 'ringing' ? 'call-avatar pulsing' : 'call-avatar'} aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      {isIncoming ? (
        <RingingButtons phone={phone} call={call} now={now} isLocked={isLocked} />
      ) : (
        <RunningButtons phone={phone} call={call} />
      )}
    </section>
  );
}

function screenName({ state, isOutgoing, callerName }: CallView, words: CallWords): string {
  if (state === 'answered') return words.inCallWith(callerName);
  return isOutgoing ? `${words.callBack(callerName)}` : words.incomingFrom(callerName);
}

export function callLine(call: CallView, now: number, words: CallWords): string {
  const { state, hasVideo, held, answeredAt, isOutgoing, isRingingThere } = call;
  if (isOutgoing && state === 'ringing') return isRingingThere ? words.ringing : words.calling;
  if (state === 'ringing' || !answeredAt) return hasVideo ? words.video : words.audio;
  return held ? words.onHold : duration(Date.parse(answeredAt), now);
}

/** The other call, on hold. */
function HeldCall({ phone: { phoneId, locale }, call }: Pick<CallScreenProps, 'phone' | 'call'>) {
  const words = callWords(locale);
  return (
    <button type="button" class="call-held" data-testid="swap" onClick={() => labApi.act(phoneId, 'swap')}>
      <span class="call-held-name" dir="auto">
        {call.callerName}
      </span>
      <span>
        {words.onHold} · <b>{words.swap}</b>
      </span>
    </button>
  );
}

function RingingButtons({ phone, call, now, isLocked }: Omit<CallScreenProps, 'onLeave'>) {
  const { phoneId, locale } = phone;
  const words = callWords(locale);
  const answer = () => labApi.act(phoneId, 'answer');
  return (
    <>
      <RingExtras phoneId={phoneId} call={call} now={now} />
      <div class={isLocked ? 'call-answer locked' : 'call-answer'}>
        <RoundButton
          look="decline"
          label={words.decline}
          testId="decline"
          keys={callKeys.decline}
          title={isLocked ? 'Or press the side button twice' : undefined}
          onClick={() => labApi.act(phoneId, 'decline')}
        >
          <HangUpIcon />
        </RoundButton>
        {isLocked ? (
          <button
            type="button"
            class="call-slide"
            data-testid="answer"
            aria-keyshortcuts={callKeys.answer}
            onClick={answer}
          >
            <span class="call-knob" aria-hidden="true">
              {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
            </span>
            <span class="call-slide-words">{words.slideToAnswer}</span>
            <ChevronIcon />
          </button>
        ) : (
          <RoundButton look="accept" label={words.accept} testId="answer" keys={callKeys.answer} onClick={answer}>
            {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
          </RoundButton>
        )}
      </div>
    </>
  );
}

function RunningButtons({ phone: { phoneId, locale }, call }: Pick<CallScreenProps, 'phone' | 'call'>) {
  const { state, muted, held, supportsHolding, hasVideo, speaker = hasVideo } = call;
  const words = callWords(locale);
  const runs = state === 'answered';
  return (
    <div class="call-running">
      <div class="call-tools">
        <ToolButton
          label={words.mute}
          isOn={muted}
          isDisabled={!runs}
          testId="mute"
          onClick={() => labApi.act(phoneId, 'mute')}
        >
          <MuteIcon />
        </ToolButton>
        <ToolButton
          label={words.speaker}
          isOn={speaker}
          testId="speaker"
          onClick={() => labApi.act(phoneId, 'speaker')}
        >
          <SpeakerIcon />
        </ToolButton>
        {supportsHolding && (
          <ToolButton
            label={words.hold}
            isOn={held}
            isDisabled={!runs}
            testId="hold"
            onClick={() => labApi.act(phoneId, 'hold')}
          >
            <PauseIcon />
          </ToolButton>
        )}
      </div>
      <RoundButton look="decline" label={words.end} testId="end" onClick={() => labApi.act(phoneId, 'end')}>
        <HangUpIcon />
      </RoundButton>
    </div>
  );
}

interface ToolButtonProps {
  label: string;
  isOn: boolean;
  isDisabled?: boolean;
  testId: string;
  onClick(): void;
  children: ComponentChildren;
}

/** A button that stays pressed. */
function ToolButton({ label, isOn, isDisabled = false, testId, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      class="tool-button"
      aria-pressed={isOn}
      disabled={isDisabled}
      data-testid={testId}
      onClick={onClick}
    >
      <span class="tool">{children}</span>
      {label}
    </button>
  );
}
