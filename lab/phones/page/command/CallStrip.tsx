import { useEffect, useState } from 'preact/hooks';
import type { CallState } from '../../../../shared/calls/rules/call.ts';
import type { PhoneView } from '../../view.ts';
import { CloseIcon, HangUpIcon } from '../icons.tsx';
import { displayName } from '../people.ts';
import { ringpostApi, type Target } from '../ringpostApi.ts';
import { duration, useNow } from '../time.ts';
import { outcomeLine } from '../words.ts';
import { Avatar } from './Avatar.tsx';
import { Targets } from './Outcome.tsx';

/** A call that a user of the page has started. */
export interface PlacedCall {
  callId: string;
  from: string;
  /** A group by its name. */
  to: { userIds: readonly string[] } | { name: string };
  state: CallState;
  targets: Target[];
  startedAtMs: number;
}

const pollMs = 500;
const maxChips = 3;
/** How long the end of a call stays readable. */
const endShownMs = 10_000;

interface CallStripProps {
  placed: PlacedCall;
  phones: readonly PhoneView[];
  /** Whether the lab is reachable. */
  isConnected: boolean;
  /** Whether another card is shown beside it. */
  isNarrow: boolean;
  onChange(change: Partial<PlacedCall>): void;
  onClose(): void;
}

/** The caller's side of a call: its state, and the one action that is possible. */
export function CallStrip({ placed, phones, isConnected, isNarrow, onChange, onClose }: CallStripProps) {
  const { callId, from, state, targets } = placed;
  const [answeredAtMs, setAnsweredAtMs] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [isStopping, setStopping] = useState(false);
  const now = useNow();
  const isLive = state === 'ringing' || state === 'answered';

  async function look() {
    const answer = await ringpostApi.readCall(from, callId);
    if (answer.ok) onChange({ state: answer.value.state });
    // A restarted lab knows nothing about it.
    else if (answer.problem.status === 404) onClose();
  }

  useEffect(() => {
    if (!isLive || !isConnected) return;
    const timer = setInterval(look, pollMs);
    return () => clearInterval(timer);
  }, [callId, from, isLive, isConnected]);

  useEffect(() => {
    if (state === 'answered') setAnsweredAtMs(Date.now());
  }, [state]);

  useEffect(() => {
    if (isLive) return;
    // The time begins when the call ends.
    const timer = setTimeout(onClose, endShownMs);
    return () => clearTimeout(timer);
  }, [isLive]);

  async function stopCall() {
    setStopping(true);
    const answer = await (state === 'ringing'
      ? ringpostApi.cancelCall(from, callId)
      : ringpostApi.endCall(from, callId));
    setStopping(false);
    setProblem(answer.ok ? undefined : `${answer.problem.title}. ${answer.problem.detail}`);
    if (answer.ok) onChange({ state: answer.value.state });
    else await look();
  }

  const callee = calleeOf(placed);
  return (
    <div class={`call-strip ${isLive ? state : 'over'}`}>
      <Avatar name={callee} />
      <p>
        <strong role="status">{stripWords[state](callee, displayName(from))}</strong>
        {state === 'ringing' && <span class="strip-time">{duration(placed.startedAtMs, now)}</span>}
        {state === 'answered' && answeredAtMs > 0 && <span class="strip-time">{duration(answeredAtMs, now)}</span>}
      </p>
      {problem === undefined ? (
        <StripTargets targets={targets} phones={phones} isNarrow={isNarrow} />
      ) : (
        <p class="strip-problem" role="alert">
          {problem}
        </p>
      )}
      {isLive ? (
        <button type="button" class="hang-up-button" disabled={isStopping} onClick={stopCall}>
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

/** How many phones, where there is no room for each. */
function StripTargets({
  targets,
  phones,
  isNarrow,
}: Pick<CallStripProps, 'phones' | 'isNarrow'> & { targets: readonly Target[] }) {
  if (!isNarrow && targets.length <= maxChips) return <Targets targets={targets} phones={phones} brief="call" />;
  const counts = Map.groupBy(targets, (target) => outcomeLine(target, phones).brief);
  const words = [...counts].map(([brief, { length }]) => `${length} ${brief}`).join(', ');
  return (
    <p class="strip-counts" title={words}>
      <span>{words}</span>
    </p>
  );
}

function calleeOf({ to }: PlacedCall): string {
  return 'name' in to ? to.name : to.userIds.map(displayName).join(', ');
}

const stripWords: Record<CallState, (callee: string, caller: string) => string> = {
  ringing: (callee) => `Ringing ${callee}`,
  answered: (callee) => `In a call with ${callee}`,
  declined: (callee) => `${callee} declined`,
  busy: (callee) => `${callee} is in another call`,
  cancelled: (_, caller) => `${caller} cancelled the call`,
  timedOut: (callee) => `${callee} did not answer`,
  ended: () => 'The call has ended',
  failed: (callee) => `None of ${callee}’s phones could be reached`,
};
