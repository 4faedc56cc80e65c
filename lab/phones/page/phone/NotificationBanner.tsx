import type { ShownNotification } from '../../view.ts';
import { AppIcon } from '../icons.tsx';
import { ago } from '../time.ts';

interface NotificationBannerProps {
  notification: ShownNotification;
  now: number;
  /** How many older ones lie under it. */
  more?: number;
  onOpen(): void;
}

/** One notification. Without a title iOS shows the app's name in its place. */
export function NotificationBanner({ notification, now, more = 0, onOpen }: NotificationBannerProps) {
  const { title, subtitle, body, at } = notification;
  return (
    <button
      type="button"
      class="banner"
      data-testid="banner"
      aria-label={`${title ?? 'Ringpost'}: ${[subtitle, body].filter(Boolean).join(', ')}. ${more > 0 ? 'Show all' : 'Open'}`}
      onClick={onOpen}
    >
      <AppIcon />
      <span class="banner-text">
        <span class="banner-head">
          <strong>{title ?? 'Ringpost'}</strong>
          <time dateTime={at}>{ago(at, now)}</time>
        </span>
        {subtitle && <span class="banner-subtitle">{subtitle}</span>}
        <span class="banner-body">{body}</span>
        {more > 0 && <span class="banner-more">{more} more</span>}
      </span>
    </button>
  );
}
