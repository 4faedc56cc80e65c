import type { CallView, PhoneView } from '../../view.ts';
import { CameraIcon, CloseIcon, LockIcon, TorchIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { CallEndedCard } from './CallEnded.tsx';
import { NotificationStacks } from './NotificationStacks.tsx';
import { phoneDate, phoneTime, phoneWords } from './phoneLanguage.ts';

interface LockScreenProps {
  phone: PhoneView;
  now: number;
  /** The call that is over, once its end no longer fills the screen. */
  endedCall: CallView | undefined;
}

export function LockScreen({ phone, now, endedCall }: LockScreenProps) {
  const { phoneId, notifications, locale, timeZone } = phone;
  const words = phoneWords(locale);
  return (
    <section class="lock-screen" data-testid="lock-screen" aria-label="Lock screen">
      <LockIcon />
      <p class="lock-date">{phoneDate(now, phone)}</p>
      <p class="lock-clock">{phoneTime(now, timeZone)}</p>
      <div class="lock-notifications">
        {(notifications.length > 0 || endedCall) && (
          <p class="notification-centre">
            {words.notificationCentre}
            <button type="button" aria-label="Clear the notifications" onClick={() => labApi.act(phoneId, 'clear')}>
              <CloseIcon />
            </button>
          </p>
        )}
        {endedCall && <CallEndedCard call={endedCall} now={now} words={words} />}
        <NotificationStacks
          notifications={notifications}
          now={now}
          words={words}
          onOpen={({ messageId }) => labApi.act(phoneId, 'open', messageId)}
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
