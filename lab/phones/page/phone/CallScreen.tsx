import type { CallView, PhoneView } from '../../view.ts';
import { HangUpIcon, MuteIcon, PauseIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { duration } from '../time.ts';
import { handleWords } from '../words.ts';
import { type CallWords, callWords } from './callLanguage.ts';

interface CallScreenProps {
  phone: Pick<PhoneView, 'phoneId' | 'name' | 'locale'>;
  call: CallView;
  now: number;
}

/** A call that rings or runs, full screen as in CallKit. */
export function CallScreen({ phone, call, now }: CallScreenProps) {
  const words = callWords(phone.locale);
  const isRinging = call.state === 'ringing';
  return (
    <section
      class={`call-screen ${paletteOf(call.callerName)}`}
      data-testid={isRinging ? 'incoming-call' : 'active-call'}
      aria-label={`${phone.name}: ${(isRinging ? words.incomingFrom : words.inCallWith)(call.callerName)}`}
    >
      <div class="call-head">
        <p class="call-line">{callLine(call, now, words)}</p>
        <p class="call-name" dir="auto">
          {call.callerName}
        </p>
        <p class="call-handle">{handleWords(call.handle)}</p>
      </div>
      <div class={isRinging ? 'call-avatar pulsing' : 'call-avatar'} aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      {isRinging ? (
        <RingingButtons phone={phone} call={call} now={now} />
      ) : (
        <RunningButtons phone={phone} call={call} />
      )}
    </section>
  );
}

function callLine({ state, hasVideo, held, answeredAt }: CallView, now: number, words: CallWords): string {
  if (state === 'ringing' || !answeredAt) return hasVideo ? words.video : words.audio;
  return held ? words.onHold : duration(Date.parse(answeredAt), now);
}

function RingingButtons({ phone: { phoneId, locale }, call, now }: CallScreenProps) {
  const words = callWords(locale);
  const secondsLeft = Math.max(0, Math.floor(call.expiresAt - now / 1000));
  return (
    <>
      <p class="call-left" lang="en">
        Ringing ends in {secondsLeft} s
      </p>
      <button
        type="button"
        class="busy-button"
        data-testid="busy"
        lang="en"
        title="A real app does this by itself when its user is in another call"
        onClick={() => labApi.act(phoneId, 'busy')}
      >
        Reply busy
      </button>
      <div class="call-answer">
        <RoundButton
          look="decline"
          label={words.decline}
          testId="decline"
          onClick={() => labApi.act(phoneId, 'decline')}
        >
          <HangUpIcon />
        </RoundButton>
        <RoundButton look="accept" label={words.accept} testId="answer" onClick={() => labApi.act(phoneId, 'answer')}>
          {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        </RoundButton>
      </div>
    </>
  );
}

function RunningButtons({
  phone: { phoneId, locale },
  call: { muted, held, supportsHolding },
}: Omit<CallScreenProps, 'now'>) {
  const words = callWords(locale);
  return (
    <div class="call-running">
      <div class="call-tools">
        <ToolButton label={words.mute} isOn={muted} testId="mute" onClick={() => labApi.act(phoneId, 'mute')}>
          <MuteIcon />
        </ToolButton>
        {supportsHolding && (
          <ToolButton label={words.hold} isOn={held} testId="hold" onClick={() => labApi.act(phoneId, 'hold')}>
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
  testId: string;
  onClick(): void;
  children: preact.ComponentChildren;
}

/** A button that stays pressed. */
function ToolButton({ label, isOn, testId, onClick, children }: ToolButtonProps) {
  return (
    <button type="button" class="tool-button" aria-pressed={isOn} data-testid={testId} onClick={onClick}>
      <span class="tool">{children}</span>
      {label}
    </button>
  );
}

interface RoundButtonProps {
  look: 'accept' | 'decline';
  label: string;
  testId: string;
  onClick(): void;
  children: preact.ComponentChildren;
}

function RoundButton({ look, label, testId, onClick, children }: RoundButtonProps) {
  return (
    <button type="button" class={`round-button ${look}`} data-testid={testId} onClick={onClick}>
      <span class="round">{children}</span>
      <span class="round-label">{label}</span>
    </button>
  );
}
