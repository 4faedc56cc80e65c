import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { appCategories, type NotificationResponse, type PhoneView, type ShownNotification } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { NotificationHead } from './NotificationHead.tsx';
import { type PhoneWords, phoneWords } from './phoneLanguage.ts';
import { SenderIcon } from './SenderIcon.tsx';

interface ExpandedNotificationProps {
  phone: PhoneView;
  notification: ShownNotification;
  now: number;
  onClose(): void;
}

/** A notification after a long press: whole, with its picture, and with what its user can do without opening the app. */
export function ExpandedNotification({ phone, notification, now, onClose }: ExpandedNotificationProps) {
  const { title = 'Ringpost', body, image } = notification;
  const words = phoneWords(phone.locale);
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => card.current?.focus(), []);
  return (
    <div
      class="expanded"
      role="dialog"
      aria-label={`${phone.name}: ${title}`}
      data-testid="expanded"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <button type="button" class="expanded-back" aria-label={words.close} onClick={onClose} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it gets the focus when it opens, and it scrolls. */}
      <div ref={card} class="expanded-card" tabIndex={0}>
        {image !== undefined && <Picture url={image} />}
        <div class="expanded-head">
          <SenderIcon notification={notification} />
          <span class="banner-text">
            <NotificationHead notification={notification} now={now} words={words} />
          </span>
        </div>
        <p class="expanded-body" dir="auto">
          {body}
        </p>
      </div>
      <Actions phone={phone} notification={notification} words={words} onClose={onClose} />
    </div>
  );
}

/** The lab downloads nothing, so it shows its own picture. */
function Picture({ url }: { url: string }) {
  return (
    <img class="expanded-picture" src="/picture.svg" alt={`In place of ${url}`} title={url} data-testid="picture" />
  );
}

interface ActionsProps {
  phone: PhoneView;
  notification: ShownNotification;
  words: PhoneWords;
  onClose(): void;
}

/** The actions of its category, and those of iOS. */
function Actions({ phone: { phoneId }, notification, words, onClose }: ActionsProps) {
  const { messageId, category = '', quiet } = notification;
  const [isReplying, setReplying] = useState(false);
  const offered = messageId === undefined ? [] : (appCategories[category] ?? []);
  const act = (action: 'respond' | 'dismiss', response: NotificationResponse = {}) => {
    onClose();
    void labApi.act(phoneId, action, { messageId, ...response });
  };
  const allow = (permission: 'granted' | 'denied') => {
    onClose();
    void labApi.change(phoneId, { permission });
  };
  if (isReplying) return <Reply words={words} onSend={(text) => act('respond', { actionId: 'reply', text })} />;
  return (
    <div class="expanded-actions">
      {offered.includes('reply') && (
        <button type="button" onClick={() => setReplying(true)}>
          {words.reply}
        </button>
      )}
      {offered.includes('mute') && (
        <button type="button" onClick={() => act('respond', { actionId: 'mute' })}>
          {words.mute}
        </button>
      )}
      {quiet === 'provisional' && (
        <>
          <button type="button" onClick={() => allow('granted')}>
            {words.keep}
          </button>
          <button type="button" onClick={() => allow('denied')}>
            {words.turnOff}
          </button>
        </>
      )}
      {messageId !== undefined && (
        <button type="button" onClick={() => act('dismiss')}>
          {words.clear}
        </button>
      )}
    </div>
  );
}

/** A text field, as a `UNTextInputNotificationAction` has it. */
function Reply({ words, onSend }: { words: PhoneWords; onSend(text: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <form
      class="expanded-reply"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSend(text.trim());
      }}
    >
      <input
        ref={input}
        value={text}
        aria-label={words.message}
        placeholder={words.message}
        maxLength={2000}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit" disabled={text.trim() === ''}>
        {words.send}
      </button>
    </form>
  );
}
