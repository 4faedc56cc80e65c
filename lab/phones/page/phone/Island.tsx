import type { ActivityView, CallView, PhoneView } from '../../view.ts';
import { AppIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { openActivity } from './activities.ts';
import { callLine } from './CallScreen.tsx';
import { callWords } from './callLanguage.ts';
import { readGroupCall } from './groupCall.ts';

interface IslandProps {
  phone: Pick<PhoneView, 'phoneId' | 'name' | 'locale'>;
  /** A call that runs while its screen is left. */
  call: CallView | undefined;
  /** Live Activities that have a place here, newest first. */
  activities: readonly ActivityView[];
  now: number;
  onCall(): void;
}

/** The Dynamic Island: a call that runs, or a Live Activity; with both, the activity has its smallest form beside it. */
export function Island({ phone, call, activities, now, onCall }: IslandProps) {
  const [activity] = activities;
  const words = callWords(phone.locale);
  if (!call) {
    if (!activity) return <div class="island" aria-hidden="true" />;
    return <ActivityIsland phone={phone} activity={activity} />;
  }
  return (
    <>
      <button
        type="button"
        class="island wide call"
        data-testid="call-pill"
        aria-label={`${phone.name}: ${words.backToCall(call.callerName)}, ${callLine(call, now, words)}`}
        title={words.backToCall(call.callerName)}
        onClick={onCall}
      >
        {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
        <span>{callLine(call, now, words)}</span>
      </button>
      {activity && <ActivityIsland phone={phone} activity={activity} isMinimal />}
    </>
  );
}

interface ActivityIslandProps extends Pick<IslandProps, 'phone'> {
  activity: ActivityView;
  isMinimal?: boolean;
}

/** Its compact form, or the minimal one. */
function ActivityIsland({ phone, activity, isMinimal = false }: ActivityIslandProps) {
  const call = readGroupCall(activity);
  const words = callWords(phone.locale);
  const [field = ''] = Object.values(activity.contentState);
  const name = call
    ? `${call.callerName}, ${words.othersIn(call.inCall)}. ${words.join}`
    : `${activity.attributesType}, ${field}`;
  const isStale = activity.state === 'stale';
  return (
    <button
      type="button"
      class={['island', isMinimal ? 'minimal' : 'wide', isStale && 'stale'].filter(Boolean).join(' ')}
      data-testid="island-activity"
      aria-label={`${phone.name}: ${name}`}
      title={name}
      onClick={() => openActivity(phone.phoneId, activity)}
    >
      {call?.hasVideo ? <VideoIcon /> : call ? <PhoneIcon /> : <AppIcon />}
      {!isMinimal && <span>{call ? call.inCall : String(field)}</span>}
    </button>
  );
}
