import type { CallView } from '../../view.ts';
import { CameraIcon, HangUpIcon, MuteIcon, PhoneIcon, SoundOnIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { initials, paletteOf } from '../people.ts';
import { duration } from '../time.ts';
import { callKind } from '../words.ts';

/** A call that rings or runs, full screen as CallKit shows it. */
export function CallScreen({ phoneId, call, now }: { phoneId: string; call: CallView; now: number }) {
  const isRinging = call.state === 'ringing';
  const secondsLeft = Math.max(0, Math.ceil(call.expiresAt - now / 1000));
  return (
    <section
      class={`call-screen ${paletteOf(call.callerName)}`}
      data-testid={isRinging ? 'incoming-call' : 'active-call'}
      aria-label={`${isRinging ? 'Incoming call from' : 'In a call with'} ${call.callerName}`}
    >
      <div class="call-head">
        <p class="call-line">
          {isRinging || !call.answeredAt ? callKind(call.hasVideo) : duration(Date.parse(call.answeredAt), now)}
        </p>
        <p class="call-name">{call.callerName}</p>
        <p class="call-handle">{call.handle.value}</p>
      </div>
      <div class={isRinging ? 'call-avatar pulsing' : 'call-avatar'} aria-hidden="true">
        <span>{initials(call.callerName)}</span>
      </div>
      {isRinging ? (
        <>
          <p class="call-left">rings for {secondsLeft} s more</p>
          <div class="call-answer">
            <RoundButton look="decline" label="Decline" testId="decline" onClick={() => labApi.act(phoneId, 'decline')}>
              <HangUpIcon />
            </RoundButton>
            <RoundButton look="accept" label="Accept" testId="answer" onClick={() => labApi.act(phoneId, 'answer')}>
              {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
            </RoundButton>
          </div>
        </>
      ) : (
        <div class="call-running">
          <div class="call-tools" aria-hidden="true">
            <span>
              <MuteIcon />
            </span>
            <span>{call.hasVideo ? <CameraIcon /> : <VideoIcon />}</span>
            <span>
              <SoundOnIcon />
            </span>
          </div>
          <RoundButton look="decline" label="End" testId="end" onClick={() => labApi.act(phoneId, 'end')}>
            <HangUpIcon />
          </RoundButton>
        </div>
      )}
    </section>
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
