import { useState } from 'preact/hooks';
import type { AnsweredPush } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import { ChevronIcon, SendIcon } from '../icons.tsx';
import { PushRow } from './PushRow.tsx';

interface PushPanelProps {
  /** Newest first. */
  pushes: readonly AnsweredPush[];
  phones: readonly PhoneView[];
}

/** Every push as it is answered, with Apple's answer. */
export function PushPanel({ pushes, phones }: PushPanelProps) {
  const count = pushes.filter(({ isProbe }) => !isProbe).length;
  return (
    <section class="push-panel" aria-labelledby="push-panel-title">
      <header>
        <h2 id="push-panel-title">Pushes</h2>
        <p>{count === 0 ? 'Ringpost → Apple' : `${count} ${count === 1 ? 'push' : 'pushes'} to Apple`}</p>
      </header>
      {pushes.length === 0 ? (
        <div class="empty push-empty">
          <SendIcon />
          <p>No pushes yet.</p>
          <p>Send a message or start a call. Each push to Apple appears here with its headers, payload and answer.</p>
        </div>
      ) : (
        <ol class="push-list">
          {runsOf(pushes).map(([first, ...others]) =>
            first.isProbe ? (
              <ProbeRow key={first.n} probes={[first, ...others]} phones={phones} />
            ) : (
              <PushRow key={first.n} push={first} phones={phones} />
            ),
          )}
        </ol>
      )}
    </section>
  );
}

type Run = [AnsweredPush, ...AnsweredPush[]];

/** Consecutive checks of credentials are one run; any other push is its own. */
function runsOf(pushes: readonly AnsweredPush[]): Run[] {
  const runs: Run[] = [];
  for (const push of pushes) {
    const last = runs.at(-1);
    if (push.isProbe && last?.[0].isProbe) last.push(push);
    else runs.push([push]);
  }
  return runs;
}

/** Collapsed: their rejections are expected. */
function ProbeRow({ probes, phones }: { probes: Run; phones: readonly PhoneView[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="push-row probes" data-testid="probe-row">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span class="push-main">
            <strong>Credential checks</strong>
            <span class="push-where">
              {probes.length} {probes.length === 1 ? 'push' : 'pushes'} to a device token that cannot exist
            </span>
          </span>
          <ChevronIcon />
        </summary>
        {isOpen && (
          <ol>
            {probes.map((push) => (
              <PushRow key={push.n} push={push} phones={phones} />
            ))}
          </ol>
        )}
      </details>
    </li>
  );
}
