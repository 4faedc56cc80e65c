import type { ShownNotification } from '../../view.ts';
import { type PhoneWords, phoneAgo } from './phoneLanguage.ts';

interface NotificationHeadProps {
  notification: ShownNotification;
  now: number;
  words: PhoneWords;
}

/** What stands above the text of a notification. If it has no title, iOS shows the app's name instead. */
export function NotificationHead({ notification, now, words }: NotificationHeadProps) {
  const { title = 'Ringpost', subtitle, at, interruptionLevel } = notification;
  const level = levelWords(interruptionLevel, words);
  return (
    <>
      {level && <span class="banner-level">{level}</span>}
      <span class="banner-head">
        <strong dir="auto">{title}</strong>
        <time dateTime={at}>{phoneAgo(at, now, words)}</time>
      </span>
      {subtitle && <span class="banner-subtitle">{subtitle}</span>}
    </>
  );
}

function levelWords(level: string | undefined, words: PhoneWords): string | undefined {
  if (level === 'critical') return words.critical;
  return level === 'time-sensitive' ? words.timeSensitive : undefined;
}
