import type { CallView, PhoneView } from '../../view.ts';
import { CameraIcon, CloseIcon, LockIcon, TorchIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { CallEndedCard } from './CallEnded.tsx';
import { LiveActivityCard } from './LiveActivityCard.tsx';
import { NotificationStacks } from './NotificationStacks.tsx';
import { phoneDate, phoneTime, phoneWords } from './phoneLanguage.ts';

interface LockScreenProps {
  phone: PhoneView;
  now: number;
  /** The ended call, once its end no longer fills the screen. */
  endedCall: CallView | undefined;
}

/** iOS lists calls that rang and that nobody answered; those that were answered or declined elsewhere leave nothing. */
function isMissed({ state, endedReason }: CallView): boolean {
  return endedReason === 3 || (endedReason === 2 && state === 'cancelled');
}

function hasNotification({ notifications }: PhoneView, { callId }: CallView): boolean {
  return notifications.some(({ missedCall }) => missedCall?.callId === callId);
}

export function LockScreen({ phone, now, endedCall }: LockScreenProps) {
  const { phoneId, notifications, activities, locale, timeZone } = phone;
  const words = phoneWords(locale);
  const missedCall = endedCall && isMissed(endedCall) && !hasNotification(phone, endedCall) ? endedCall : undefined;
  return (
    <section class="lock-screen" data-testid="lock-screen" aria-label={`Lock screen of ${phone.name}`}>
      <LockIcon />
      <p class="lock-date">{phoneDate(now, phone)}</p>
      <p class="lock-clock">{phoneTime(now, timeZone)}</p>
      <div class="lock-notifications">
        {activities.map((activity) => (
          <LiveActivityCard
            key={activity.activityId}
            activity={activity}
            locale={locale}
            onOpen={() => labApi.act(phoneId, 'open')}
          />
        ))}
        {(notifications.length > 0 || missedCall) && (
          <p class="notification-centre">
            {words.notificationCentre}
            <button
              type="button"
              aria-label={words.clearAll}
              title={words.clearAll}
              onClick={() => labApi.act(phoneId, 'clear')}
            >
              <CloseIcon />
            </button>
          </p>
        )}
        {missedCall && <CallEndedCard call={missedCall} locale={locale} now={now} />}
        <NotificationStacks
          notifications={notifications}
          now={now}
          words={words}
          onOpen={({ messageId }) => labApi.act(phoneId, 'open', { messageId })}
        />
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
