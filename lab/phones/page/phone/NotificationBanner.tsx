import type { ShownNotification } from '../../view.ts';
import { BellOffIcon, ExpandIcon, MoonIcon, SoundOnIcon } from '../icons.tsx';
import { useLongPress } from './longPress.ts';
import { NotificationHead } from './NotificationHead.tsx';
import type { PhoneWords } from './phoneLanguage.ts';
import { SenderIcon } from './SenderIcon.tsx';

interface NotificationBannerProps {
  notification: ShownNotification;
  now: number;
  words: PhoneWords;
  /** How many older ones lie under it. */
  more?: number;
  onOpen(): void;
  /** A long press, or the button for those who cannot press long. */
  onExpand(): void;
}

/** One notification. */
export function NotificationBanner({ notification, now, words, more = 0, onOpen, onExpand }: NotificationBannerProps) {
  const { title = 'Ringpost', call, quiet, image } = notification;
  const press = useLongPress(onOpen, onExpand);
  return (
    <div class="banner-slot">
      <button
        type="button"
        class={['banner', call && 'rings', quiet && 'quiet'].filter(Boolean).join(' ')}
        data-testid="banner"
        {...press}
      >
        <SenderIcon notification={notification} />
        <BannerText notification={notification} now={now} words={words} more={more} />
        {image !== undefined && <img class="banner-picture" src="/picture.svg" alt="" data-testid="thumbnail" />}
      </button>
      <button
        type="button"
        class="banner-expand"
        aria-label={`${words.expand}: ${title}`}
        title={words.expand}
        onClick={onExpand}
      >
        <ExpandIcon />
      </button>
    </div>
  );
}

type BannerTextProps = Pick<NotificationBannerProps, 'notification' | 'now' | 'words' | 'more'>;

function BannerText({ notification, now, words, more = 0 }: BannerTextProps) {
  const { body, sound, quiet } = notification;
  const isSilenced = quiet === 'focus' || quiet === 'provisional';
  return (
    <span class="banner-text">
      <NotificationHead notification={notification} now={now} words={words} />
      <span class="banner-body" dir="auto">
        {body}
      </span>
      {(more > 0 || isSilenced || sound !== 'default') && (
        <span class="banner-more">
          {isSilenced ? (
            <span class="banner-sound" data-testid="silenced">
              <MoonIcon />
              {quiet === 'focus' ? words.silencedByFocus : words.deliveredQuietly}
            </span>
          ) : (
            sound !== 'default' && <SoundName sound={sound} words={words} />
          )}
          {more > 0 && <span>{words.more(more)}</span>}
        </span>
      )}
    </span>
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
