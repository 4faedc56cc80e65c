import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PhoneView, ShownNotification } from '../../view.ts';
import { CloseIcon, MoonIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { NotificationStacks } from './NotificationStacks.tsx';
import { phoneWords } from './phoneLanguage.ts';
import { SummaryCard } from './SummaryCard.tsx';

interface NotificationCentreProps {
  phone: PhoneView;
  now: number;
  /** Notifications that lie only in Notification Centre are shown, too. */
  isOpen?: boolean;
  onExpand(notification: ShownNotification): void;
  /** Cards above the notifications. */
  children?: ComponentChildren;
}

/** What a Focus has silenced, and what an app shows provisionally, is not on the lock screen. */
const isHiddenOnLockScreen = ({ quiet }: ShownNotification): boolean => quiet === 'focus' || quiet === 'provisional';

/** The notifications of the lock screen, above which a button opens the rest of Notification Centre. */
export function NotificationCentre({ phone, now, isOpen = false, onExpand, children }: NotificationCentreProps) {
  const { phoneId, notifications, locale } = phone;
  const [isPulledUp, setPulledUp] = useState(false);
  const words = phoneWords(locale);
  const quiet = notifications.filter(isHiddenOnLockScreen);
  const isWhole = isOpen || isPulledUp;
  const shown = isWhole ? notifications : notifications.filter((each) => !isHiddenOnLockScreen(each));
  const summary = shown.filter((each) => each.quiet === 'summary');
  const others = shown.filter((each) => each.quiet !== 'summary');
  const stacks = (members: readonly ShownNotification[]) => (
    <NotificationStacks
      notifications={members}
      now={now}
      words={words}
      onOpen={({ messageId }) => labApi.act(phoneId, 'open', { messageId })}
      onExpand={onExpand}
    />
  );
  return (
    <>
      {(notifications.length > 0 || children) && (
        <p class="notification-centre">
          {quiet.length > 0 && !isOpen ? (
            <button
              type="button"
              class="centre-button"
              aria-expanded={isPulledUp}
              onClick={() => setPulledUp(!isPulledUp)}
            >
              <MoonIcon />
              {words.notificationCentre} · {quiet.length}
            </button>
          ) : (
            words.notificationCentre
          )}
          <button
            type="button"
            class="clear-button"
            aria-label={words.clearAll}
            title={words.clearAll}
            onClick={() => labApi.act(phoneId, 'clear')}
          >
            <CloseIcon />
          </button>
        </p>
      )}
      <SummaryCard phone={phone} />
      {children}
      {summary.length > 0 && (
        <section class="summary" aria-label={`${phone.name}: ${words.summary}`} data-testid="summary">
          <p>{words.summary}</p>
          {stacks(summary)}
        </section>
      )}
      {others.length > 0 && stacks(others)}
    </>
  );
}

/** Notification Centre over the home screen or the app, after a swipe down from the top. */
export function CentreOverlay({ phone, ...rest }: Omit<NotificationCentreProps, 'isOpen' | 'children'>) {
  const words = phoneWords(phone.locale);
  return (
    <section
      class="centre-overlay"
      aria-label={`${phone.name}: ${words.notificationCentre}`}
      data-testid="notification-centre"
    >
      <NotificationCentre phone={phone} isOpen {...rest} />
      {phone.notifications.length === 0 && phone.waiting === 0 && <p class="centre-empty">{words.nothingNew}</p>}
    </section>
  );
}
