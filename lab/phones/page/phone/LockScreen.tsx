import type { CallView, PhoneView, ShownNotification } from '../../view.ts';
import { CameraIcon, LockIcon, TorchIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { openActivity, ownActivities } from './activities.ts';
import { CallEndedCard } from './CallEnded.tsx';
import { LiveActivityCard } from './LiveActivityCard.tsx';
import { NotificationCentre } from './NotificationCentre.tsx';
import { phoneDate, phoneTime } from './phoneLanguage.ts';

interface LockScreenProps {
  phone: PhoneView;
  now: number;
  /** The ended call, once its end no longer fills the screen. */
  endedCall: CallView | undefined;
  onExpand(notification: ShownNotification): void;
}

/** iOS lists calls that rang and that nobody answered; those that were answered or declined elsewhere leave nothing. */
function isMissed({ state, endedReason, isOutgoing }: CallView): boolean {
  if (isOutgoing) return false;
  return endedReason === 3 || (endedReason === 2 && state === 'cancelled');
}

function hasNotification({ notifications }: PhoneView, { callId }: CallView): boolean {
  return notifications.some(({ missedCall }) => missedCall?.callId === callId);
}

export function LockScreen({ phone, now, endedCall, onExpand }: LockScreenProps) {
  const { phoneId, locale, timeZone, beforeFirstUnlock } = phone;
  const missedCall = endedCall && isMissed(endedCall) && !hasNotification(phone, endedCall) ? endedCall : undefined;
  return (
    <section class="lock-screen" data-testid="lock-screen" aria-label={`Lock screen of ${phone.name}`}>
      <LockIcon />
      <p class="lock-date">{phoneDate(now, phone)}</p>
      <p class="lock-clock">{phoneTime(now, timeZone)}</p>
      {beforeFirstUnlock && (
        <p class="lock-restarted" data-testid="restarted" lang="en">
          Restarted: swipe up to unlock it. Until then the app has no login.
        </p>
      )}
      <div class="lock-notifications">
        {ownActivities(phone).map((activity) => (
          <LiveActivityCard
            key={activity.activityId}
            activity={activity}
            locale={locale}
            onOpen={() => openActivity(phoneId, activity)}
          />
        ))}
        <NotificationCentre phone={phone} now={now} onExpand={onExpand}>
          {missedCall && (
            <CallEndedCard
              call={missedCall}
              locale={locale}
              now={now}
              onCallBack={() => labApi.act(phoneId, 'callBack', { callId: missedCall.callId })}
            />
          )}
        </NotificationCentre>
      </div>
      <div class="lock-tools" aria-hidden="true">
        <span>
          <TorchIcon />
        </span>
        <span>
          <CameraIcon />
        </span>
      </div>
    </section>
  );
}
