import type { CallView, PhoneView } from '../../view.ts';
import { CameraIcon, CloseIcon, LockIcon, TorchIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { clockTime, longDate } from '../time.ts';
import { CallEndedCard } from './CallEnded.tsx';
import { NotificationStacks } from './NotificationStacks.tsx';

interface LockScreenProps {
  phone: PhoneView;
  now: number;
  /** The call that is over, once its end no longer fills the screen. */
  endedCall: CallView | undefined;
}

export function LockScreen({ phone, now, endedCall }: LockScreenProps) {
  const { phoneId, notifications } = phone;
  return (
    <section class="lock-screen" data-testid="lock-screen" aria-label="Lock screen">
      <LockIcon />
      <p class="lock-date">{longDate(now)}</p>
      <p class="lock-clock">{clockTime(now)}</p>
      <div class="lock-notifications">
        {(notifications.length > 0 || endedCall) && (
          <p class="notification-centre">
            Notification Centre
            <button type="button" aria-label="Clear the notifications" onClick={() => labApi.act(phoneId, 'clear')}>
              <CloseIcon />
            </button>
          </p>
        )}
        {endedCall && <CallEndedCard call={endedCall} now={now} />}
        <NotificationStacks notifications={notifications} now={now} onOpen={() => labApi.act(phoneId, 'open')} />
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
