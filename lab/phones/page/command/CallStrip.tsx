import { useEffect, useState } from 'preact/hooks';
import type { CallState } from '../../../../shared/rules/call.ts';
import type { PhoneView } from '../../view.ts';
import { CloseIcon, HangUpIcon } from '../icons.tsx';
import { displayName } from '../people.ts';
import { ringpostApi, type Target } from '../ringpostApi.ts';
import { duration, useNow } from '../time.ts';
import { Avatar } from './Avatar.tsx';
import { Targets } from './Outcome.tsx';

/** A call that was started from the command bar. */
export interface PlacedCall {
  callId: string;
  from: string;
  to: string;
  state: CallState;
  targets: Target[];
  startedAtMs: number;
}

const pollMs = 500;
/** How long the end of a call stays to be read. */
const endShownMs = 10_000;

interface CallStripProps {
  placed: PlacedCall;
  phones: readonly PhoneView[];
  onClose(): void;
}

/** The caller's side of a call: how it stands, and the one thing that can be done about it. */
export function CallStrip({ placed, phones, onClose }: CallStripProps) {
  const { callId, from, to, targets } = placed;
  const [state, setState] = useState(placed.state);
  const [answeredAtMs, setAnsweredAtMs] = useState(0);
  const now = useNow();
  const isLive = state === 'ringing' || state === 'answered';

  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(async () => {
      const answer = await ringpostApi.readCall(from, callId);
      if (answer.ok) setState(answer.value.state);
    }, pollMs);
    return () => clearInterval(timer);
  }, [callId, from, isLive]);

  useEffect(() => {
    if (state === 'answered') setAnsweredAtMs(Date.now());
  }, [state]);

  useEffect(() => {
    if (isLive) return;
    const timer = setTimeout(onClose, endShownMs);
    return () => clearTimeout(timer);
  }, [isLive, onClose]);

  async function stopCall() {
    const answer = await (state === 'ringing'
      ? ringpostApi.cancelCall(from, callId)
      : ringpostApi.endCall(from, callId));
    if (answer.ok) setState(answer.value.state);
  }

  return (
    <div class={`call-strip ${isLive ? state : 'over'}`}>
      <Avatar name={to} />
      <p>
        <strong role="status">{stripWords[state](displayName(to))}</strong>
        {state === 'ringing' && <span class="strip-time">{duration(placed.startedAtMs, now)}</span>}
        {state === 'answered' && answeredAtMs > 0 && <span class="strip-time">{duration(answeredAtMs, now)}</span>}
      </p>
      <Targets targets={targets} phones={phones} brief />
      {isLive ? (
        <button type="button" class="hang-up-button" onClick={stopCall}>
          <HangUpIcon />
          {state === 'ringing' ? 'Cancel' : 'Hang up'}
        </button>
      ) : (
        <button type="button" class="icon-button small" aria-label="Dismiss the call" onClick={onClose}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

const stripWords: Record<CallState, (callee: string) => string> = {
  ringing: (callee) => `Ringing ${callee}`,
  answered: (callee) => `In a call with ${callee}`,
  declined: (callee) => `${callee} declined`,
  busy: (callee) => `${callee} is in another call`,
  cancelled: () => 'You cancelled the call',
  timedOut: (callee) => `${callee} did not answer`,
  ended: () => 'The call has ended',
  failed: (callee) => `No phone of ${callee}’s could be reached`,
};
