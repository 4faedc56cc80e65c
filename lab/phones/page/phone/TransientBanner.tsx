import { useEffect, useState } from 'preact/hooks';
import type { PhoneView, ShownNotification } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { NotificationBanner } from './NotificationBanner.tsx';
import { phoneWords } from './phoneLanguage.ts';

const shownMs = 5_000;

interface TransientBannerProps {
  phone: PhoneView;
  now: number;
  onExpand(notification: ShownNotification): void;
}

/** The banner that drops from the top of an unlocked phone, or over the open app, and disappears by itself. */
export function TransientBanner({ phone, now, onExpand }: TransientBannerProps) {
  const newest = phone.notifications.find(({ quiet }) => !quiet);
  const [hiddenAt, setHiddenAt] = useState(newest?.at);

  useEffect(() => {
    if (!newest || newest.at === hiddenAt) return;
    const timer = setTimeout(() => setHiddenAt(newest.at), shownMs);
    return () => clearTimeout(timer);
  }, [newest, hiddenAt]);

  if (!newest || newest.at === hiddenAt) return null;
  return (
    <div class="transient-banner">
      <NotificationBanner
        key={newest.at}
        notification={newest}
        now={now}
        words={phoneWords(phone.locale)}
        onOpen={() => {
          setHiddenAt(newest.at);
          void labApi.act(phone.phoneId, 'open', { messageId: newest.messageId });
        }}
        onExpand={() => {
          setHiddenAt(newest.at);
          onExpand(newest);
        }}
      />
    </div>
  );
}
