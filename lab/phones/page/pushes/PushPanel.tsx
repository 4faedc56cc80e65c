import type { AnsweredPush } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import { SendIcon } from '../icons.tsx';
import { PushRow } from './PushRow.tsx';

interface PushPanelProps {
  /** Newest first. */
  pushes: readonly AnsweredPush[];
  phones: readonly PhoneView[];
}

/** Every push as it passes, and what Apple said to it. */
export function PushPanel({ pushes, phones }: PushPanelProps) {
  return (
    <section class="push-panel" aria-labelledby="push-panel-title">
      <header>
        <h2 id="push-panel-title">What passes by</h2>
        <p>
          {pushes.length === 0 ? 'Ringpost → Apple' : `${pushes.length} ${pushes.length === 1 ? 'push' : 'pushes'}`}
        </p>
      </header>
      {pushes.length === 0 ? (
        <div class="empty push-empty">
          <SendIcon />
          <p>No push yet.</p>
          <p>Send a message or call somebody, and each push to Apple shows here: headers, payload and the answer.</p>
        </div>
      ) : (
        <ol class="push-list">
          {pushes.map((push) => (
            <PushRow key={push.n} push={push} phones={phones} />
          ))}
        </ol>
      )}
    </section>
  );
}
