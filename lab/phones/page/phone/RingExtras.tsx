import type { CallView } from '../../view.ts';
import { labApi } from '../labApi.ts';

interface RingExtrasProps {
  phoneId: string;
  call: Pick<CallView, 'expiresAt'>;
  now: number;
}

/** What iOS does not show of a call that rings: how long it will, and what the app may do instead of its user. */
export function RingExtras({ phoneId, call, now }: RingExtrasProps) {
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
    </>
  );
}
