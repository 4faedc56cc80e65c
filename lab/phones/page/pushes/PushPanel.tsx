import { useState } from 'preact/hooks';
import type { AnsweredPush } from '../../../apple/apple.ts';
import type { SentRequest } from '../../view.ts';
import { BreakMenu } from '../faults/BreakMenu.tsx';
import { SendIcon } from '../icons.tsx';
import { BareSelect } from '../Select.tsx';
import { ActivityRow } from './ActivityRow.tsx';
import { activitiesOf, isWanted, type ShownActivities, shownActivities } from './activities.ts';
import { activityInWords, counted, type Known } from './activityWords.ts';
import { dollarWords, sessionDollars } from './sessionCost.ts';

interface PushPanelProps extends Known {
  /** Newest first. */
  pushes: readonly AnsweredPush[];
  /** Newest first. */
  requests: readonly SentRequest[];
  /** A phone is pointed at, or no longer. */
  onPoint(phoneId: string | undefined): void;
}

const shownWords: Readonly<Record<ShownActivities, string>> = {
  all: 'All',
  message: 'Messages',
  call: 'Calls',
  failures: 'Failures',
};

/** Every message and call, with each push as it is answered. */
export function PushPanel({ pushes, requests, phones, groups, onPoint }: PushPanelProps) {
  const [shown, setShown] = useState<ShownActivities>('all');
  const [words, setWords] = useState('');
  /** ISO 8601, UTC: what is older is not shown. */
  const [clearedAt, setClearedAt] = useState('');
  const known = { phones, groups };
  const kept = activitiesOf(pushes, requests).filter(({ at }) => at > clearedAt);
  const wanted = kept.filter((activity) =>
    isWanted(activity, { shown, words }, (each) => activityInWords(each, known)),
  );
  const count = kept.flatMap((activity) => (activity.kind === 'checks' ? [] : activity.pushes)).length;

  return (
    <section class="push-panel" aria-labelledby="push-panel-title">
      <header>
        <h2 id="push-panel-title">Pushes</h2>
        <p>{count === 0 ? 'Ringpost → Apple' : `${counted(count, 'push', 'pushes')} to Apple`}</p>
        {count > 0 && (
          <span title="What the listed messages and calls cost on AWS, by the model of explain">
            {dollarWords(sessionDollars(kept))}
          </span>
        )}
      </header>
      <BreakMenu phones={phones} lastPush={pushes[0]} />
      <div class="push-filter">
        <BareSelect
          label="Show"
          value={shown}
          options={shownActivities.map((choice) => [choice, shownWords[choice]])}
          onChange={(choice) => setShown(choice)}
        />
        <input
          type="search"
          aria-label="Filter by user, phone, text or reason"
          placeholder="User, phone, text, reason"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <button
          type="button"
          class="quiet-button"
          disabled={kept.length === 0}
          onClick={() => setClearedAt(kept[0]?.at ?? '')}
        >
          Clear
        </button>
      </div>
      {kept.length === 0 ? (
        <div class="empty push-empty">
          <SendIcon />
          <p>No pushes yet.</p>
          <p>Send a message or start a call. Each push to Apple appears here with its headers, payload and answer.</p>
        </div>
      ) : (
        <ol class="push-list" aria-label="Messages and calls">
          {wanted.map((activity) => (
            <ActivityRow key={activity.key} activity={activity} known={known} onPoint={onPoint} />
          ))}
          {wanted.length === 0 && <li class="push-none">Nothing matches the filter.</li>}
        </ol>
      )}
    </section>
  );
}
