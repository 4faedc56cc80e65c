import type { ShownNotification } from '../../view.ts';
import { AppIcon, BellOffIcon, SoundOnIcon } from '../icons.tsx';
import { type PhoneWords, phoneAgo } from './phoneLanguage.ts';

interface NotificationBannerProps {
  notification: ShownNotification;
  now: number;
  words: PhoneWords;
  /** How many older ones lie under it. */
  more?: number;
  onOpen(): void;
}

/** One notification. If it has no title, iOS shows the app's name instead. */
export function NotificationBanner({ notification, now, words, more = 0, onOpen }: NotificationBannerProps) {
  const { title, subtitle, body, at, interruptionLevel, call, sound, quiet } = notification;
  const breaksThrough = interruptionLevel === 'time-sensitive';
  return (
    <button
      type="button"
      class={['banner', call && 'rings', quiet && 'quiet'].filter(Boolean).join(' ')}
      data-testid="banner"
      onClick={onOpen}
    >
      <AppIcon />
      <span class="banner-text">
        {breaksThrough && <span class="banner-level">{words.timeSensitive}</span>}
        <span class="banner-head">
          <strong dir="auto">{title ?? 'Ringpost'}</strong>
          <time dateTime={at}>{phoneAgo(at, now, words)}</time>
        </span>
        {subtitle && <span class="banner-subtitle">{subtitle}</span>}
        <span class="banner-body" dir="auto">
          {body}
        </span>
        {(more > 0 || sound !== 'default') && (
          <span class="banner-more">
            {sound !== 'default' && <SoundName sound={sound} words={words} />}
            {more > 0 && <span>{words.more(more)}</span>}
          </span>
        )}
      </span>
    </button>
  );
}

/** A sound other than the default: a page cannot play it, so it shows its name. */
function SoundName({ sound, words }: { sound: string | undefined; words: PhoneWords }) {
  return (
    <span class="banner-sound" data-testid="sound">
      {sound === undefined ? <BellOffIcon /> : <SoundOnIcon />}
      {sound ?? words.noSound}
    </span>
  );
}
