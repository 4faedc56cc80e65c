import { useState } from 'preact/hooks';
import { ChevronIcon, CopyIcon, KeyIcon, MessageIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { preciseTime } from '../time.ts';
import { type Activity, hasFailed, latencyMs } from './activities.ts';
import { activitySummary, activityText, activityTitle, type Known, unpushedWords } from './activityWords.ts';
import { curlOf } from './curl.ts';
import { PushRow } from './PushRow.tsx';
import { WhyDialog } from './WhyDialog.tsx';

/** How many phones a row shows until it is asked for the others. */
const phonesShown = 6;

interface ActivityRowProps {
  activity: Activity;
  known: Known;
  /** A phone is pointed at, or no longer. */
  onPoint(phoneId: string | undefined): void;
}

/** A message or call with its text, and each phone below it. */
export function ActivityRow({ activity, known, onPoint }: ActivityRowProps) {
  const [showsAll, setShowsAll] = useState(false);
  const { kind, request, pushes, unpushed, at } = activity;
  if (kind === 'checks') return <ChecksRow activity={activity} known={known} onPoint={onPoint} />;
  const title = activityTitle(activity, known);
  const others = pushes.length - phonesShown;
  return (
    <li class={`activity ${kind} ${hasFailed(activity) ? 'failed' : ''}`} data-testid="activity" aria-label={title}>
      <div class="activity-head">
        <span class={`activity-kind ${kind}`} aria-hidden="true">
          <ActivityIcon activity={activity} />
        </span>
        <span class="push-main">
          <span class="push-to">
            <strong>{title}</strong>
            <time dateTime={at}>{preciseTime(at)}</time>
          </span>
          <span class="activity-text" dir="auto">
            {activityText(activity)}
          </span>
          <span class="activity-summary">{activitySummary(activity)}</span>
        </span>
        {request && <WhyDialog kind={request.kind} id={request.id} title={title} phones={known.phones} />}
        {request && <CopyCurl curl={() => curlOf(request, location.origin)} title={title} />}
      </div>
      <ol>
        {(showsAll ? pushes : pushes.slice(0, phonesShown)).map((push) => (
          <PushRow key={push.n} push={push} phones={known.phones} ms={latencyMs(activity, push)} onPoint={onPoint} />
        ))}
        {unpushed.map((target) => {
          const [who, why] = unpushedWords(target, known);
          return (
            <li key={`${target.userId}${target.deviceId}${target.kind}`} class="unpushed" title={target.reason}>
              <strong>{who}</strong> {target.outcome === 'skipped' ? 'no push' : target.outcome}: {why}
            </li>
          );
        })}
      </ol>
      {others > 0 && !showsAll && (
        <button type="button" class="quiet-button" onClick={() => setShowsAll(true)}>
          Show {others} more
        </button>
      )}
    </li>
  );
}

function ActivityIcon({ activity: { kind, request } }: Pick<ActivityRowProps, 'activity'>) {
  if (kind === 'call') return request?.hasVideo ? <VideoIcon /> : <PhoneIcon />;
  return <MessageIcon />;
}

function CopyCurl({ curl, title }: { curl(): string; title: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(curl());
    setCopied(true);
  }
  return (
    <button
      type="button"
      class="icon-button small"
      aria-label={`Copy as curl: ${title}`}
      title={copied ? 'Copied' : 'Copy as curl'}
      onClick={copy}
    >
      <CopyIcon />
      <span class="visually-hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}

/** Collapsed: their rejections are expected. */
function ChecksRow({ activity, known, onPoint }: ActivityRowProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="activity checks" data-testid="probe-row">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary class="checks-summary">
          <span class="activity-kind checks" aria-hidden="true">
            <KeyIcon />
          </span>
          <span class="push-main">
            <strong class="checks-title">{activityTitle(activity, known)}</strong>
            <span class="activity-summary">{activitySummary(activity)}</span>
          </span>
          <ChevronIcon />
        </summary>
        {isOpen && (
          <ol>
            {activity.pushes.map((push) => (
              <PushRow key={push.n} push={push} phones={known.phones} ms={undefined} onPoint={onPoint} />
            ))}
          </ol>
        )}
      </details>
    </li>
  );
}
