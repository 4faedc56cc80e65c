import type { CallView } from '../../view.ts';
import { HangUpIcon, MuteIcon, PauseIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { duration } from '../time.ts';
import { callKind, handleWords } from '../words.ts';

interface CallScreenProps {
  phoneId: string;
  call: CallView;
  now: number;
}

/** A call that rings or runs, full screen as CallKit shows it. */
export function CallScreen({ phoneId, call, now }: CallScreenProps) {
  const isRinging = call.state === 'ringing';
  return (
    <section
      class={`call-screen ${paletteOf(call.callerName)}`}
      data-testid={isRinging ? 'incoming-call' : 'active-call'}
      aria-label={`${isRinging ? 'Incoming call from' : 'In a call with'} ${call.callerName}`}
    >
      <div class="call-head">
        <p class="call-line">{callLine(call, now)}</p>
        <p class="call-name">{call.callerName}</p>
        <p class="call-handle">{handleWords(call.handle)}</p>
      </div>
      <div class={isRinging ? 'call-avatar pulsing' : 'call-avatar'} aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      {isRinging ? (
        <RingingButtons phoneId={phoneId} call={call} now={now} />
      ) : (
        <RunningButtons phoneId={phoneId} call={call} />
      )}
    </section>
  );
}

function callLine({ state, hasVideo, held, answeredAt }: CallView, now: number): string {
  if (state === 'ringing' || !answeredAt) return callKind(hasVideo);
  return held ? 'On hold' : duration(Date.parse(answeredAt), now);
}

function RingingButtons({ phoneId, call, now }: CallScreenProps) {
  const secondsLeft = Math.max(0, Math.floor(call.expiresAt - now / 1000));
  return (
    <>
      <p class="call-left">rings for {secondsLeft} s more</p>
      <button
        type="button"
        class="busy-button"
        data-testid="busy"
        title="What an app says that finds its user in another call"
        onClick={() => labApi.act(phoneId, 'busy')}
      >
        Say busy
      </button>
      <div class="call-answer">
        <RoundButton look="decline" label="Decline" testId="decline" onClick={() => labApi.act(phoneId, 'decline')}>
          <HangUpIcon />
        </RoundButton>
        <RoundButton look="accept" label="Accept" testId="answer" onClick={() => labApi.act(phoneId, 'answer')}>
          {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        </RoundButton>
      </div>
    </>
  );
}

function RunningButtons({ phoneId, call: { muted, held, supportsHolding } }: Omit<CallScreenProps, 'now'>) {
  return (
    <div class="call-running">
      <div class="call-tools">
        <ToolButton label="Mute" isOn={muted} testId="mute" onClick={() => labApi.act(phoneId, 'mute')}>
          <MuteIcon />
        </ToolButton>
        {supportsHolding && (
          <ToolButton label="Hold" isOn={held} testId="hold" onClick={() => labApi.act(phoneId, 'hold')}>
            <PauseIcon />
          </ToolButton>
        )}
      </div>
      <RoundButton look="decline" label="End" testId="end" onClick={() => labApi.act(phoneId, 'end')}>
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

/** One that stays pressed. */
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
