import type { ActivityView } from '../../view.ts';
import { AppIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { callWords } from './callLanguage.ts';
import { readGroupCall } from './groupCall.ts';

interface LiveActivityCardProps {
  activity: ActivityView;
  /** The phone's. */
  locale: string;
  onOpen(): void;
}

/** A Live Activity on the lock screen: of a call in a group as the app's widget draws it, of others what they hold. */
export function LiveActivityCard({ activity, locale, onOpen }: LiveActivityCardProps) {
  const call = readGroupCall(activity);
  const words = callWords(locale);
  const isStale = activity.state === 'stale';
  return (
    <button
      type="button"
      class={isStale ? 'banner live-activity stale' : 'banner live-activity'}
      data-testid="live-activity"
      onClick={onOpen}
    >
      {call ? (
        <span class={call.isOver ? 'call-card-icon missed' : 'call-card-icon'} aria-hidden="true">
          {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        </span>
      ) : (
        <AppIcon />
      )}
      <span class="banner-text">
        <span class="banner-head">
          <strong dir="auto">{call ? call.callerName : activity.attributesType}</strong>
        </span>
        {call ? (
          <span class="banner-body">
            {call.isOver ? words.ended : `${words.othersIn(call.inCall)} · `}
            {!call.isOver && <b>{words.join}</b>}
          </span>
        ) : (
          <OtherContent activity={activity} />
        )}
        {isStale && <span class="banner-more">{words.outdated}</span>}
      </span>
    </button>
  );
}

/** The page cannot run the widget of an app, so it shows the fields of its content. */
function OtherContent({ activity: { contentState, state } }: { activity: ActivityView }) {
  return (
    <>
      {Object.entries(contentState).map(([name, value]) => (
        <span class="live-field" key={name} lang="en">
          <i>{name}</i> <span dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</span>
        </span>
      ))}
      {state === 'ended' && (
        <span class="banner-more" lang="en">
          ended
        </span>
      )}
    </>
  );
}
