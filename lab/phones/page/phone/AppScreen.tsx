import { useEffect, useRef } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import { BellIcon } from '../icons.tsx';
import { displayName } from '../people.ts';
import { phoneTime } from './phoneLanguage.ts';

/**
 * The app in the foreground, with all messages that reached it: by a push, or over its own connection while it is open.
 */
export function AppScreen({ phone, now }: { phone: PhoneView; now: number }) {
  const { history } = phone;
  const conversation = useRef<HTMLDivElement>(null);
  const newest = history[0] && `${history[0].messageId} ${history[0].at}`;

  // Scrolls to its newest message whenever one arrives.
  useEffect(() => {
    conversation.current?.scrollTo({ top: conversation.current.scrollHeight });
  }, [newest]);

  return (
    <section class="app-screen" aria-label={`Ringpost on ${phone.name}`}>
      <header>
        <h3>Messages</h3>
        <p class="app-user">{appLine(phone)}</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <div ref={conversation} class="conversation" role="log" aria-label={`Messages on ${phone.name}`} tabIndex={0}>
        {history.length === 0 && (
          <div class="conversation-empty">
            <BellIcon />
            <p>The app is open, so its user is online and gets no pushes.</p>
            <p>Messages and calls reach it over the app’s own connection.</p>
          </div>
        )}
        {history.toReversed().map(({ title, subtitle, body, at, messageId }) => (
          <div class="bubble-row" key={`${messageId} ${at}`}>
            <p class="bubble" dir="auto">
              {title && <strong>{title}</strong>}
              {subtitle && <em>{subtitle}</em>}
              {body}
            </p>
            <time dateTime={at}>{phoneTime(Math.min(Date.parse(at), now), phone.timeZone)}</time>
          </div>
        ))}
      </div>
      <p class="fake-input" aria-hidden="true">
        Message
      </p>
    </section>
  );
}

function appLine({ userId, network }: PhoneView): string {
  if (userId === undefined) return 'Not logged in';
  return `${displayName(userId)} · ${network === 'on' ? 'online' : 'no network'}`;
}
